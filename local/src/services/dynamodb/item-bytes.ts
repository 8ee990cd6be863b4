import type { Item } from './dynalite-types.ts';
import { type AttributeValue, typeOf } from './expressions/scope.ts';
import { bytesOfNumber } from './numbers.ts';

/** Size of a list or a map without its content. */
const COLLECTION_BYTES = 3;

const bytesOfBinary = (base64: string): number => Buffer.byteLength(base64, 'base64');

const sum = <Value>(values: readonly Value[], bytesOf: (value: Value) => number): number => {
  let total = 0;
  for (const value of values) total += bytesOf(value);
  return total;
};

/** The size of each type of values. */
const BYTES: Readonly<Record<string, (value: never) => number>> = {
  S: Buffer.byteLength,
  N: bytesOfNumber,
  B: bytesOfBinary,
  BOOL: () => 1,
  NULL: () => 1,
  SS: (values: readonly string[]) => sum(values, Buffer.byteLength),
  NS: (values: readonly string[]) => sum(values, bytesOfNumber),
  BS: (values: readonly string[]) => sum(values, bytesOfBinary),
  L: (values: readonly AttributeValue[]) => COLLECTION_BYTES + values.length + sum(values, bytesOfValue),
  M: (members: Item) => COLLECTION_BYTES + Object.keys(members).length + bytesOfItem(members),
};

const bytesOfValue = (value: AttributeValue): number => {
  const type = typeOf(value) ?? '';
  return BYTES[type]?.(value[type] as never) ?? 0;
};

/**
 * The size of an item in bytes, as AWS counts it for limits and capacity.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const bytesOfItem = (item: Item): number => {
  let total = 0;
  for (const name of Object.keys(item)) total += Buffer.byteLength(name) + bytesOfValue(item[name] as AttributeValue);
  return total;
};

const WRITE_UNIT_BYTES = 1024;

/** The write units that a write of this item consumes; one if there is none. */
export const writeUnitsOf = (item: Item | undefined): number =>
  Math.max(1, Math.ceil((item ? bytesOfItem(item) : 0) / WRITE_UNIT_BYTES));
