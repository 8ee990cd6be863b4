import { Duration } from 'aws-cdk-lib';
import type { IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

const RETRY_ATTEMPTS = 185;
const MAX_EVENT_AGE = Duration.hours(24);

/** Delivery settings of a rule's target: retries with backoff for 24 hours, then the dead-letter queue. */
export function delivery(deadLetterQueue: IQueue): {
  readonly deadLetterQueue: IQueue;
  readonly retryAttempts: number;
  readonly maxEventAge: Duration;
} {
  return { deadLetterQueue, retryAttempts: RETRY_ATTEMPTS, maxEventAge: MAX_EVENT_AGE };
}

/**
 * Sets the same delivery settings on a target whose CDK class has no such options, e.g. Firehose. The queue's policy must
 * allow this: see allowDeadLetters.
 */
export function withDelivery(target: IRuleTarget, deadLetterQueue: IQueue): IRuleTarget {
  return {
    bind: (rule, id) => ({
      ...target.bind(rule, id),
      deadLetterConfig: { arn: deadLetterQueue.queueArn },
      retryPolicy: {
        maximumRetryAttempts: RETRY_ATTEMPTS,
        maximumEventAgeInSeconds: MAX_EVENT_AGE.toSeconds(),
      },
    }),
  };
}

/** Allows EventBridge to send undelivered events of this rule to the queue. */
export function allowDeadLetters(rule: Rule, deadLetterQueue: IQueue): void {
  deadLetterQueue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [deadLetterQueue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
}
