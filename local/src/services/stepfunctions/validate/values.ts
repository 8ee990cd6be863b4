import { isIntrinsic, isIntrinsicCall } from '../language/intrinsic.ts';
import type { Json } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { expressionText, isExpression } from '../language/jsonata.ts';
import { factsOfExpression } from '../language/jsonata-syntax.ts';
import { isPath } from '../language/path/path-parser.ts';
import { isReferencePath } from '../language/reference-path.ts';
import { isRfc3339 } from '../language/timestamp.ts';
import type { Diagnostic } from './diagnostic.ts';
import { schemaError } from './diagnostic.ts';
import type { Check, Place } from './place.ts';
import { at } from './place.ts';

/** Maximum number of seconds and attempts on AWS. */
const MOST = 99_999_999;

/** Any value; JSONata expressions inside it must be valid. */
export const anything: Check = (value, place) => (place.language === 'JSONata' ? expressions(value, place) : []);

/** Any value; it is never evaluated. */
export const verbatim: Check = () => [];

const ofType =
  (name: string, accepts: (value: Json) => boolean): Check =>
  (value, place) =>
    accepts(value) ? [] : [schemaError(place.location, `Expected value of type [${name}]`)];

const isText = ofType('STRING', (value) => typeof value === 'string');

/** A string that is never evaluated, such as a state's name. */
export const plainText: Check = isText;
export const boolean: Check = ofType('BOOLEAN', (value) => typeof value === 'boolean');

/** A string, which may be a JSONata expression. */
export const text: Check = (value, place) => firstOf([isText, anything], value, place);

export const oneOf =
  (values: readonly string[]): Check =>
  (value, place) => {
    const wrongType = isText(value, place);
    if (wrongType.length > 0 || values.includes(String(value))) return wrongType;
    return [schemaError(place.location, `Value should be one of the following: [${values.join(', ')}]`)];
  };

/** An integer within the bounds, or in JSONata an expression. */
export const integer = (least: number, most: number = MOST): Check =>
  unlessExpression((value, place) =>
    typeof value === 'number' && Number.isInteger(value)
      ? withinBounds(value, least, most, String)(place)
      : [schemaError(place.location, 'Expected value of type [INTEGER]')],
  );

/** A number within the bounds, or in JSONata an expression. */
export const number = (least: number, most: number = Number.POSITIVE_INFINITY): Check =>
  unlessExpression((value, place) =>
    typeof value === 'number'
      ? withinBounds(value, least, most, (bound) => bound.toFixed(1))(place)
      : [schemaError(place.location, 'Expected value of type [NUMBER]')],
  );

const withinBounds =
  (value: number, least: number, most: number, show: (bound: number) => string) =>
  (place: Place): Diagnostic[] => {
    if (value < least) return [schemaError(place.location, `Minimum value is ${show(least)}`)];
    return value > most ? [schemaError(place.location, `Maximum value is ${show(most)}`)] : [];
  };

export const timestamp: Check = unlessExpression((value, place) =>
  typeof value === 'string' && isRfc3339(value)
    ? []
    : [schemaError(place.location, 'String does not match RFC3339 timestamp')],
);

function unlessExpression(check: Check): Check {
  return (value, place) =>
    place.language === 'JSONata' && isExpression(value) ? expressions(value, place) : check(value, place);
}

/** A JSONPath, or null if the field allows it. */
export const path: Check = (value, place) =>
  firstOf(
    [isText, (each) => (isPath(String(each)) ? [] : [schemaError(place.location, 'Value must be a valid JSONPath.')])],
    value,
    place,
  );

export const pathOrNull: Check = (value, place) => (value === null ? [] : path(value, place));

/** A Reference Path into the input (ResultPath). */
export const ownReferencePathOrNull: Check = (value, place) =>
  value === null || (typeof value === 'string' && isReferencePath(value)) ? [] : notReferencePath(place);

/** A Reference Path into the input or a variable. */
export const referencePath: Check = (value, place) =>
  typeof value === 'string' && isReferencePath(value.replace(/^\$(?!\$)[^.[]*/, '$')) && isPath(value)
    ? []
    : notReferencePath(place);

const notReferencePath = (place: Place): Diagnostic[] => [schemaError(place.location, 'Value is not a Reference Path')];

/** A path or an intrinsic function call (ErrorPath, CausePath). */
export const pathOrIntrinsic: Check = (value, place) =>
  typeof value === 'string' && isIntrinsic(value) && isIntrinsicCall(value) ? [] : path(value, place);

/** A payload template such as Parameters in JSONPath; any value with expressions in JSONata. */
export const template: Check = (value, place) =>
  place.language === 'JSONata' ? expressions(value, place) : templateProblems(value, place);

function templateProblems(value: Json, place: Place): Diagnostic[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => templateProblems(item, at(place, index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key.endsWith('.$') ? dynamicProblems(key, each, place) : templateProblems(each, at(place, key)),
  );
}

function dynamicProblems(key: string, value: Json, place: Place): Diagnostic[] {
  const sound = typeof value === 'string' && (isIntrinsic(value) ? isIntrinsicCall(value) : isPath(value));
  if (sound) return [];
  const message = `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`;
  return [schemaError(place.location, message)];
}

/** The faults of all JSONata expressions inside a value. */
function expressions(value: Json, place: Place): Diagnostic[] {
  if (isExpression(value)) return expressionProblems(expressionText(value), place);
  if (Array.isArray(value)) return value.flatMap((item, index) => expressions(item, at(place, index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => expressions(each, at(place, key)));
}

function expressionProblems(expression: string, { location, inCatch }: Place): Diagnostic[] {
  const facts = factsOfExpression(expression);
  const problem = (code: string, message: string): Diagnostic => ({ severity: 'ERROR', code, message, location });
  if (facts.syntaxError !== undefined) return [problem('INVALID_JSONATA_EXPRESSION', facts.syntaxError)];
  const unsupported = [
    ...facts.topLevelNames.map((name) => `Reference to '${name}' at the top level`),
    ...(facts.readsRoot ? ["Reference to '$$'"] : []),
    ...(facts.readsErrorOutput && !inCatch ? ["Reference to '$states.errorOutput'"] : []),
  ];
  return unsupported.map((what) => problem('UNSUPPORTED_JSONATA_EXPRESSION', `${what} is not supported.`));
}

/** The diagnostics of the first check that fails. */
function firstOf(checks: readonly Check[], value: Json, place: Place): Diagnostic[] {
  for (const check of checks) {
    const found = check(value, place);
    if (found.length > 0) return found;
  }
  return [];
}
