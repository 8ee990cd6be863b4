import { createHash } from 'node:crypto';
import { refuse } from '../../shared/http/problem.ts';

/** Key of an item in an index: attribute → value. */
export type IndexKey = Readonly<Record<string, string>>;

/** Where the next page of a list starts. */
export interface Position {
  /** Number of the group of states, from 0. */
  readonly group: number;
  /** For each state of the group, the index key of its last item so far; missing at its beginning, null at its end. */
  readonly after: Readonly<Record<string, IndexKey | null | undefined>>;
}

/**
 * Encodes a position as an opaque cursor. The cursor contains ids and times and is valid only with the same filters. It
 * is not signed, because a forged cursor can select only items that its sender may list anyway.
 */
export function cursorFor(position: Position, question: unknown): string {
  return Buffer.from(JSON.stringify({ ...position, of: digest(question) })).toString('base64url');
}

/** @throws ProblemError 400 for text that is not a cursor, and for a cursor of a list with other filters */
export function readCursor(cursor: string, question: unknown, keyNames: readonly string[]): Position {
  const { group, after, of } = parse(cursor);
  if (typeof group !== 'number' || of !== digest(question)) return notOurs();
  if (typeof after !== 'object' || after === null) return notOurs();
  const keys = Object.entries(after).map(([state, key]) => [state, key === null ? null : readKey(key, keyNames)]);
  return { group, after: Object.fromEntries(keys) };
}

function readKey(key: unknown, keyNames: readonly string[]): IndexKey {
  if (typeof key !== 'object' || key === null) return notOurs();
  const entries = Object.entries(key);
  const isKey = entries.length === keyNames.length && entries.every(([name]) => keyNames.includes(name));
  if (!isKey || entries.some(([, value]) => typeof value !== 'string')) return notOurs();
  return Object.fromEntries(entries);
}

const digest = (question: unknown): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16);

function parse(cursor: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    return notOurs();
  }
  return notOurs();
}

function notOurs(): never {
  return refuse('cursor', 'cursor must be from an earlier page of this list with the same filters.', 'INVALID_CURSOR');
}
