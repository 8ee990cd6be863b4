import { invalidPattern } from './invalid-pattern.ts';
import { isJsonList, isJsonObject, type OrderedJson } from './ordered-json.ts';
import { type ValueTest, valueTest } from './value-test.ts';

/** EventBridge compares numbers within ±5e9 and to six decimal places (EventBridge guide, numeric matching). */
const LIMIT = 5e9;
const DIGITS = 1e6;

/** An integer that orders like `value` at six decimal places; undefined outside ±5e9. */
const comparable = (value: number): number | undefined =>
  Math.abs(value) <= LIMIT ? Math.trunc(DIGITS * (LIMIT + value)) : undefined;

const comparableOperand = (value: number): number => {
  const key = comparable(value);
  if (key === undefined) throw invalidPattern('Value must be between -5.0E9 and 5.0E9, inclusive');
  return key;
};

const numberTest = (accepts: (key: number) => boolean): ValueTest =>
  valueTest((value) => {
    const key = typeof value === 'number' ? comparable(value) : undefined;
    return key !== undefined && accepts(key);
  });

/** Matches a number literal of a pattern. Outside ±5e9 only the identical number matches. */
export const exactNumber = (wanted: number): ValueTest => {
  const key = comparable(wanted);
  return valueTest(
    (value) => typeof value === 'number' && (key === undefined ? value === wanted : comparable(value) === key),
  );
};

/** Equality of numbers, for the lists of anything-but. */
export const sameNumber = (wanted: number): ((value: number) => boolean) => {
  const key = comparableOperand(wanted);
  return (value) => comparable(value) === key;
};

const COMPARISONS: { readonly [operator: string]: (key: number, operand: number) => boolean } = {
  '=': (key, operand) => key === operand,
  '<': (key, operand) => key < operand,
  '<=': (key, operand) => key <= operand,
  '>': (key, operand) => key > operand,
  '>=': (key, operand) => key >= operand,
};
const LOWER = new Set(['>', '>=']);
const UPPER = new Set(['<', '<=']);
const shown = (value: OrderedJson | undefined): string => {
  if (value === undefined) return ']';
  if (isJsonObject(value)) return '{';
  return isJsonList(value) ? '[' : String(value);
};

const isNumber = (value: OrderedJson | undefined): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

const bound = (operator: string, value: OrderedJson | undefined): number => {
  if (!isNumber(value)) throw invalidPattern(`Value of ${operator} must be numeric`);
  return comparableOperand(Number(value));
};

/** Compiles `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower bound followed by an upper bound. */
export const numeric = (operand: OrderedJson): ValueTest => {
  if (!isJsonList(operand)) throw invalidPattern('Value of numeric must be an array.');
  const [operator, limit, ...rest] = operand;
  if (typeof operator !== 'string') throw invalidPattern(`Invalid member in numeric match: ${shown(operator)}`);
  const compare = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
  const key = bound(operator === '=' ? 'equals' : operator, limit);
  if (rest.length === 0) return numberTest((value) => compare(value, key));
  if (!LOWER.has(operator)) throw invalidPattern('Too many elements in numeric expression');
  const upper = upperBound(rest, key);
  return numberTest((value) => compare(value, key) && upper(value));
};

const upperBound = ([operator, limit, ...rest]: readonly OrderedJson[], bottom: number): ((key: number) => boolean) => {
  if (typeof operator !== 'string') throw invalidPattern(`Bad value in numeric range: ${shown(operator)}`);
  const compare = UPPER.has(operator) ? COMPARISONS[operator] : undefined;
  if (!compare) throw invalidPattern(`Bad numeric range operator: ${operator}`);
  if (!isNumber(limit)) throw invalidPattern(`Value of ${operator} must be numeric`);
  if (rest.length > 0) throw invalidPattern('Too many terms in numeric range expression');
  const key = bound(operator, limit);
  if (key <= bottom) throw invalidPattern('Bottom must be less than top');
  return (value) => compare(value, key);
};
