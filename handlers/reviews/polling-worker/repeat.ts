import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  readonly pauseMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs `work` immediately, then waits `pauseMs` after each run before the next, until `signal` aborts. Errors of `work` go to
 * `onError` and do not stop the repetition.
 */
export async function repeat({ pauseMs, work, onError, signal }: Repetition): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}
