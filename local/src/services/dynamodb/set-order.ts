import type { AttributeValue } from './expressions/scope.ts';

type Compare = (first: string, second: string) => number;

/** Compares texts by the bytes that they stand for. */
export const byBytes =
  (encoding: BufferEncoding): Compare =>
  (first, second) =>
    Buffer.compare(Buffer.from(first, encoding), Buffer.from(second, encoding));

/** Whether the first number is greater than the second. */
export type IsGreaterNumber = (first: string, second: string) => boolean;

/**
 * Sorts the members of all sets inside the values of an item or map, in place: strings and binary values by their bytes,
 * numbers by their value. AWS stores sets in this order.
 */
export const sortSets = (item: Readonly<Record<string, AttributeValue>>, isGreater: IsGreaterNumber): void => {
  for (const { SS: texts, NS: numbers, BS: binaries, M: map, L: list } of Object.values(item)) {
    if (Array.isArray(texts)) texts.sort(byBytes('utf8'));
    if (Array.isArray(binaries)) binaries.sort(byBytes('base64'));
    if (Array.isArray(numbers)) numbers.sort((first, second) => (isGreater(first, second) ? 1 : -1));
    const inner = map ?? list;
    if (typeof inner === 'object' && inner !== null) sortSets(inner as Record<string, AttributeValue>, isGreater);
  }
};
