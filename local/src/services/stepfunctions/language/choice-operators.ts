import { boundedCache } from '../../../core/bounded-cache.ts';
import { consistsOf } from '../../../core/text/text-parts.ts';
import type { Json } from './json.ts';
import { compareInstants, parseInstant } from './timestamp.ts';

type TypeTest = (value: Json) => boolean;
type ValueTest = (actual: Json, expected: Json) => boolean;

const isTimestamp: TypeTest = (value) => typeof value === 'string' && parseInstant(value) !== undefined;

/** The `Is…` operators except IsPresent: each tests a value that is present. */
export const TYPE_TESTS: ReadonlyMap<string, TypeTest> = new Map<string, TypeTest>([
  ['IsNull', (value) => value === null],
  ['IsNumeric', (value) => typeof value === 'number'],
  ['IsString', (value) => typeof value === 'string'],
  ['IsBoolean', (value) => typeof value === 'boolean'],
  ['IsTimestamp', isTimestamp],
]);

export const isTypeTest = (operator: string): boolean => TYPE_TESTS.has(operator);

/** Compares two values. Returns a negative number, zero or a positive number; undefined if they are not comparable. */
type Difference = (actual: Json, expected: Json) => number | undefined;

const numeric: Difference = (actual, expected) =>
  typeof actual === 'number' && typeof expected === 'number' ? actual - expected : undefined;

/** Compares strings by UTF-16 code units. */
const textual: Difference = (actual, expected) => {
  if (typeof actual !== 'string' || typeof expected !== 'string') return undefined;
  return actual === expected ? 0 : actual < expected ? -1 : 1;
};

const temporal: Difference = (actual, expected) => {
  if (typeof actual !== 'string' || typeof expected !== 'string') return undefined;
  const left = parseInstant(actual);
  const right = parseInstant(expected);
  return left && right ? compareInstants(left, right) : undefined;
};

const RELATIONS: readonly (readonly [string, (difference: number) => boolean])[] = [
  ['Equals', (difference) => difference === 0],
  ['LessThan', (difference) => difference < 0],
  ['LessThanEquals', (difference) => difference <= 0],
  ['GreaterThan', (difference) => difference > 0],
  ['GreaterThanEquals', (difference) => difference >= 0],
];

const ordered = (prefix: string, difference: Difference): [string, ValueTest][] =>
  RELATIONS.map(([relation, accepts]): [string, ValueTest] => [
    `${prefix}${relation}`,
    (actual, expected) => {
      const found = difference(actual, expected);
      return found !== undefined && accepts(found);
    },
  ]);

const booleanEquals: ValueTest = (actual, expected) => typeof actual === 'boolean' && actual === expected;

const stringMatches: ValueTest = (actual, expected) =>
  typeof actual === 'string' && typeof expected === 'string' && consistsOf(wildcardParts(expected), actual);

/**
 * The operators that compare a value with another one. Each except StringMatches also exists with the suffix `Path`.
 */
export const VALUE_TESTS: ReadonlyMap<string, ValueTest> = new Map<string, ValueTest>([
  ['BooleanEquals', booleanEquals],
  ['StringMatches', stringMatches],
  ...ordered('Numeric', numeric),
  ...ordered('String', textual),
  ...ordered('Timestamp', temporal),
]);

/** The parts of a pattern between its wildcards: `*` matches any text, `\*` is an asterisk and `\\` a backslash. */
const wildcardParts = boundedCache<readonly string[]>(1_000, (pattern) => {
  const parts = [''];
  for (const [token] of pattern.matchAll(/\\[\\*]|\*+|[^*\\]+|\\/g)) {
    if (token.startsWith('*')) parts.push('');
    else parts.push((parts.pop() ?? '') + (token === '\\\\' || token === '\\*' ? token.slice(1) : token));
  }
  return parts;
});
