import { type AttributeValue, typeOf } from './expressions/scope.ts';

/** Maximum nesting depth of lists and maps; the attribute itself is level 1. */
const MAX_DEPTH = 32;

const childrenOf = (value: AttributeValue): readonly AttributeValue[] => {
  const { L: list, M: map } = value;
  if (Array.isArray(list)) return list;
  return map ? Object.values(map as Record<string, AttributeValue>) : [];
};

const isDeeperThan = (value: AttributeValue, levels: number): boolean =>
  levels === 0 || childrenOf(value).some((child) => isDeeperThan(child, levels - 1));

/**
 * Returns AWS's message for a value that is nested too deeply; undefined for other values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes
 */
export const refuseDepth = (value: AttributeValue): string | undefined =>
  isDeeperThan(value, MAX_DEPTH)
    ? 'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'
    : undefined;

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
