import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Runs `work` now and again `everyMs` after each end, until `signal` aborts. A failure goes to `onError`; repetition goes on. */
export async function repeat({ everyMs, work, onError, signal }: Repetition): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}
