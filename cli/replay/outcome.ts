import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from '../clients.ts';
import { viewApplications } from '../records/application-view.ts';
import type { Foresight } from './foresee.ts';
import type { ReplayEffect } from './replay-effect.ts';

/** Number of applications by what a replay did to them, from the records after it. */
export interface Outcome {
  readonly started: number;
  readonly takenUpAgain: number;
  readonly leftAlone: number;
  /** Applications that should have a new run, but have none. */
  readonly missing: number;
}

const MOVES: ReadonlySet<ReplayEffect> = new Set(['new', 'again']);

/** Compares the runs before a replay with the current ones; `runs` holds execution ARNs by application id. */
export function outcomeOf({ fates, formerRuns }: Foresight, runs: ReadonlyMap<string, string>): Outcome {
  const ids = [...fates.keys()];
  const hasMoved = (id: string): boolean => runs.has(id) && runs.get(id) !== formerRuns.get(id);
  const moved = ids.filter(hasMoved);
  const missing = ids.filter((id) => MOVES.has(fates.get(id) ?? 'decided') && !hasMoved(id));
  return {
    started: moved.filter((id) => !formerRuns.has(id)).length,
    takenUpAgain: moved.filter((id) => formerRuns.has(id)).length,
    leftAlone: ids.length - moved.length - missing.length,
    missing: missing.length,
  };
}

const POLL_INTERVAL_MS = 500;
/** EventBridge delivers within seconds; waiting ends after this time without a change. */
const TIMEOUT_MS = 30_000;

/** Waits until all expected runs have started, or until no run has started for 30 s. */
export async function settle({ tables }: Clients, foresight: Foresight): Promise<Outcome> {
  const ids = [...foresight.fates.keys()];
  let best = Number.POSITIVE_INFINITY;
  let untilMs = 0;
  for (;;) {
    const views = await viewApplications(tables, ids);
    const runs = new Map([...views].map(([id, { executionArn }]) => [id, executionArn]));
    const outcome = outcomeOf(foresight, runs);
    if (outcome.missing < best) untilMs = performance.now() + TIMEOUT_MS;
    best = Math.min(best, outcome.missing);
    if (outcome.missing === 0 || performance.now() > untilMs) return outcome;
    await sleep(POLL_INTERVAL_MS);
  }
}
