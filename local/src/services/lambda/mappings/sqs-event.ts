/**
 * Builds the event that a function receives for SQS messages.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */

import type { ReceivedMessage } from '../../../core/polling/queue-operations.ts';
import { recordBatches } from '../../../core/polling/queue-record.ts';

/** The events for these messages, as JSON text: one event, or several if one would exceed the payload limit. */
export const sqsEvents = (
  messages: readonly ReceivedMessage[],
  queueArn: string,
  region: string,
): { payload: string; messages: ReceivedMessage[] }[] =>
  recordBatches(messages, queueArn, region).map(({ records, messages: batch }) => ({
    payload: `{"Records":[${records.join(',')}]}`,
    messages: batch,
  }));
