import { MAX_RECORDS_BYTES } from './limits.ts';
import type { MessageAttribute, ReceivedMessage } from './queue-operations.ts';

interface RecordBatch {
  /** The records of the messages as JSON text. */
  readonly records: string[];
  readonly messages: ReceivedMessage[];
}

/** The records of these messages: one batch, or several if one would exceed the payload limit. */
export const recordBatches = (
  messages: readonly ReceivedMessage[],
  queueArn: string,
  region: string,
): readonly RecordBatch[] => {
  const batches: (RecordBatch & { bytes: number })[] = [];
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
  return batches;
};

/** The record of a message in Lambda's events and in pipes. */
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
