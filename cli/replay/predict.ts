import { isDecided } from '../../events/states.ts';
import type { Clients } from '../clients.ts';
import { type ApplicationView, viewApplications } from '../records/application-view.ts';
import { machineArn } from '../records/machine.ts';
import { type RunStatus, runStatus, unsuccessfulRuns } from '../records/run-status.ts';
import type { ArchivedEvent } from './archived-event.ts';
import { type ReplayEffect, replayEffectOf } from './replay-effect.ts';

/** Expected effects of a replay, computed before it starts. Keys of both maps are application ids. */
export interface Prediction {
  readonly effects: ReadonlyMap<string, ReplayEffect>;
  /** Execution ARN of each application that has a record. */
  readonly formerRuns: ReadonlyMap<string, string>;
}

/** Reads records and runs, and predicts the effect of a replay of these events on each application. */
export async function predictReplay({ tables, sfn }: Clients, events: readonly ArchivedEvent[]): Promise<Prediction> {
  const ids = [...new Set(events.flatMap(({ applicationId }) => applicationId ?? []))];
  const views = await viewApplications(tables, ids);
  const unsuccessful = await unsuccessfulRuns(sfn, await machineArn(sfn));
  const runOf = async (view: ApplicationView): Promise<RunStatus> => {
    const known = unsuccessful.get(view.executionArn);
    if (known !== undefined) return known;
    // A decided application needs no call: its run has succeeded, and Step Functions may have deleted it after 90 days.
    return isDecided(view.state) ? 'SUCCEEDED' : runStatus(sfn, view.executionArn);
  };
  const effects = new Map<string, ReplayEffect>();
  const formerRuns = new Map<string, string>();
  for (const id of ids) {
    const view = views.get(id);
    if (view !== undefined) formerRuns.set(id, view.executionArn);
    effects.set(id, replayEffectOf(view, view === undefined ? 'MISSING' : await runOf(view)));
  }
  return { effects, formerRuns };
}
