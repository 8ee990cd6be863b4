import { TYPE_TESTS, VALUE_TESTS } from '../language/choice-operators.ts';
import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { assign } from './assign.ts';
import type { Diagnostic } from './diagnostic.ts';
import { refuseOtherFields, requireFields, schemaError } from './diagnostic.ts';
import { languageProblems } from './language-rules.ts';
import type { Check, Place } from './place.ts';
import { at } from './place.ts';
import { anything, boolean, number, path, plainText, timestamp } from './values.ts';

const MAX_DEPTH = 50;

/** The comparison operators, each with the check of its operand. */
const OPERATORS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['IsPresent', boolean],
  ...[...TYPE_TESTS.keys()].map((name): [string, Check] => [name, boolean]),
  ...[...VALUE_TESTS.keys()].flatMap((name): [string, Check][] => [
    [name, operandOf(name)],
    ...(name === 'StringMatches' ? [] : [[`${name}Path`, path] satisfies [string, Check]]),
  ]),
]);

function operandOf(operator: string): Check {
  if (operator.startsWith('Numeric')) return number(Number.NEGATIVE_INFINITY);
  if (operator.startsWith('Timestamp')) return timestamp;
  return operator.startsWith('Boolean') ? boolean : plainText;
}

const JOINS: ReadonlySet<string> = new Set(['And', 'Or', 'Not']);
/** Fields that are allowed only in the outermost rule of a choice. */
const TOP_FIELDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['Next', plainText],
  ['Assign', assign],
  ['Output', anything],
  ['Comment', plainText],
]);

export const choices: Check = (value, place) => {
  if (!Array.isArray(value)) return [schemaError(place.location, 'Expected value of type [ARRAY]')];
  if (value.length === 0) return [schemaError(place.location, 'The list must not be empty')];
  return value.flatMap((rule: Json, index) => topRule(rule, at(place, index)));
};

function topRule(rule: Json, place: Place): Diagnostic[] {
  if (!isObject(rule)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  const outer = Object.entries(rule).flatMap(
    ([field, value]) => TOP_FIELDS.get(field)?.(value, at(place, field)) ?? [],
  );
  const inner = Object.fromEntries(Object.entries(rule).filter(([field]) => !TOP_FIELDS.has(field)));
  const test = place.language === 'JSONata' ? condition(inner, place) : comparison(inner, place, 0);
  return [...requireFields(rule, ['Next'], place.location), ...languageProblems(rule, place), ...test, ...outer];
}

function condition(rule: JsonObject, place: Place): Diagnostic[] {
  const value = rule.Condition;
  const known = new Set(['Condition', 'Variable']);
  return [
    ...requireFields(rule, ['Condition'], place.location),
    ...refuseOtherFields(rule, known, place.location),
    ...(value === undefined || typeof value === 'boolean' ? [] : anything(value, at(place, 'Condition'))),
  ];
}

function comparison(rule: Json, place: Place, depth: number): Diagnostic[] {
  if (!isObject(rule) || depth > MAX_DEPTH) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  const fields = Object.keys(rule).filter((field) => field !== 'Comment');
  const joins = fields.filter((field) => JOINS.has(field));
  const operators = fields.filter((field) => OPERATORS.has(field));
  const known = new Set(['Variable', 'Condition', 'Comment', ...JOINS, ...OPERATORS.keys()]);
  const shape = refuseOtherFields(rule, known, place.location);
  if (joins.length + operators.length !== 1) return [...shape, ...exactlyOne(joins, operators, place)];
  const [join] = joins;
  return join === undefined
    ? [...shape, ...operatorProblems(rule, operators[0] ?? '', place)]
    : [...shape, ...joined(rule, join, place, depth)];
}

function exactlyOne(joins: readonly string[], operators: readonly string[], place: Place): Diagnostic[] {
  const found = [...joins, ...operators];
  if (found.length === 0) return [schemaError(place.location, 'A comparison operator is required')];
  return [schemaError(place.location, `There should only be one of the following fields: [${found.join(', ')}]`)];
}

function operatorProblems(rule: JsonObject, operator: string, place: Place): Diagnostic[] {
  const { Variable: variable } = rule;
  return [
    ...requireFields(rule, ['Variable'], place.location),
    ...(variable === undefined ? [] : path(variable, at(place, 'Variable'))),
    ...(OPERATORS.get(operator)?.(rule[operator] ?? null, at(place, operator)) ?? []),
  ];
}

function joined(rule: JsonObject, join: string, place: Place, depth: number): Diagnostic[] {
  const value = rule[join] ?? null;
  const inner = at(place, join);
  if (join === 'Not') return comparison(value, inner, depth + 1);
  if (!Array.isArray(value)) return [schemaError(inner.location, 'Expected value of type [ARRAY]')];
  if (value.length === 0) return [schemaError(inner.location, 'The list must not be empty')];
  return value.flatMap((each: Json, index) => comparison(each, at(inner, index), depth + 1));
}
