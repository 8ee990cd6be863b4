import { createHash } from 'node:crypto';
import { refuse } from '../../shared/http/problem.ts';

/** Start of the next page of a list: the items of `state` after the item with the key `after`. */
export interface Position {
  readonly state: string;
  /** Index key of the last item of the page before. Missing if the page starts with the first item of `state`. */
  readonly after?: Readonly<Record<string, string>>;
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
  const { state, after, of } = parse(cursor);
  if (typeof state !== 'string' || of !== digest(question)) return notOurs();
  if (after === undefined) return { state };
  if (typeof after !== 'object' || after === null) return notOurs();
  const entries = Object.entries(after);
  const isKey = entries.length === keyNames.length && entries.every(([name]) => keyNames.includes(name));
  if (!isKey || entries.some(([, value]) => typeof value !== 'string')) return notOurs();
  return { state, after: Object.fromEntries(entries) };
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
