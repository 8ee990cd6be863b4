import type { EventRecord } from './stream-event.ts';

/** Records that are not processed any more, with the reason. */
export interface DiscardedBatch {
  readonly records: readonly EventRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invocations: number;
  /** Request id of the last invocation; a new id if there was no invocation. */
  readonly requestId: string;
  /** The version that failed; undefined if there was no invocation. */
  readonly executedVersion: string | undefined;
}

interface Source {
  readonly streamArn: string;
  readonly shardId: string;
  readonly functionArn: string;
  readonly nowMs: number;
}

/** A time in whole seconds, such as `2026-03-01T09:30:00Z`. */
const seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The message to the destination of a discarded batch, as JSON text. It contains the position of the records in the
 * stream, not the records.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const discardedMessage = (batch: DiscardedBatch, source: Source): string => {
  const { records, condition, invocations, requestId, executedVersion } = batch;
  const first = records[0];
  const last = records.at(-1);
  return JSON.stringify({
    requestContext: {
      requestId,
      functionArn: source.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(executedVersion !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion,
        functionError: 'Unhandled',
      },
    }),
    version: '1.0',
    timestamp: new Date(source.nowMs).toISOString(),
    DDBStreamBatchInfo: {
      shardId: source.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: seconds(first?.createdMs ?? 0),
      approximateArrivalOfLastRecord: seconds(last?.createdMs ?? 0),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
  });
};
