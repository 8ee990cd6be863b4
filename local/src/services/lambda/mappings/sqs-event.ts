/**
 * Builds the event that a function receives for SQS messages.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */

import type { MessageAttribute, ReceivedMessage } from '../../sqs/operations.ts';

/** Maximum size of all records: Lambda's payload limit of 6 MiB, minus 16 bytes for the JSON around the records. */
const MAX_RECORDS_BYTES = 6_291_456 - 16;

/** The events for these messages, as JSON text: one event, or several if one would exceed the payload limit. */
export const sqsEvents = (
  messages: readonly ReceivedMessage[],
  queueArn: string,
  region: string,
): { payload: string; messages: ReceivedMessage[] }[] => {
  const batches: { records: string[]; messages: ReceivedMessage[]; bytes: number }[] = [];
  for (const message of messages) {
    const record = JSON.stringify(sqsRecord(message, queueArn, region));
    const bytes = Buffer.byteLength(record) + 1;
    let batch = batches.at(-1);
    if (!batch || batch.bytes + bytes > MAX_RECORDS_BYTES) {
      batch = { records: [], messages: [], bytes: 0 };
      batches.push(batch);
    }
    batch.records.push(record);
    batch.messages.push(message);
    batch.bytes += bytes;
  }
  return batches.map(({ records, messages: batch }) => ({
    payload: `{"Records":[${records.join(',')}]}`,
    messages: batch,
  }));
};

export const sqsRecord = (message: ReceivedMessage, queueArn: string, region: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [name, eventAttribute(attribute)]),
  ),
  ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
});

const eventAttribute = ({ DataType, StringValue, BinaryValue }: MessageAttribute) => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue !== undefined && {
    binaryValue: typeof BinaryValue === 'string' ? BinaryValue : Buffer.from(BinaryValue).toString('base64'),
  }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
