import type { Json } from '../json.ts';
import { isObject } from '../json.ts';

type PathFunction = (value: Json) => Json | undefined;

/**
 * The functions at the end of a path, such as `$.items.length()`; undefined if the function does not accept the value.
 */
export const PATH_FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['length', sizeOf],
  ['size', sizeOf],
  ['keys', (value) => (isObject(value) ? Object.keys(value) : undefined)],
  ['first', (value) => (Array.isArray(value) ? value[0] : undefined)],
  ['last', (value) => (Array.isArray(value) ? value.at(-1) : undefined)],
  ['min', (value) => ofNumbers(value, (numbers) => numbers.reduce((least, each) => Math.min(least, each)))],
  ['max', (value) => ofNumbers(value, (numbers) => numbers.reduce((most, each) => Math.max(most, each)))],
  ['sum', (value) => ofNumbers(value, sum)],
  ['avg', (value) => ofNumbers(value, mean)],
  ['stddev', (value) => ofNumbers(value, standardDeviation)],
]);

function sizeOf(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function ofNumbers(value: Json, compute: (numbers: readonly number[]) => number): Json | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.filter((each) => typeof each === 'number');
  return numbers.length === 0 ? undefined : compute(numbers);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

function standardDeviation(numbers: readonly number[]): number {
  const center = mean(numbers);
  return Math.sqrt(mean(numbers.map((each) => (each - center) ** 2)));
}
