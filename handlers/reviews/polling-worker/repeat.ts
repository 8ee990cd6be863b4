import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  readonly pauseMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs `work` immediately and then again and again, with a pause of `pauseMs` between runs, until `signal` aborts. An
 * error of `work` is passed to `onError` and does not stop the repetition.
 */
export async function repeat({ pauseMs, work, onError, signal }: Repetition): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}
