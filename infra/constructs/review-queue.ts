import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { TIMEOUT_SECONDS } from '../../reviewer/worker/receive-reviews/contract.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/** Carries review requests from the workflow to the ledger. It is transport: a message lives 14 days at most. */
export class ReviewQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'Dlq', 'review-queue-dlq');
    this.queue = new Queue(this, 'Queue', {
      queueName: 'review-queue',
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(6 * TIMEOUT_SECONDS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: 5 },
    });
  }
}
