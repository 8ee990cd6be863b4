import type { OutgoingMessage } from '../../sqs/operations.ts';
import type { DeadLetterReason, Delivery } from './delivery.ts';

interface UndeliveredEvent extends Pick<Delivery, 'ruleArn' | 'target' | 'event'> {
  readonly deadLetter: DeadLetterReason;
}

const LONGEST_MESSAGE = 1_000;
/** Characters that SQS does not allow in a message. */
const NOT_IN_MESSAGES = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const printable = (text: string): string => text.slice(0, LONGEST_MESSAGE).replace(NOT_IN_MESSAGES, '?');

/**
 * The dead-letter message: the event, and attributes that say why it was not delivered (EventBridge guide, "Using
 * dead-letter queues").
 */
export const deadLetterMessage = ({ ruleArn, target, event, deadLetter }: UndeliveredEvent): OutgoingMessage => {
  const attributes = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn,
    ERROR_CODE: deadLetter.code,
    ERROR_MESSAGE: deadLetter.message,
    EXHAUSTED_RETRY_CONDITION: deadLetter.exhausted,
    RETRY_ATTEMPTS: String(deadLetter.targetRetries),
  };
  return {
    MessageBody: event,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) =>
        value ? [[name, { DataType: 'String', StringValue: printable(value) }]] : [],
      ),
    ),
  };
};
