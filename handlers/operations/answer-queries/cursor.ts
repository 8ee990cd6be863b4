import { createHash } from 'node:crypto';
import { refuse } from '../../shared/http/problem.ts';

/** Where a list goes on: after the item with this key, in the states from `state` on. */
export interface Position {
  readonly state: string;
  /** The key of the last item in its index; missing at the beginning of a state. */
  readonly after?: Readonly<Record<string, string>>;
}

/**
 * A cursor as the caller gets it: opaque, and good for the same question only. It holds ids and times; whoever makes one
 * up gets no other items by it than the question allows anyway.
 */
export function cursorFor(position: Position, question: unknown): string {
  return Buffer.from(JSON.stringify({ ...position, of: digest(question) })).toString('base64url');
}

/** @throws ProblemError 400 for a cursor that is none, or one of another question */
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
  return refuse('cursor', 'cursor must be one that this list gave, with the same filters.', 'INVALID_CURSOR');
}
