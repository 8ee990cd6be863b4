import { messageText } from '../../../core/aws/message-text.ts';
import type { OutgoingMessage } from '../../sqs/operations.ts';
import type { DeadLetterReason, Delivery } from './delivery.ts';

interface UndeliveredEvent extends Pick<Delivery, 'ruleArn' | 'target' | 'event'> {
  readonly deadLetter: DeadLetterReason;
}

const LONGEST_MESSAGE = 1_000;

const printable = (text: string): string => messageText(text.slice(0, LONGEST_MESSAGE));

/**
 * The dead-letter message: the event, with attributes that contain the reason for the failure (EventBridge guide,
 * "Using dead-letter queues").
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
