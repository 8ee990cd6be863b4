import { MAX_RECORDS_BYTES } from './limits.ts';
import type { StreamRecord } from './stream-operations.ts';

/** A record of a stream as consumers receive it. */
export interface EventRecord {
  readonly sequenceNumber: string;
  readonly createdMs: number;
  readonly json: string;
}

/** The record in the form of Lambda's events and of pipes. */
export const eventRecord = ({ userIdentity, ...record }: StreamRecord, streamArn: string): EventRecord => ({
  sequenceNumber: record.dynamodb.SequenceNumber,
  createdMs: record.dynamodb.ApproximateCreationDateTime * 1000,
  json: JSON.stringify({
    ...record,
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  }),
});

/** The records of one batch. */
export class EventBatch {
  readonly #maxRecords: number;
  readonly records: EventRecord[] = [];
  /** Sequence number of the last record that was read, even if no filter matched it. */
  last: string;
  #bytes = 0;
  #isFull = false;

  constructor(after: string, maxRecords: number) {
    this.last = after;
    this.#maxRecords = maxRecords;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  get missing(): number {
    return this.#maxRecords - this.records.length;
  }

  skip({ sequenceNumber }: EventRecord): void {
    this.last = sequenceNumber;
  }

  /** Adds the record. Returns false, and marks the batch as full, if the batch would exceed the payload limit. */
  add(record: EventRecord): boolean {
    const bytes = this.#bytes + Buffer.byteLength(record.json) + 1;
    if (this.records.length > 0 && bytes > MAX_RECORDS_BYTES) {
      this.#isFull = true;
      return false;
    }
    this.#bytes = bytes;
    this.records.push(record);
    this.last = record.sequenceNumber;
    this.#isFull = this.records.length >= this.#maxRecords;
    return true;
  }
}
