import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmFrom } from './alarm-on-any.ts';
import { allow, type BundledFunction } from './bundled-function.ts';
import { named } from './named.ts';

export interface WorkQueueProps {
  /** Name of the queue. The name of the alarm is `<name>-oldest-message`. */
  readonly name: string;
  readonly deadLetterQueue: Queue;
  /**
   * Timeout of the function that reads the queue. At most two hours, so that six times it is a valid visibility
   * timeout.
   */
  readonly consumerTimeout: Duration;
}

const BATCH_SIZE = 10;
/** Maximum time that Lambda waits for a full batch. A single message is delayed by this time. */
const BATCHING_WINDOW = Duration.seconds(1);

/**
 * The visibility timeout is this many times the consumer's timeout, plus the batching window. AWS recommends at least
 * 6, and at least 5 deliveries before the dead-letter queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const TIMEOUTS_HIDDEN = 6;
const MAX_DELIVERIES = 5;

/** A standard queue whose messages a function processes in batches. */
export class WorkQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { name, deadLetterQueue, consumerTimeout }: WorkQueueProps) {
    super(scope, id);
    const queueName = named(this, name);
    const hidden = Duration.seconds(TIMEOUTS_HIDDEN * consumerTimeout.toSeconds()).plus(BATCHING_WINDOW);
    this.queue = new Queue(this, 'Queue', {
      queueName,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: hidden,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MAX_DELIVERIES },
    });
    alarmFrom(this, 'Waiting', this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' }), {
      alarmName: `${queueName}-oldest-message`,
      alarmDescription: `A message has been in ${queueName} for longer than all its deliveries can take.`,
      threshold: (MAX_DELIVERIES + 1) * hidden.toSeconds(),
      period: Duration.minutes(5),
    });
  }

  /** IAM statement that the role of the function needs to read the queue. */
  get mayConsume(): PolicyStatement {
    return allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [this.queue.queueArn]);
  }

  /** Lets Lambda invoke the function with batches of messages. */
  feed(consumer: BundledFunction): void {
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: consumer.live,
      eventSourceArn: this.queue.queueArn,
      batchSize: BATCH_SIZE,
      maxBatchingWindow: BATCHING_WINDOW,
      reportBatchItemFailures: true,
    });
    const reason = 'Lambda has no failure destination for SQS sources; the queue itself has a dead-letter queue.';
    acknowledge(mapping, 'Serverless::Serverless-LambdaEventSourceMappingDestination', reason);
  }
}
