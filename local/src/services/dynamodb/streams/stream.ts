import { arnOf, type Home } from '../../../core/aws/arn.ts';
import type { Table } from '../dynalite-types.ts';

/** How long a record can be read, and how long a stream exists after it was disabled or its table was deleted. */
export const RETENTION_MS = 24 * 60 * 60_000;

export const VIEW_TYPES = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] as const;

export type ViewType = (typeof VIEW_TYPES)[number];

/** A stream of a table. It has one shard for its whole life. Times are milliseconds since the epoch. */
export interface Stream {
  readonly id: number;
  readonly tableName: string;
  /** Creation time as text; part of the ARN. */
  readonly label: string;
  readonly shardId: string;
  readonly viewType: ViewType;
  readonly keySchema: Table['KeySchema'];
  readonly createdMs: number;
  /** Undefined while the stream is enabled. */
  readonly endedMs: number | undefined;
  /** Number of the latest record. The first record has number 1. */
  readonly last: number;
}

export const streamArn = (home: Home, { tableName, label }: Pick<Stream, 'tableName' | 'label'>): string =>
  arnOf(home, 'dynamodb', `table/${tableName}/stream/${label}`);

/** The label of a stream: its creation time without a time zone, such as `2026-03-01T09:30:00.125`. */
export const labelAt = (ms: number): string => new Date(ms).toISOString().slice(0, -1);

/** Number of digits of the record's number at the end of a sequence number. */
const NUMBER_DIGITS = 11n;

/**
 * Sequence number of a record: the stream's creation time followed by the record's number. It has 24 digits. Later
 * records of a shard have greater numbers, and so do the records of a later stream of the same table.
 */
export const sequenceNumber = ({ createdMs }: Pick<Stream, 'createdMs'>, number: number): string =>
  String(BigInt(createdMs) * 10n ** NUMBER_DIGITS + BigInt(number));

/** The number of the record with this sequence number; undefined if no record of the stream can have it. */
export const recordNumber = (stream: Stream, sequence: string): number | undefined => {
  if (!/^\d+$/.test(sequence)) return undefined;
  const number = BigInt(sequence) - BigInt(stream.createdMs) * 10n ** NUMBER_DIGITS;
  return number >= 0n && number <= BigInt(stream.last) ? Number(number) : undefined;
};
