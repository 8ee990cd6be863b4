import type { Delivery } from './delivery.ts';

/** The message a dead-letter queue receives: the event, and why it could not be delivered (EventBridge guide, "Using dead-letter queues"). */
export const deadLetterMessage = ({ ruleArn, target, event, deadLetter }: Delivery): Record<string, unknown> => {
  const attributes = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn,
    ERROR_CODE: deadLetter?.code,
    ERROR_MESSAGE: deadLetter?.message,
    EXHAUSTED_RETRY_CONDITION: deadLetter?.exhausted,
    RETRY_ATTEMPTS: String(deadLetter?.targetRetries ?? 0),
  };
  return {
    MessageBody: event,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) =>
        value ? [[name, { DataType: 'String', StringValue: value }]] : [],
      ),
    ),
  };
};
