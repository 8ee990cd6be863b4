import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Does the work now, and again so long after it has ended, until told to stop. A failure stops nothing. */
export async function repeat({ everyMs, work, onError, signal }: Repetition): Promise<void> {
  while (!signal.aborted) {
    await work().catch(onError);
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}
