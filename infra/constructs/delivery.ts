import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** How EventBridge delivers to every target: again for a day, with growing waits, then into the dead-letter queue. */
export function delivery(deadLetterQueue: IQueue): {
  readonly deadLetterQueue: IQueue;
  readonly retryAttempts: number;
  readonly maxEventAge: Duration;
} {
  return { deadLetterQueue, retryAttempts: 185, maxEventAge: Duration.hours(24) };
}
