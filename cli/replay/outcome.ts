import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from '../clients.ts';
import { viewApplications } from '../records/application-view.ts';
import type { Foresight } from './foresee.ts';
import type { ReplayEffect } from './replay-effect.ts';

/** What a replay has done, by the records after it. */
export interface Outcome {
  readonly started: number;
  readonly takenUpAgain: number;
  readonly leftAlone: number;
  /** Applications that should have been started or taken up and have not been seen to. */
  readonly missing: number;
}

const MOVES: ReadonlySet<ReplayEffect> = new Set(['new', 'again']);

/** Compares the runs that applications had before with those they have now. */
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

const LOOK_AGAIN_MS = 500;
/** EventBridge delivers within moments; when nothing has changed for so long, nothing more is expected. */
const PATIENCE_MS = 30_000;

/** Waits until every application that was to move has, or nothing has moved for a while. */
export async function settle({ tables }: Clients, foresight: Foresight): Promise<Outcome> {
  const ids = [...foresight.fates.keys()];
  let best = Number.POSITIVE_INFINITY;
  let untilMs = 0;
  for (;;) {
    const views = await viewApplications(tables, ids);
    const runs = new Map([...views].map(([id, { executionArn }]) => [id, executionArn]));
    const outcome = outcomeOf(foresight, runs);
    if (outcome.missing < best) untilMs = performance.now() + PATIENCE_MS;
    best = Math.min(best, outcome.missing);
    if (outcome.missing === 0 || performance.now() > untilMs) return outcome;
    await sleep(LOOK_AGAIN_MS);
  }
}
