import jsonata from 'jsonata';
import type { Json } from './json.ts';

/** Limits of one evaluation: milliseconds, nested evaluations (AWS's own limit) and items per sequence. */
const GUARDS = { timeout: 5_000, stack: 100, sequence: 1_000_000 };

/** AWS's messages for an expression over its limits, by JSONata's error code, which AWS does not show. */
const BEYOND_BOUNDS: ReadonlyMap<unknown, string> = new Map([
  [
    'D1011',
    `Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive. Depth=${GUARDS.stack + 1} max=${GUARDS.stack}`,
  ],
  ['D1012', `Expression evaluation timeout: Check for infinite loop`],
  ['D2015', 'Expression evaluation memory limit exceeded'],
]);

/** Maximum nesting depth of a result. */
const MAX_DEPTH = 1_000;

export type CompiledExpression =
  | { readonly kind: 'valid'; evaluate(bindings: Readonly<Record<string, unknown>>): Promise<unknown> }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Compiles a JSONata expression; returns a syntax error instead of throwing it. */
export function compileExpression(text: string): CompiledExpression {
  try {
    const expression = jsonata(text, GUARDS);
    return { kind: 'valid', evaluate: (bindings) => expression.evaluate(undefined, bindings) };
  } catch (error) {
    return { kind: 'invalid', reason: reasonOf(error) };
  }
}

/** The last part of AWS's error message: JSONata's own errors have a code, other errors have none. */
export function reasonOf(error: unknown): string {
  // JSONata throws plain objects.
  const { code, message } = Object(error);
  const bound = BEYOND_BOUNDS.get(code);
  if (bound !== undefined) return `: ${bound}`;
  return typeof code === 'string' ? `. ${code}: ${message}` : `: ${message}`;
}

/** Marks a result that is not a JSON value, such as a function. */
export class NotJson {
  readonly kind = 'not JSON';
}

/**
 * Copies a result into plain JSON, as AWS does: drops JSONata's hidden array properties, changes -0 to 0 and writes
 * numbers outside JSON (`Infinity`, `NaN`) as strings.
 */
export function toPlainJson(value: unknown, depth = 0): Json | NotJson {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return new NotJson();
  return Array.isArray(value) ? plainArray(value, depth) : plainObject(value, depth);
}

function plainArray(items: readonly unknown[], depth: number): Json | NotJson {
  const results: Json[] = [];
  for (const item of items) {
    const plain = toPlainJson(item, depth + 1);
    if (plain instanceof NotJson) return plain;
    results.push(plain);
  }
  return results;
}

function plainObject(object: object, depth: number): Json | NotJson {
  // JSONata's lambdas and regular expressions are also objects; their own properties identify them.
  if ('_jsonata_lambda' in object || '_jsonata_function' in object) return new NotJson();
  const results: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    if (item === undefined) continue;
    const plain = toPlainJson(item, depth + 1);
    if (plain instanceof NotJson) return plain;
    results.push([key, plain]);
  }
  return Object.fromEntries(results);
}
