import { isTypeTest, TYPE_TESTS, VALUE_TESTS } from './choice-operators.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { findPath } from './json-path.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/**
 * Whether a Choice rule of a JSONPath state matches `root` (the input after InputPath). A value never matches an
 * operator for another type. Throws States.Runtime for a path without a value, except with IsPresent.
 */
export function evaluateChoice(rule: JsonObject, scope: Scope, root: Json): boolean {
  const see: Sight = { scope, root };
  if (Array.isArray(rule.And)) return rules(rule.And).every((each) => evaluateChoice(each, scope, root));
  if (Array.isArray(rule.Or)) return rules(rule.Or).some((each) => evaluateChoice(each, scope, root));
  if (isObject(rule.Not)) return !evaluateChoice(rule.Not, scope, root);
  return compare(rule, see);
}

interface Sight {
  readonly scope: Scope;
  readonly root: Json;
}

const rules = (items: readonly Json[]): JsonObject[] => items.filter(isObject);

/** The keys of a rule that are not operators. */
const NOT_OPERATORS: ReadonlySet<string> = new Set(['Variable', 'Next', 'Assign', 'Comment', 'Output']);

function compare(rule: JsonObject, see: Sight): boolean {
  const operator = Object.keys(rule).find((name) => !NOT_OPERATORS.has(name)) ?? '';
  const expected = rule[operator] ?? null;
  const variable = typeof rule.Variable === 'string' ? rule.Variable : '';
  if (operator === 'IsPresent') return (findPath(variable, see.scope, see.root) !== undefined) === expected;
  const actual = read(variable, see);
  if (isTypeTest(operator)) return (TYPE_TESTS.get(operator)?.(actual) ?? false) === expected;
  const test = VALUE_TESTS.get(operator);
  if (test !== undefined) return test(actual, expected);
  const pathTest = operator.endsWith('Path') ? VALUE_TESTS.get(operator.slice(0, -'Path'.length)) : undefined;
  if (pathTest === undefined) throw new StatesError('States.Runtime', `Unknown comparison operator '${operator}'`);
  return pathTest(actual, read(typeof expected === 'string' ? expected : '', see));
}

function read(path: string, see: Sight): Json {
  const found = findPath(path, see.scope, see.root);
  if (found !== undefined) return found;
  const cause = `Invalid path '${path}': The choice state's condition path references an invalid value.`;
  throw new StatesError('States.Runtime', cause);
}
