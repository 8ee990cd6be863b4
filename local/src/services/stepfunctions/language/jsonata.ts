import { boundedCache } from './bounded-cache.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import type { CompiledExpression } from './jsonata-compiler.ts';
import { compileExpression, NotJson, reasonOf, toPlainJson } from './jsonata-compiler.ts';
import { awsFunctions } from './jsonata-functions.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/** The kinds of JSON values, as AWS names them in "Expected 'array', but was 'boolean'". */
export type JsonType = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

/**
 * Whether a value of a definition is a JSONata expression: a string of the form `{% … %}`, without blanks around it.
 */
export const isExpression = (value: Json): value is string =>
  typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');

/** The inside of `{% … %}`, as AWS shows it in messages. */
export const expressionText = (value: string): string => value.slice(2, -2).trim();

/**
 * Evaluates every string of the form `{% … %}` inside `value`. `field` is the name of the field in the state
 * (`Arguments`, `Output`, `Choices[0]/Condition`); the path inside the field is appended (`Output/a[0]`). Throws
 * States.QueryEvaluationError in AWS's words.
 */
export async function evaluateJsonata(value: Json, scope: Scope, field: string): Promise<Json> {
  if (!hasExpression(value)) return value;
  return evaluateInside(value, bindingsOf(scope), field);
}

/**
 * Like `evaluateJsonata`, for fields of one type such as `Items` (array), `Condition` (boolean) or `Seconds` (number).
 * Also throws States.QueryEvaluationError for a result of another type.
 */
export async function evaluateJsonataAs(value: Json, scope: Scope, field: string, type: JsonType): Promise<Json> {
  const result = await evaluateJsonata(value, scope, field);
  const actual = typeOf(result);
  if (actual === type || !isExpression(value)) return result;
  const reason = `returned an unexpected result type. Expected '${type}', but was '${actual}' for value: ${JSON.stringify(result)}`;
  throw failure(expressionText(value), field, reason);
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';
}

type Bindings = Readonly<Record<string, unknown>>;

function hasExpression(value: Json): boolean {
  if (typeof value === 'string') return isExpression(value);
  if (Array.isArray(value)) return value.some(hasExpression);
  return isObject(value) && Object.values(value).some(hasExpression);
}

function bindingsOf(scope: Scope): Bindings {
  const states: Record<string, Json> = { input: scope.input, context: scope.context };
  if (scope.result !== undefined) states.result = scope.result;
  if (scope.errorOutput !== undefined) states.errorOutput = scope.errorOutput;
  return { ...awsFunctions(scope), ...scope.variables, states };
}

async function evaluateInside(value: Json, bindings: Bindings, field: string): Promise<Json> {
  if (isExpression(value)) return evaluateOne(expressionText(value), bindings, field);
  if (Array.isArray(value)) return evaluateItems(value, bindings, field);
  return isObject(value) ? evaluateEntries(value, bindings, field) : value;
}

async function evaluateItems(items: readonly Json[], bindings: Bindings, field: string): Promise<Json> {
  const results: Json[] = [];
  for (const [index, item] of items.entries()) {
    results.push(hasExpression(item) ? await evaluateInside(item, bindings, `${field}[${index}]`) : item);
  }
  return results;
}

async function evaluateEntries(object: JsonObject, bindings: Bindings, field: string): Promise<Json> {
  const results: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    results.push([key, hasExpression(item) ? await evaluateInside(item, bindings, `${field}/${key}`) : item]);
  }
  return Object.fromEntries(results);
}

const compiled = boundedCache<CompiledExpression>(2_000, compileExpression);

async function evaluateOne(text: string, bindings: Bindings, field: string): Promise<Json> {
  const expression = compiled(text);
  if (expression.kind === 'invalid') throw failure(text, field, `threw an error during evaluation${expression.reason}`);
  const result = await expression.evaluate(bindings).catch((error: unknown) => {
    throw failure(text, field, `threw an error during evaluation${reasonOf(error)}`);
  });
  if (result === undefined) throw failure(text, field, 'returned nothing (undefined).');
  const plain = toPlainJson(result);
  if (plain instanceof NotJson) throw failure(text, field, 'returned an unsupported result type.');
  return plain;
}

const failure = (text: string, field: string, reason: string): StatesError =>
  new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${text}' specified for the field '${field}' ${reason}`,
    field,
  );
