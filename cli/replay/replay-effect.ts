import { isDecided } from '../../events/states.ts';
import type { ApplicationView } from '../records/application-view.ts';
import type { RunStatus } from '../records/run-status.ts';

/** What a replay does with the application of an event, in the words of the table an operator sees. */
export const EFFECTS = {
  new: 'new: there is no record, the workflow starts',
  again: 'would run again: its run failed, timed out, was aborted or is gone',
  announced: 'decided, but its run failed afterwards: the outcome is announced again',
  inHand: 'in hand: its run goes on, nothing happens',
  decided: 'decided: nothing happens',
  invalid: 'invalid: a run would refuse it again',
} as const;

export type ReplayEffect = keyof typeof EFFECTS;

const GOES_ON: ReadonlySet<RunStatus> = new Set(['RUNNING', 'PENDING_REDRIVE']);

/** The workflow's own answer to a submission it may have seen before; `run` is that of the record's execution. */
export function replayEffectOf(record: ApplicationView | undefined, run: RunStatus): ReplayEffect {
  if (record === undefined) return 'new';
  if (GOES_ON.has(run)) return 'inHand';
  if (run === 'SUCCEEDED') return 'decided';
  return isDecided(record.state) ? 'announced' : 'again';
}

export interface EffectCount {
  readonly fate: ReplayEffect;
  readonly events: number;
  readonly applications: number;
}

/** One line per fate, in the order of the table; an event without an application id counts as invalid. */
export function countEffects(
  events: readonly { readonly applicationId?: string }[],
  fates: ReadonlyMap<string, ReplayEffect>,
): readonly EffectCount[] {
  const ids = events.map(({ applicationId }) => applicationId);
  const effectOfEvent = (id: string | undefined): ReplayEffect =>
    id === undefined ? 'invalid' : (fates.get(id) ?? 'new');
  return (Object.keys(EFFECTS) as ReplayEffect[]).map((fate) => {
    const own = ids.filter((id) => effectOfEvent(id) === fate);
    return { fate, events: own.length, applications: new Set(own.filter((id) => id !== undefined)).size };
  });
}
