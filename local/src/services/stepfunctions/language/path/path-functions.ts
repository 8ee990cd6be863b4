import type { Json } from '../json.ts';
import { isObject } from '../json.ts';

type PathFunction = (value: Json, parameters: readonly Json[]) => Json | undefined;

/**
 * The functions at the end of a path, such as `$.items.length()`, with the values of their parameters; undefined if the
 * function does not accept the value. They are those of the Jayway library.
 */
export const PATH_FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['length', sizeOf],
  ['size', sizeOf],
  ['keys', (value) => (isObject(value) ? Object.keys(value) : null)],
  ['first', (value) => (Array.isArray(value) ? value[0] : undefined)],
  ['last', (value) => (Array.isArray(value) ? value.at(-1) : undefined)],
  [
    'index',
    (value, [position]) => (Array.isArray(value) && typeof position === 'number' ? value.at(position) : undefined),
  ],
  ['append', (value, parameters) => (Array.isArray(value) ? [...value, ...parameters] : value)],
  ['concat', concat],
  ['min', ofNumbers((numbers) => numbers.reduce((least, each) => Math.min(least, each)))],
  ['max', ofNumbers((numbers) => numbers.reduce((most, each) => Math.max(most, each)))],
  ['sum', ofNumbers(sum)],
  ['avg', ofNumbers(mean)],
  ['stddev', ofNumbers(standardDeviation)],
]);

/** The length of the first parameter if it is an array, else of the value; null for a value without a length. */
function sizeOf(value: Json, [parameter]: readonly Json[]): Json {
  const measured = Array.isArray(parameter) ? parameter : value;
  if (Array.isArray(measured)) return measured.length;
  return isObject(measured) ? Object.keys(measured).length : null;
}

/**
 * Joins the strings of an array and then the parameters. A parameter that is an array contributes each of its items.
 */
function concat(value: Json, parameters: readonly Json[]): Json {
  const own = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  const others = parameters.flat().filter((each) => each !== null);
  return [...own, ...others].map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each))).join('');
}

/** Applies a computation to the numbers of an array and of the parameters. */
function ofNumbers(compute: (numbers: readonly number[]) => number): PathFunction {
  return (value, parameters) => {
    const candidates = [...(Array.isArray(value) ? value : []), ...parameters.flat()];
    const numbers = candidates.filter((each) => typeof each === 'number');
    return numbers.length === 0 ? undefined : compute(numbers);
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function standardDeviation(numbers: readonly number[]): number {
  const center = mean(numbers);
  return Math.sqrt(mean(numbers.map((each) => (each - center) ** 2)));
}
