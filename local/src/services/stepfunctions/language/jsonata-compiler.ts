import jsonata from 'jsonata';
import type { Json } from './json.ts';

/** Bounds of one evaluation: milliseconds, nested evaluations (AWS's own bound), items of one sequence. */
const GUARDS = { timeout: 5_000, stack: 100, sequence: 1_000_000 };

/** How AWS words it when an expression goes beyond its bounds; JSONata has codes for that, AWS shows none. */
const BEYOND_BOUNDS: ReadonlyMap<unknown, string> = new Map([
  [
    'D1011',
    `Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive. Depth=${GUARDS.stack + 1} max=${GUARDS.stack}`,
  ],
  ['D1012', `Expression evaluation timeout: Check for infinite loop`],
  ['D2015', 'Expression evaluation memory limit exceeded'],
]);

/** How deep a result may be nested. */
const MAX_DEPTH = 1_000;

export type CompiledExpression =
  | { readonly kind: 'valid'; evaluate(bindings: Readonly<Record<string, unknown>>): Promise<unknown> }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Compiles a JSONata expression; a syntax error is a result, not an exception. */
export function compileExpression(text: string): CompiledExpression {
  try {
    const expression = jsonata(text, GUARDS);
    return { kind: 'valid', evaluate: (bindings) => expression.evaluate(undefined, bindings) };
  } catch (error) {
    return { kind: 'invalid', reason: reasonOf(error) };
  }
}

/** The end of AWS's sentence about an error: JSONata's own errors come with a code, others without. */
export function reasonOf(error: unknown): string {
  // JSONata throws plain objects.
  const { code, message } = Object(error);
  const bound = BEYOND_BOUNDS.get(code);
  if (bound !== undefined) return `: ${bound}`;
  return typeof code === 'string' ? `. ${code}: ${message}` : `: ${message}`;
}

/** Stands for a result that is no JSON value, such as a function. */
export class NotJson {
  readonly kind = 'not JSON';
}

/**
 * Copies a result into plain JSON: JSONata hides marks in its arrays, -0 is 0 in JSON, and numbers JSON does not have
 * become texts (`Infinity`, `NaN`), as on AWS.
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
  // Lambdas and regular expressions are objects too, with a mark or methods of their own.
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
