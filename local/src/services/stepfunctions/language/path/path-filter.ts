import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { jsonEqual } from '../json-equal.ts';
import type { FilterOperand, FilterTest, Path } from './path-syntax.ts';

/** Returns the value of a path inside a filter; undefined if it has none. */
export type Lookup = (path: Path, item: Json) => Json | undefined;

/** Whether an item passes a filter. */
export function holds(test: FilterTest, item: Json, lookup: Lookup): boolean {
  switch (test.kind) {
    case 'and':
      return test.tests.every((each) => holds(each, item, lookup));
    case 'or':
      return test.tests.some((each) => holds(each, item, lookup));
    case 'not':
      return !holds(test.test, item, lookup);
    case 'exists': {
      const found = lookup(test.path, item);
      return found !== undefined && (test.path.definite || (Array.isArray(found) && found.length > 0));
    }
    case 'compare':
      return compare(test.operator, test.left, test.right, item, lookup);
  }
}

function compare(operator: string, left: FilterOperand, right: FilterOperand, item: Json, lookup: Lookup): boolean {
  if (operator === '=~') return matches(left, right, item, lookup);
  const comparison = COMPARISONS.get(operator);
  return comparison?.(operandValue(left, item, lookup), operandValue(right, item, lookup)) ?? false;
}

function operandValue(operand: FilterOperand, item: Json, lookup: Lookup): Json | undefined {
  if (operand.kind === 'path') return lookup(operand.path, item);
  return operand.kind === 'literal' ? operand.value : undefined;
}

/** The operator `=~`. Either side can be the pattern; if the other side is an array, one matching item is enough. */
function matches(left: FilterOperand, right: FilterOperand, item: Json, lookup: Lookup): boolean {
  const patternSide = [left, right].find((side) => side.kind === 'pattern');
  if (patternSide?.kind !== 'pattern') return false;
  const value = operandValue(left.kind === 'pattern' ? right : left, item, lookup);
  const texts = Array.isArray(value) ? value.map(textOf) : [textOf(value)];
  return texts.some((text) => patternSide.pattern.test(text));
}

/** The text that a pattern is compared with: empty for null, objects and missing values. */
const textOf = (value: Json | undefined): string =>
  value === null || value === undefined || typeof value === 'object' ? '' : String(value);

type Comparison = (left: Json | undefined, right: Json | undefined) => boolean;

/**
 * Whether both values have the same type and are equal. A missing value is not equal to any value, not even to another
 * missing value.
 */
const identical: Comparison = (left, right) => left !== undefined && right !== undefined && jsonEqual(left, right);

/** Like `identical`, but a number also equals its text: `'7'` equals 7. */
const equal: Comparison = (left, right) => {
  if (typeof left === 'number' && typeof right === 'string') return NUMERIC.test(right) && left === Number(right);
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return identical(left, right);
};

const NUMERIC = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Compares two numbers or two strings; undefined for any other values. */
function order(left: Json | undefined, right: Json | undefined): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return left === right ? 0 : left < right ? -1 : 1;
}

const ordered =
  (accept: (difference: number) => boolean): Comparison =>
  (left, right) => {
    const difference = order(left, right);
    return difference !== undefined && accept(difference);
  };

const isIn: Comparison = (left, right) => Array.isArray(right) && right.some((each) => equal(left, each));

/** Makes a comparison that is true only if both values are arrays and `accept` returns true. */
const ofArrays =
  (accept: (left: readonly Json[], right: readonly Json[]) => boolean): Comparison =>
  (left, right) =>
    Array.isArray(left) && Array.isArray(right) && accept(left, right);

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['==', equal],
  ['===', identical],
  ['!=', (left, right) => !equal(left, right)],
  ['!==', (left, right) => !identical(left, right)],
  ['<', ordered((difference) => difference < 0)],
  ['<=', ordered((difference) => difference <= 0)],
  ['>', ordered((difference) => difference > 0)],
  ['>=', ordered((difference) => difference >= 0)],
  ['in', isIn],
  ['nin', (left, right) => !isIn(left, right)],
  ['all', ofArrays((left, right) => right.every((each) => isIn(each, left)))],
  ['subsetof', ofArrays((left, right) => left.every((each) => isIn(each, right)))],
  ['anyof', ofArrays((left, right) => left.some((each) => isIn(each, right)))],
  ['noneof', ofArrays((left, right) => !left.some((each) => isIn(each, right)))],
  [
    'contains',
    (left, right) =>
      typeof left === 'string'
        ? typeof right === 'string' && left.includes(right)
        : left !== undefined && isIn(right, left),
  ],
  ['size', (left, right) => (typeof left === 'string' || Array.isArray(left)) && left.length === right],
  ['empty', (left, right) => lengthOf(left) !== undefined && (lengthOf(left) === 0) === right],
]);

function lengthOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}
