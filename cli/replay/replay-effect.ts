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
  amendment: 'amendment: answers an open request; else nothing happens, or it goes to a dead-letter queue',
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

/** Counts the events by effect, in the order of `EFFECTS`. A submission without an application id counts as invalid. */
export function countEffects(
  events: readonly { readonly applicationId?: string; readonly isAmendment?: true }[],
  effects: ReadonlyMap<string, ReplayEffect>,
): readonly EffectCount[] {
  const effectOfEvent = ({ applicationId, isAmendment }: (typeof events)[number]): ReplayEffect => {
    if (isAmendment === true) return 'amendment';
    return applicationId === undefined ? 'invalid' : (effects.get(applicationId) ?? 'new');
  };
  return (Object.keys(EFFECTS) as ReplayEffect[]).map((effect) => {
    const own = events.filter((event) => effectOfEvent(event) === effect).map(({ applicationId }) => applicationId);
    return { effect, events: own.length, applications: new Set(own.filter((id) => id !== undefined)).size };
  });
}
