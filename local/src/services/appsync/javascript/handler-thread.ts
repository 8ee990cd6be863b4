/** Runs in a worker thread: calls the handlers of JavaScript resolvers. */
import { refuseLargeJson } from '../../../core/protocols/body-scan.ts';
import { seededIds } from '../../../core/seeded-ids.ts';
import type { HandlerError, Running } from './functions/function-table.ts';
import { runInSandbox, type SandboxResult } from './sandbox.ts';

export interface HandlerWork {
  readonly code: string;
  readonly handler: 'request' | 'response';
  /** For example `Query.bookings`. */
  readonly field: string;
  /** `util.authType()` */
  readonly authType: string;
  /** The context in JSON. */
  readonly context: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Seed of the random values; the same seed gives the same values. */
  readonly seed: string;
}

export interface HandlerResult {
  readonly ended: SandboxResult;
  readonly appended: readonly HandlerError[];
}

/** Maximum processor time of a handler, in milliseconds. */
const MAX_HANDLER_MS = 1_000;
/** AppSync's limit for the value of a handler, in bytes. */
const MAX_VALUE_BYTES = 5 * 2 ** 20;

const TOO_LARGE: SandboxResult = {
  kind: 'fault',
  message: 'The value of the handler is too large or nested too deeply.',
};

/** The thread's entry point. */
export const perform = async ({ code, handler, context, seed, ...work }: HandlerWork): Promise<HandlerResult> => {
  const appended: HandlerError[] = [];
  const running: Running = { ...work, ids: seededIds(seed), appended };
  const ended = await runInSandbox({ code, handler, context, running, limitMs: MAX_HANDLER_MS });
  const isSmall =
    isSmallJson(ended.kind === 'value' ? ended.json : JSON.stringify(ended)) && isSmallJson(JSON.stringify(appended));
  return isSmall ? { ended, appended } : { ended: TOO_LARGE, appended: [] };
};

const isSmallJson = (json: string): boolean => {
  if (Buffer.byteLength(json) > MAX_VALUE_BYTES) return false;
  try {
    refuseLargeJson(json);
    return true;
  } catch {
    return false;
  }
};
