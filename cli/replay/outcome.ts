import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from '../clients.ts';
import { viewApplications } from '../records/application-view.ts';
import type { Prediction } from './predict.ts';
import type { ReplayEffect } from './replay-effect.ts';

/** Result of a replay: numbers of applications, computed from the records after the replay. */
export interface Outcome {
  /** Applications that got their first run. */
  readonly started: number;
  /** Applications that got another run. */
  readonly takenUpAgain: number;
  /** Applications that got no new run, as predicted. */
  readonly leftAlone: number;
  /** Applications that got no new run although the prediction expects one. */
  readonly missing: number;
}

const STARTS_RUN: ReadonlySet<ReplayEffect> = new Set(['new', 'again']);

/** Compares the runs before a replay with the current runs. `runs`: execution ARNs by application id. */
export function outcomeOf({ effects, formerRuns }: Prediction, runs: ReadonlyMap<string, string>): Outcome {
  const ids = [...effects.keys()];
  const hasNewRun = (id: string): boolean => runs.has(id) && runs.get(id) !== formerRuns.get(id);
  const withNewRun = ids.filter(hasNewRun);
  const missing = ids.filter((id) => STARTS_RUN.has(effects.get(id) ?? 'decided') && !hasNewRun(id));
  return {
    started: withNewRun.filter((id) => !formerRuns.has(id)).length,
    takenUpAgain: withNewRun.filter((id) => formerRuns.has(id)).length,
    leftAlone: ids.length - withNewRun.length - missing.length,
    missing: missing.length,
  };
}

const POLL_INTERVAL_MS = 500;
/** EventBridge delivers within seconds, or minutes if it is throttled; the wait ends after this time without a new run. */
const NO_PROGRESS_MS = 120_000;
/** After this time without a new run, the user is told what the command waits for. */
const QUIET_MS = 5_000;

/**
 * Waits until all expected runs have started, or until no expected run has started for two minutes. Calls `onWait` once if
 * the wait is long.
 */
export async function settle(
  { tables }: Clients,
  prediction: Prediction,
  onWait: (missing: number) => void,
): Promise<Outcome> {
  let isSilent = true;
  const startMs = performance.now();
  const ids = [...prediction.effects.keys()];
  let fewestMissing = Number.POSITIVE_INFINITY;
  let untilMs = 0;
  for (;;) {
    const views = await viewApplications(tables, ids);
    const runs = new Map([...views].map(([id, { executionArn }]) => [id, executionArn]));
    const outcome = outcomeOf(prediction, runs);
    if (outcome.missing < fewestMissing) untilMs = performance.now() + NO_PROGRESS_MS;
    fewestMissing = Math.min(fewestMissing, outcome.missing);
    if (outcome.missing === 0 || performance.now() > untilMs) return outcome;
    if (isSilent && performance.now() - startMs > QUIET_MS) {
      isSilent = false;
      onWait(outcome.missing);
    }
    await sleep(POLL_INTERVAL_MS);
  }
}
