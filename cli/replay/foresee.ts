import { isDecided } from '../../events/states.ts';
import type { Clients } from '../clients.ts';
import { type ApplicationView, viewApplications } from '../records/application-view.ts';
import { machineArn } from '../records/machine.ts';
import { type RunStatus, runStatus, unsuccessfulRuns } from '../records/run-status.ts';
import type { ArchivedEvent } from './archived-event.ts';
import { type ReplayEffect, replayEffectOf } from './replay-effect.ts';

/** What the records say before a replay. */
export interface Foresight {
  readonly fates: ReadonlyMap<string, ReplayEffect>;
  /** The run of each application that has one. */
  readonly formerRuns: ReadonlyMap<string, string>;
}

/** Looks up what a replay of these events would do to each application. */
export async function foresee({ tables, sfn }: Clients, events: readonly ArchivedEvent[]): Promise<Foresight> {
  const ids = [...new Set(events.flatMap(({ applicationId }) => applicationId ?? []))];
  const views = await viewApplications(tables, ids);
  const unsuccessful = await unsuccessfulRuns(sfn, await machineArn(sfn));
  const runOf = async (view: ApplicationView): Promise<RunStatus> => {
    const known = unsuccessful.get(view.executionArn);
    if (known !== undefined) return known;
    // Executions are kept for 90 days; that a decided one has gone since changes nothing an operator must know here.
    return isDecided(view.state) ? 'SUCCEEDED' : runStatus(sfn, view.executionArn);
  };
  const fates = new Map<string, ReplayEffect>();
  const formerRuns = new Map<string, string>();
  for (const id of ids) {
    const view = views.get(id);
    if (view !== undefined) formerRuns.set(id, view.executionArn);
    fates.set(id, replayEffectOf(view, view === undefined ? 'MISSING' : await runOf(view)));
  }
  return { fates, formerRuns };
}
