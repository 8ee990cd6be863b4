import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TIMEOUT_SECONDS } from '../../handlers/reviews/receive-reviews/contract.ts';
import { alarmFrom } from '../constructs/alarm-on-any.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { named } from '../constructs/named.ts';

/** Alarm threshold for our function. Five failed deliveries, three minutes apart, take at most 15 minutes. */
const WORKER_PATIENCE = Duration.minutes(20);
/** Alarm threshold for another consumer: 12 hours, the maximum visibility timeout. */
const CONSUMER_PATIENCE = Duration.hours(12);

/** Transports review requests from the workflow to the ledger. SQS keeps a message for at most 14 days. */
export class ReviewQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { hasReviewWorker }: { readonly hasReviewWorker: boolean }) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'Dlq', 'review-queue-dlq');
    const queueName = named(this, 'review-queue');
    this.queue = new Queue(this, 'Queue', {
      queueName,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(6 * TIMEOUT_SECONDS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: 5 },
    });
    alarmFrom(this, 'Waiting', this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' }), {
      alarmName: `${queueName}-oldest-message`,
      alarmDescription: `A review request waits in ${queueName} and no consumer receives it.`,
      threshold: (hasReviewWorker ? WORKER_PATIENCE : CONSUMER_PATIENCE).toSeconds(),
      period: Duration.minutes(5),
    });
  }
}
