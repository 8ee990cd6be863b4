import { type Outcome, runIsolated } from '../../../core/isolation/run-isolated.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { HandlerError } from './functions/function-table.ts';
import type { HandlerResult, HandlerWork } from './handler-thread.ts';

const THREAD = new URL('./handler-thread.ts', import.meta.url);
/** The thread limits the processor time of a handler. This longer limit of wall-clock time ends a thread that hangs. */
const LIMIT_MS = 30_000;

/** The value of a handler, the stash after it, and whether `runtime.earlyReturn` ended it. */
interface HandlerValue {
  readonly kind: 'value';
  readonly value: unknown;
  readonly stash: unknown;
  readonly early: 'END' | 'NEXT' | undefined;
}

/** How a handler ended, with the errors of `util.appendError`. */
export interface HandlerEnd {
  readonly end: HandlerValue | { readonly kind: 'error'; readonly error: HandlerError };
  readonly appended: readonly HandlerError[];
}

/** Calls a handler in a worker thread. Never rejects. */
export const runHandler = async (
  { clock, ids }: Kernel,
  work: Pick<HandlerWork, 'code' | 'handler' | 'field' | 'authType'>,
  context: object,
): Promise<HandlerEnd> => {
  const input: HandlerWork = { ...work, context: JSON.stringify(context), nowMs: clock.now(), seed: ids.uuid() };
  const outcome = await runIsolated({ module: THREAD, input, limitMs: LIMIT_MS });
  if (outcome.kind !== 'done') return { end: codeError(reasonWithout(outcome)), appended: [] };
  const { ended, appended } = outcome.value as HandlerResult;
  return { end: endOf(ended), appended };
};

const endOf = (ended: HandlerResult['ended']): HandlerEnd['end'] => {
  if (ended.kind === 'fault') return codeError(ended.message);
  if (ended.kind === 'value') {
    const { value, stash }: { value?: unknown; stash?: unknown } = JSON.parse(ended.json);
    return { kind: 'value', value: value ?? null, stash: stash ?? {}, early: undefined };
  }
  if (ended.stop.kind === 'error') return ended.stop;
  const { value, stash, skipTo } = ended.stop;
  return { kind: 'value', value, stash, early: skipTo };
};

const codeError = (message: string) =>
  ({ kind: 'error', error: { message, errorType: 'Code', data: null, errorInfo: null } }) as const;

const reasonWithout = (outcome: Exclude<Outcome, { kind: 'done' }>): string => {
  if (outcome.kind === 'timed-out') return 'The handler took too long.';
  return outcome.kind === 'out-of-memory' ? 'The handler needs too much memory.' : outcome.reason;
};
