import { messageJson, messageText } from '../../../core/aws/message-text.ts';
import type { OutgoingMessage } from '../../sqs/operations.ts';
import { type DeadLetterReason, type Invocation, isoSeconds } from './invocation.ts';
import type { TargetRequest } from './request.ts';

const LONGEST_MESSAGE = 1_000;

/**
 * The dead-letter message: the request that failed, with attributes that contain the reason.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export const deadLetterMessage = (
  { arn, fields }: Pick<TargetRequest, 'arn' | 'fields'>,
  { executionId, scheduleArn, scheduledMs }: Invocation,
  { code, message, exhausted, retries }: DeadLetterReason,
): OutgoingMessage => {
  const attributes = {
    ERROR_CODE: code,
    ERROR_MESSAGE: messageText(message.slice(0, LONGEST_MESSAGE)),
    EXECUTION_ID: executionId,
    EXHAUSTED_RETRY_CONDITION: exhausted,
    IS_PAYLOAD_TRUNCATED: 'false',
    RETRY_ATTEMPTS: String(retries),
    SCHEDULED_TIME: isoSeconds(scheduledMs),
    SCHEDULE_ARN: scheduleArn,
    TARGET_ARN: arn,
  };
  return {
    MessageBody: messageJson(JSON.stringify(fields)),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) =>
        value ? [[name, { DataType: 'String', StringValue: value }]] : [],
      ),
    ),
  };
};
