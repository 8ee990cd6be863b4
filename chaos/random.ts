import { randomFrom } from '../test/support/seed.ts';

/**
 * Deterministic random choices. Streams with different names are independent of each other, in whatever order they are
 * used.
 */
export interface Choices {
  readonly seed: number;
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** A separate stream for one purpose. */
  stream(name: string): Choices;
}

/** FNV-1a hash of `text`, continuing from the hash `from`. */
const hash = (text: string, from: number): number => {
  let value = from ^ 0x811c9dc5;
  for (const sign of text) value = Math.imul(value ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
};

/** The choices of one run of the harness. */
export const choicesFrom = (seed: number): Choices => {
  const next = randomFrom(seed);
  return {
    seed,
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('Nothing can be picked from an empty list.');
      return item;
    },
    stream: (name) => choicesFrom(hash(name, seed)),
  };
};
