import type { EventRecord } from './stream-batch.ts';

/** Records that are not processed any more, with the reason. */
export interface DiscardedBatch {
  readonly records: readonly EventRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** Number of attempts that contained these records. */
  readonly invocations: number;
}

interface Place {
  readonly streamArn: string;
  readonly shardId: string;
}

/** A time in whole seconds, such as `2026-03-01T09:30:00Z`. */
const seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The member `DDBStreamBatchInfo` of the message about a discarded batch. It contains the position of the records in the
 * stream, not the records.
 */
export const streamBatchInfo = (records: readonly EventRecord[], { streamArn, shardId }: Place) => {
  const first = records[0];
  const last = records.at(-1);
  return {
    shardId,
    startSequenceNumber: first?.sequenceNumber,
    endSequenceNumber: last?.sequenceNumber,
    approximateArrivalOfFirstRecord: seconds(first?.createdMs ?? 0),
    approximateArrivalOfLastRecord: seconds(last?.createdMs ?? 0),
    batchSize: records.length,
    streamArn,
  };
};
