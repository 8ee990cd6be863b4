import type { Json } from './json.ts';

/** Maximum nesting depth of a result. */
const MAX_DEPTH = 1_000;
/** Assumed memory of one value of any type, in bytes; a text also counts one byte per character. */
const VALUE_BYTES = 8;

/** Returned for a result that is not a JSON value, such as a function. */
export class NotJson {
  readonly kind = 'not JSON';
}

/** Thrown for a result that takes more than the allowed memory. */
export class ResultTooLarge extends Error {
  override readonly name = 'ResultTooLarge';
}

interface Room {
  left: number;
}

/**
 * Copies a result into plain JSON, as AWS does: drops JSONata's hidden array properties, changes -0 to 0 and writes
 * numbers outside JSON (`Infinity`, `NaN`) as strings. A value that occurs twice is copied twice. Throws ResultTooLarge
 * for more than about `maxBytes`.
 */
export const toPlainJson = (value: unknown, maxBytes: number): Json | NotJson => plain(value, { left: maxBytes }, 0);

function plain(value: unknown, room: Room, depth: number): Json | NotJson {
  room.left -= VALUE_BYTES + (typeof value === 'string' ? value.length : 0);
  if (room.left < 0) throw new ResultTooLarge();
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return new NotJson();
  return Array.isArray(value) ? plainArray(value, room, depth) : plainObject(value, room, depth);
}

function plainArray(items: readonly unknown[], room: Room, depth: number): Json | NotJson {
  const results: Json[] = [];
  for (const item of items) {
    const copy = plain(item, room, depth + 1);
    if (copy instanceof NotJson) return copy;
    results.push(copy);
  }
  return results;
}

function plainObject(object: object, room: Room, depth: number): Json | NotJson {
  // JSONata's lambdas and regular expressions are also objects; their own properties identify them.
  if ('_jsonata_lambda' in object || '_jsonata_function' in object) return new NotJson();
  const results: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    if (item === undefined) continue;
    const copy = plain(item, room, depth + 1);
    if (copy instanceof NotJson) return copy;
    results.push([key, copy]);
    room.left -= key.length;
  }
  return Object.fromEntries(results);
}
