/** Runs in a worker thread: evaluates the JSONata expressions that are not quick. */
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

/** A JSONata expression and the data that it can read. */
export interface ExpressionWork {
  readonly text: string;
  /** The scope without its random source, as JSON text. */
  readonly scope: string;
  /** Seed of the random values of the evaluation; the same seed gives the same values. */
  readonly seed: string;
}

/** Result of the evaluation. `json` is the value as JSON text. */
export type ThreadEvaluation = { readonly kind: 'value'; readonly json: string } | FailedEvaluation;

/**
 * Maximum memory for all values of an evaluation, in bytes. It is far below the limit at which V8 ends the thread or
 * the process.
 */
const MAX_HEAP_BYTES = 160 * 2 ** 20;
/** The heap size is read once per this many evaluated nodes of the expression's syntax tree. */
const NODES_PER_HEAP_CHECK = 128;
/** Maximum memory of the returned value with all values inside it, in bytes. */
const MAX_RESULT_BYTES = 2 * MAX_BYTES;
/** JSONata calls the function bound to this symbol after it has evaluated a node of the syntax tree. */
const AFTER_EACH_NODE = Symbol.for('jsonata.__evaluate_exit');

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
  expression.assign(AFTER_EACH_NODE, memoryCheck());
  try {
    return asText(resultOf(await compiled.expression.evaluate(undefined, bindings), MAX_RESULT_BYTES));
  } catch (error) {
    return failureOf(error instanceof ResultTooLarge ? outOfMemory() : error, reasonOf);
  }
}

const asText = (evaluation: Evaluation): ThreadEvaluation =>
  evaluation.kind === 'value' ? { kind: 'value', json: JSON.stringify(evaluation.value) } : evaluation;

/** Returns a callback for AFTER_EACH_NODE. It throws if the node's result or the whole heap is too large. */
function memoryCheck(): (node: unknown, input: unknown, environment: unknown, result: unknown) => void {
  let nodes = 0;
  return (_node, _input, _environment, result) => {
    if (typeof result === 'string' && result.length > MAX_BYTES) throw outOfMemory();
    if (Array.isArray(result) && result.length > MAX_ITEMS) throw outOfMemory();
    nodes += 1;
    if (nodes % NODES_PER_HEAP_CHECK === 0 && isHeapFull()) throw outOfMemory();
  };
}

const isHeapFull = (): boolean => {
  if (getHeapStatistics().used_heap_size < MAX_HEAP_BYTES) return false;
  collectGarbage();
  return getHeapStatistics().used_heap_size >= MAX_HEAP_BYTES;
};
