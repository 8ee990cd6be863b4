import { advance } from '../interpreter/advance.ts';
import type { Effect, HistoryEvent, Snapshot, Step, Stimulus, Surroundings } from '../interpreter/contract.ts';
import type { MapRunRecord } from '../interpreter/map-run-record.ts';
import { parseResource } from '../interpreter/resource.ts';
import type { Delivery, LiveExecution } from './live-execution.ts';

/** The result of a batch of deliveries, before it is stored and its effects are performed. */
export interface Progress {
  readonly before: Snapshot;
  readonly snapshot: Snapshot;
  readonly events: readonly HistoryEvent[];
  readonly effects: readonly Effect[];
  readonly records: readonly MapRunRecord[];
  /** Tasks whose request has been accepted and which now wait for an answer from outside. */
  readonly submitted: ReadonlySet<string>;
  readonly accepted: readonly Delivery[];
  readonly refused: readonly { readonly delivery: Delivery; readonly error: unknown }[];
}

/**
 * Runs the deliveries through the interpreter in order. Tasks that need no worker start in the same step, so that
 * scheduling and starting are one write.
 */
export const progressOf = async (
  { stateMachine, snapshot: before }: Pick<LiveExecution, 'stateMachine' | 'snapshot'>,
  deliveries: readonly Delivery[],
  surroundings: () => Surroundings,
): Promise<Progress> => {
  let snapshot = before;
  const events: HistoryEvent[] = [];
  const effects: Effect[] = [];
  const records: MapRunRecord[] = [];
  const submitted = new Set<string>();
  const accepted: Delivery[] = [];
  const refused: { delivery: Delivery; error: unknown }[] = [];
  const apply = async (stimulus: Stimulus): Promise<void> => {
    const step = await stepOf(stimulus);
    snapshot = step.snapshot;
    events.push(...step.events);
    effects.push(...step.effects);
    records.push(...step.records);
    if (stimulus.kind === 'taskSubmitted') submitted.add(stimulus.taskId);
    for (const taskId of startedAtOnce(step.effects)) await apply({ kind: 'taskStarted', taskId });
  };
  const stepOf = async (stimulus: Stimulus): Promise<Step> => {
    try {
      return await advance(stateMachine, snapshot, stimulus, surroundings());
    } catch (error) {
      return failedStep(snapshot, error, surroundings().nowMs);
    }
  };
  for (const delivery of deliveries) {
    try {
      await apply(delivery.decide(snapshot));
      accepted.push(delivery);
    } catch (error) {
      refused.push({ delivery, error });
    }
  }
  return { before, snapshot, events, effects, records, submitted, accepted, refused };
};

/**
 * Fails the execution without evaluating its next step: the process has ended each of the three times that this step
 * was evaluated.
 */
export const givenUp = (
  { snapshot }: Pick<LiveExecution, 'snapshot'>,
  deliveries: readonly Delivery[],
  nowMs: number,
): Progress => {
  const step = failedStep(snapshot, new Error(GIVEN_UP), nowMs);
  return { before: snapshot, ...step, submitted: new Set(), accepted: deliveries, refused: [] };
};

const GIVEN_UP =
  'The runtime ended three times while it evaluated the next step of this execution, so it does not evaluate it again. A redrive evaluates it again.';

/** Whether the batch changes nothing that must be stored. */
export const changesNothing = ({ before, snapshot, events, effects, accepted }: Progress): boolean =>
  snapshot === before && events.length === 0 && effects.length === 0 && !accepted.some(({ alsoWrite }) => alsoWrite);

const startedAtOnce = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'runTask' && parseResource(effect.resource).kind !== 'activity' ? [effect.taskId] : [],
  );

/** The step for an error thrown by the interpreter itself. It fails the execution, which would otherwise never end. */
const failedStep = (snapshot: Snapshot, error: unknown, nowMs: number): Step => {
  const id = snapshot.lastEventId + 1;
  const reason = { error: 'States.Runtime', cause: error instanceof Error ? error.message : String(error) };
  const cancelled = Object.keys(snapshot.tasks).map((taskId) => ({ kind: 'cancelTask', taskId }) as const);
  return {
    snapshot: { ...snapshot, status: 'FAILED', ...reason, lastEventId: id, tasks: {} },
    events: [
      {
        id,
        previousEventId: snapshot.lastEventId,
        type: 'ExecutionFailed',
        timestampMs: nowMs,
        detailsKey: 'executionFailedEventDetails',
        details: reason,
      },
    ],
    effects: cancelled,
    records: [{ kind: 'executionBroken', atMs: nowMs }],
  };
};
