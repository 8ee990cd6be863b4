/**
 * Builds the event that a function receives for records of a DynamoDB stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */

import type { StreamRecord } from '../../dynamodb/operations.ts';

/** Maximum size of all records: Lambda's payload limit of 6 MiB, minus 16 bytes for the JSON around the records. */
const MAX_RECORDS_BYTES = 6_291_456 - 16;

/** A stream record in the form that the event contains. */
export interface EventRecord {
  readonly sequenceNumber: string;
  readonly createdMs: number;
  readonly json: string;
}

export const eventRecord = ({ userIdentity, ...record }: StreamRecord, streamArn: string): EventRecord => ({
  sequenceNumber: record.dynamodb.SequenceNumber,
  createdMs: record.dynamodb.ApproximateCreationDateTime * 1000,
  json: JSON.stringify({
    ...record,
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  }),
});

export const streamPayload = (records: readonly EventRecord[]): string =>
  `{"Records":[${records.map(({ json }) => json).join(',')}]}`;

/** Records read from a stream for one event. */
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

  /** Adds the record. Returns false, and marks the batch as full, if the event would exceed the payload limit. */
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
