import type { Json } from '../language/json.ts';
import { handOverResult } from './data-flow.ts';
import type { BranchGroup, FailedSlot, Frame, Slot } from './frame.ts';
import { frameOf } from './frame.ts';
import { failedResult, noteEnded, TOLERANCE_EXCEEDED } from './map-run.ts';
import { attempt, recover } from './recovery.ts';
import type { StateOutcome } from './state-outcome.ts';
import { leave } from './state-outcome.ts';
import { itemCount } from './states/item-batcher.ts';
import { fillMap, itemsOfGroup, iterationEvent } from './states/map.ts';
import { errorDetails } from './task-events.ts';
import type { ActiveState } from './walk.ts';
import { record } from './walk.ts';

/** The end of a Parallel's branch or a Map's iteration. */
export type BranchEnd = Extract<StateOutcome, { kind: 'leaves' } | { kind: 'fails' }>;

/** State types that get an Aborted event if they are aborted while they run. */
const ABORTED_TYPES: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** Continues the Parallel or Map whose branch `index` has ended. */
export async function branchEnded(active: ActiveState, index: number, end: BranchEnd): Promise<StateOutcome> {
  if (end.kind === 'fails') return branchFailed(active, index, end);
  const { state, frame } = active;
  const ended = withSlot(frame, index, { output: end.output });
  if (state.type === 'Parallel') return settle({ ...active, frame: { ...ended, last: end.frame.last } });
  if (frame.group?.mapRun !== undefined) {
    noteEnded(active, index, end);
    return refill({ ...active, frame: ended }, frame.last);
  }
  const last = iterationEvent(active, 'Succeeded', index, end.frame.last);
  return refill({ ...active, frame: { ...ended, last } }, end.frame.last);
}

/** Starts the Map's next iterations, or ends the Map. */
export const refill = (active: ActiveState, follows: number): Promise<StateOutcome> =>
  attempt(active, async () => settle({ ...active, frame: await fillMap(active, follows) }));

/** Ends the Parallel or Map if no branch is running or waiting to start. */
export async function settle(active: ActiveState): Promise<StateOutcome> {
  const { group } = active.frame;
  if (group === undefined || group.running > 0 || group.redrives !== undefined || group.slots.length < group.length)
    return { kind: 'waits', frame: active.frame };
  return endGroup(active, resultOf(group));
}

/** Leaves a Parallel or Map with the result of its branches. */
export async function endGroup(active: ActiveState, result: Json): Promise<StateOutcome> {
  const { state, frame } = active;
  const { group, ...free } = frame;
  const follows = frame.last;
  const isRun = group?.mapRun !== undefined;
  if (group?.mapRun !== undefined)
    active.walk.note({ kind: 'mapRunEnded', mapRunArn: group.mapRun.arn, status: 'SUCCEEDED' });
  const last = record(
    active,
    `${state.type}StateSucceeded`,
    isRun ? record(active, 'MapRunSucceeded', follows) : follows,
  );
  return attempt({ ...active, frame: { ...(isRun ? free : frame), last } }, async (done) => {
    const handover = await handOverResult(done, result);
    const { group: _group, ...left } = done.frame;
    return leave({ ...active, frame: left }, handover, state.next, follows);
  });
}

/** The outputs of all branches; an inline Map omits iterations with a tolerated failure. */
const resultOf = ({ slots, mapRun }: BranchGroup): Json[] =>
  slots.flatMap((slot) => {
    if ('output' in slot) return [slot.output];
    return mapRun !== undefined && 'failed' in slot ? [failedResult(slot)] : [];
  });

async function branchFailed(
  active: ActiveState,
  index: number,
  end: Extract<BranchEnd, { kind: 'fails' }>,
): Promise<StateOutcome> {
  const { state, frame } = active;
  if (frame.group?.mapRun !== undefined) return childFailed(active, index, end);
  const { failure } = end;
  const follows = end.frame.last;
  if (state.type === 'Map') iterationEvent(active, 'Failed', index, follows);
  const failed = withFailure(frame, index, { failed: end.frame }, 1);
  if (isTolerated(failed.group)) return refill({ ...active, frame: { ...failed, last: follows } }, follows);
  abortedEvents({ ...active, frame: end.frame }, index, follows, false);
  abortSiblings(active, index, follows);
  const stopped = { ...withSlot(frame, index, { frame: end.frame }), last: follows };
  return recover({ ...active, frame: stopped }, { ...failure, evaluation: undefined });
}

/** Records the failure of a child execution; all its items count as failed. */
async function childFailed(
  active: ActiveState,
  index: number,
  end: Extract<BranchEnd, { kind: 'fails' }>,
): Promise<StateOutcome> {
  const { state, frame } = active;
  const items = itemCount(state, itemsOfGroup(frame)[index]);
  noteEnded(active, index, end);
  const failed = withFailure(frame, index, { failed: end.frame, ...errorDetails(end.failure) }, items);
  if (isTolerated(failed.group)) return refill({ ...active, frame: failed }, frame.last);
  return recover({ ...active, frame: withSlot(frame, index, { frame: end.frame }) }, TOLERANCE_EXCEEDED);
}

/** Whether no more branches have failed than the limits of the group allow. */
export const isTolerated = (group: BranchGroup | undefined): boolean =>
  group?.limits !== undefined && group.failures <= group.limits.toleratedFailures;

function withFailure(frame: Frame, index: number, slot: FailedSlot, items: number): Frame {
  const failed = withSlot(frame, index, slot);
  return failed.group === undefined
    ? failed
    : { ...failed, group: { ...failed.group, failures: failed.group.failures + items } };
}

function withSlot(frame: Frame, index: number, slot: Slot): Frame {
  if (frame.group === undefined) return frame;
  const slots = frame.group.slots.slice();
  slots[index] = slot;
  return { ...frame, group: { ...frame.group, slots, running: frame.group.running - 1 } };
}

function abortSiblings(active: ActiveState, failed: number, follows: number): void {
  for (const [index, slot] of (active.frame.group?.slots ?? []).entries()) {
    const frame = frameOf(slot);
    if (frame === undefined || index === failed) continue;
    abortedEvents({ ...active, frame }, index, follows, active.state.type === 'Map');
  }
}

/** Writes the Aborted events of branch `index` of the state; `active.frame` is the frame of that branch. */
function abortedEvents(active: ActiveState, index: number, follows: number, isIteration: boolean): void {
  const { walk, branch, state, frame } = active;
  if (isIteration) iterationEvent(active, 'Aborted', index, follows);
  const program = state.branches[state.type === 'Map' ? 0 : index];
  if (program === undefined) return;
  const inner = { ...branch, program };
  const running = program.states.get(frame.state);
  if (running === undefined || frame.enteredId === 0) return;
  abortedStateEvents({ walk, branch: inner, state: running, frame }, follows);
}

/**
 * Writes the Aborted event of a branch's current state, and of the states inside it. States of child executions get
 * none: they are not part of this history.
 */
function abortedStateEvents(active: ActiveState, follows: number): void {
  const { state, frame } = active;
  const isRun = frame.group?.mapRun !== undefined;
  if (isRun) record(active, 'MapRunAborted', follows);
  if (ABORTED_TYPES.has(state.type)) record(active, `${state.type}StateAborted`, follows);
  if (isRun) return;
  for (const [index, slot] of (frame.group?.slots ?? []).entries()) {
    const inner = frameOf(slot);
    if (inner !== undefined) abortedEvents({ ...active, frame: inner }, index, follows, state.type === 'Map');
  }
}
