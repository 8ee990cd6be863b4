import { boundedCache } from '../../../core/bounded-cache.ts';
import type { Bindings } from './jsonata-bindings.ts';
import { type CompiledExpression, compileExpression, isBeyondGuards, reasonOf } from './jsonata-compiler.ts';
import { type Evaluation, failureOf, resultOf, thrown } from './jsonata-evaluation.ts';
import { ResultTooLarge } from './plain-json.ts';

/**
 * Limits of an evaluation in the main thread: evaluated nodes of the syntax tree, items of a sequence, bytes of the
 * result.
 */
const MAX_NODES = 5_000;
const MAX_ITEMS_HERE = 10_000;
const MAX_RESULT_BYTES = 500_000;
const TIMEOUT_MS = 1_000;

/**
 * Thrown after MAX_NODES nodes, so that the event loop is not blocked; the evaluation is repeated in a worker thread.
 */
class ShareTaken extends Error {
  override readonly name = 'ShareTaken';
}

/**
 * Counts the evaluated nodes of an expression. Concurrent evaluations of the same expression share one counter, with
 * MAX_NODES for each of them. An evaluation that exceeds it is repeated in a worker thread, with the same result.
 */
class Meter {
  #running = 0;
  #left = 0;

  begin(): void {
    this.#left = this.#running === 0 ? MAX_NODES : this.#left + MAX_NODES;
    this.#running += 1;
  }

  count(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new ShareTaken();
  }

  end(): void {
    this.#running -= 1;
  }
}

interface Measured {
  readonly compiled: CompiledExpression;
  readonly meter: Meter;
}

const measured = boundedCache<Measured>(2_000, (text) => {
  const meter = new Meter();
  const guards = { timeoutMs: TIMEOUT_MS, maxItems: MAX_ITEMS_HERE, beforeEach: () => meter.count() };
  return { compiled: compileExpression(text, guards), meter };
});

/**
 * Evaluates an expression in this thread; undefined if it exceeds a limit. Has no side effects, so it can be repeated.
 */
export async function evaluateHere(text: string, bindings: Bindings): Promise<Evaluation | undefined> {
  const { compiled, meter } = measured(text);
  if (compiled.kind === 'invalid') return thrown(compiled.reason);
  meter.begin();
  try {
    return resultOf(await compiled.expression.evaluate(undefined, bindings), MAX_RESULT_BYTES);
  } catch (error) {
    const isUnfinished = error instanceof ShareTaken || error instanceof ResultTooLarge || isBeyondGuards(error);
    return isUnfinished ? undefined : failureOf(error, reasonOf);
  } finally {
    meter.end();
  }
}
