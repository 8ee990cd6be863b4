/** Work of an isolated thread: evaluates JSONata expressions that may take long. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bindingsOf } from './jsonata-bindings.ts';
import { boundedFunctions } from './jsonata-bounded-functions.ts';
import { compileExpression, reasonOf } from './jsonata-compiler.ts';
import { type Evaluation, type FailedEvaluation, failureOf, resultOf, thrown } from './jsonata-evaluation.ts';
import { MAX_BYTES, MAX_EVALUATION_MS, MAX_ITEMS, outOfMemory } from './jsonata-limits.ts';
import { ResultTooLarge } from './plain-json.ts';
import type { Scope } from './scope.ts';
import { randomFrom } from './seeded-random.ts';

/** An expression with all that it can read. */
export interface ExpressionWork {
  readonly text: string;
  /** The scope without its random source, as JSON text. */
  readonly scope: string;
  /** All random values of the evaluation follow from it. */
  readonly seed: string;
}

/** How the evaluation ended. The value is JSON text, which keeps every name of a member. */
export type ThreadEvaluation = { readonly kind: 'value'; readonly json: string } | FailedEvaluation;

/** Memory for all values of an evaluation, in bytes; far below the limit at which V8 ends the thread or the process. */
const MAX_HEAP_BYTES = 160 * 2 ** 20;
/** Number of evaluated parts between two looks at the memory. */
const PARTS_PER_LOOK = 128;
const MAX_RESULT_BYTES = 2 * MAX_BYTES;
/** JSONata calls what is bound to this name after each part of an expression. */
const AFTER_EACH = Symbol.for('jsonata.__evaluate_exit');

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const functions = await boundedFunctions();

/** The thread's entry point. */
export async function perform({ text, scope, seed }: ExpressionWork): Promise<ThreadEvaluation> {
  const compiled = compileExpression(text, { timeoutMs: MAX_EVALUATION_MS, maxItems: MAX_ITEMS });
  if (compiled.kind === 'invalid') return thrown(compiled.reason);
  const data: Omit<Scope, 'random'> = JSON.parse(scope);
  const bindings = { ...functions, ...bindingsOf({ ...data, random: randomFrom(seed) }) };
  const expression: { assign(name: string | symbol, value: unknown): void } = compiled.expression;
  expression.assign(AFTER_EACH, memoryCheck());
  try {
    return asText(resultOf(await compiled.expression.evaluate(undefined, bindings), MAX_RESULT_BYTES));
  } catch (error) {
    return failureOf(error instanceof ResultTooLarge ? outOfMemory() : error, reasonOf);
  }
}

const asText = (evaluation: Evaluation): ThreadEvaluation =>
  evaluation.kind === 'value' ? { kind: 'value', json: JSON.stringify(evaluation.value) } : evaluation;

/** Throws once a result, or all values together, take too much memory. */
function memoryCheck(): (part: unknown, input: unknown, environment: unknown, result: unknown) => void {
  let parts = 0;
  return (_part, _input, _environment, result) => {
    if (typeof result === 'string' && result.length > MAX_BYTES) throw outOfMemory();
    if (Array.isArray(result) && result.length > MAX_ITEMS) throw outOfMemory();
    parts += 1;
    if (parts % PARTS_PER_LOOK === 0 && isHeapFull()) throw outOfMemory();
  };
}

const isHeapFull = (): boolean => {
  if (getHeapStatistics().used_heap_size < MAX_HEAP_BYTES) return false;
  collectGarbage();
  return getHeapStatistics().used_heap_size >= MAX_HEAP_BYTES;
};
