import { type AttributeValue, typeOf } from './expressions/scope.ts';

/** The values directly inside a list or map; none for other values. */
export const childrenOf = (value: AttributeValue): readonly AttributeValue[] => {
  const { L: list, M: map } = value;
  if (Array.isArray(list)) return list;
  return map ? Object.values(map as Record<string, AttributeValue>) : [];
};

const extra = (text: string): number => Buffer.byteLength(text) - text.length;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const extraOfValue = (value: AttributeValue): number => {
  const type = typeOf(value);
  if (type === 'S') return extra(String(value.S));
  if (type === 'SS') return sum((value.SS as string[]).map(extra));
  if (type === 'M') return extraBytes(value.M as Record<string, AttributeValue>);
  return type === 'L' ? sum(childrenOf(value).map(extraOfValue)) : 0;
};

/**
 * The number of bytes by which an item is larger than its number of characters: AWS counts the UTF-8 bytes of names and
 * strings, dynalite counts characters.
 */
export const extraBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  sum(Object.entries(item).map(([name, value]) => extra(name) + extraOfValue(value)));
