import { isDecided } from '../../events/states.ts';
import type { ApplicationView } from '../records/application-view.ts';
import type { RunStatus } from '../records/run-status.ts';

/** Effects of a replay on an application, each with its text in the table for operators. */
export const EFFECTS = {
  new: 'new: there is no record, the workflow starts',
  again: 'would run again: its run failed, timed out, was aborted or no longer exists',
  announced: 'decided, but its run failed afterwards: the outcome is announced again',
  inHand: 'in progress: its run is active, nothing happens',
  decided: 'decided: nothing happens',
  invalid: 'invalid: a run would refuse it again',
} as const;

export type ReplayEffect = keyof typeof EFFECTS;

const GOES_ON: ReadonlySet<RunStatus> = new Set(['RUNNING', 'PENDING_REDRIVE']);

/** Predicts how the workflow handles a repeated submission. `run` is the status of the record's execution. */
export function replayEffectOf(record: ApplicationView | undefined, run: RunStatus): ReplayEffect {
  if (record === undefined) return 'new';
  if (GOES_ON.has(run)) return 'inHand';
  if (run === 'SUCCEEDED') return 'decided';
  return isDecided(record.state) ? 'announced' : 'again';
}

export interface EffectCount {
  readonly effect: ReplayEffect;
  readonly events: number;
  readonly applications: number;
}

/** Counts the events by effect, in the order of `EFFECTS`. An event without an application id counts as invalid. */
export function countEffects(
  events: readonly { readonly applicationId?: string }[],
  effects: ReadonlyMap<string, ReplayEffect>,
): readonly EffectCount[] {
  const ids = events.map(({ applicationId }) => applicationId);
  const effectOfEvent = (id: string | undefined): ReplayEffect =>
    id === undefined ? 'invalid' : (effects.get(id) ?? 'new');
  return (Object.keys(EFFECTS) as ReplayEffect[]).map((effect) => {
    const own = ids.filter((id) => effectOfEvent(id) === effect);
    return { effect, events: own.length, applications: new Set(own.filter((id) => id !== undefined)).size };
  });
}
