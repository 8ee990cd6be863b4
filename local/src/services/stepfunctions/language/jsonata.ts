import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { type Bindings, bindingsOf } from './jsonata-bindings.ts';
import { evaluateElsewhere } from './jsonata-elsewhere.ts';
import type { Evaluation } from './jsonata-evaluation.ts';
import { evaluateHere } from './jsonata-here.ts';
import { isQuick } from './jsonata-quick.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/** The kinds of JSON values, as AWS names them in "Expected 'array', but was 'boolean'". */
export type JsonType = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

/**
 * Whether a value of a definition is a JSONata expression: a string of the form `{% … %}`, without blanks around it.
 */
export const isExpression = (value: Json): value is string =>
  typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');

/** The expression without `{%` and `%}`, as AWS shows it in messages. */
export const expressionText = (value: string): string => value.slice(2, -2).trim();

/**
 * Evaluates every string of the form `{% … %}` inside `value`. `field` is the name of the field in the state
 * (`Arguments`, `Output`, `Choices[0]/Condition`); the path inside the field is appended (`Output/a[0]`). Throws
 * States.QueryEvaluationError with AWS's message.
 */
export async function evaluateJsonata(value: Json, scope: Scope, field: string): Promise<Json> {
  if (!hasExpression(value)) return value;
  return evaluateInside(value, { scope, bindings: bindingsOf(scope) }, field);
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

function hasExpression(value: Json): boolean {
  if (typeof value === 'string') return isExpression(value);
  if (Array.isArray(value)) return value.some(hasExpression);
  return isObject(value) && Object.values(value).some(hasExpression);
}

/** A scope and the bindings made from it. */
interface Reading {
  readonly scope: Scope;
  readonly bindings: Bindings;
}

async function evaluateInside(value: Json, reading: Reading, field: string): Promise<Json> {
  if (isExpression(value)) return evaluateOne(expressionText(value), reading, field);
  if (Array.isArray(value)) return evaluateItems(value, reading, field);
  return isObject(value) ? evaluateEntries(value, reading, field) : value;
}

async function evaluateItems(items: readonly Json[], reading: Reading, field: string): Promise<Json> {
  const results: Json[] = [];
  for (const [index, item] of items.entries()) {
    results.push(hasExpression(item) ? await evaluateInside(item, reading, `${field}[${index}]`) : item);
  }
  return results;
}

async function evaluateEntries(object: JsonObject, reading: Reading, field: string): Promise<Json> {
  const results: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    results.push([key, hasExpression(item) ? await evaluateInside(item, reading, `${field}/${key}`) : item]);
  }
  return Object.fromEntries(results);
}

async function evaluateOne(text: string, reading: Reading, field: string): Promise<Json> {
  const evaluation = await evaluateAnywhere(text, reading);
  if (evaluation.kind === 'value') return evaluation.value;
  const id = evaluation.hasId ? ` ${reading.scope.random.uuid()}` : '';
  throw failure(text, field, `${evaluation.reason}${id}`);
}

/** Evaluates quick expressions in this thread and all others in a worker thread; the result is the same. */
async function evaluateAnywhere(text: string, { scope, bindings }: Reading): Promise<Evaluation> {
  const evaluation = isQuick(text) ? await evaluateHere(text, bindings) : undefined;
  return evaluation ?? evaluateElsewhere(text, scope);
}

const failure = (text: string, field: string, reason: string): StatesError =>
  new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${text}' specified for the field '${field}' ${reason}`,
    field,
  );
