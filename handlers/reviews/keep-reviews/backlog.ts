import type { Summary } from './keep.ts';

/** The open reviews after an invocation; the stack's metrics read it from the log. */
export interface Backlog {
  readonly waiting: number;
  /** Age of the oldest request; 0 if no review is open. */
  readonly oldestSeconds: number;
}

type Counts = Pick<Summary, 'alive' | 'left' | 'failed' | 'oldestRequestedAt'>;

export function backlogOf({ alive, left, failed, oldestRequestedAt }: Counts, now: Date): Backlog {
  const ageMs = oldestRequestedAt === undefined ? 0 : now.getTime() - Date.parse(oldestRequestedAt);
  return { waiting: alive + left + failed, oldestSeconds: Math.max(0, Math.round(ageMs / 1_000)) };
}
