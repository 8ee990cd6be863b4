import type { Json } from '../language/json.ts';
import { handOverResult } from './data-flow.ts';
import type { BranchGroup, FailedSlot, Frame, Slot } from './frame.ts';
import { frameOf } from './frame.ts';
import { failedResult, TOLERANCE_EXCEEDED } from './map-run.ts';
import { attempt, recover } from './recovery.ts';
import type { StateOutcome } from './state-outcome.ts';
import { leave } from './state-outcome.ts';
import { itemCount } from './states/item-batcher.ts';
import { fillMap, itemsOfGroup, iterationEvent } from './states/map.ts';
import { errorDetails } from './task-events.ts';
import type { Site } from './walk.ts';
import { record } from './walk.ts';

/** The end of a Parallel's branch or a Map's iteration. */
export type BranchEnd = Extract<StateOutcome, { kind: 'leaves' } | { kind: 'fails' }>;

/** State types that get an Aborted event if they are aborted while they run. */
const ABORTED_TYPES: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** Continues the Parallel or Map whose branch `index` has ended. */
export async function branchEnded(site: Site, index: number, end: BranchEnd): Promise<StateOutcome> {
  if (end.kind === 'fails') return branchFailed(site, index, end);
  const { state, frame } = site;
  const ended = withSlot(frame, index, { output: end.output });
  if (state.type === 'Parallel') return settle({ ...site, frame: { ...ended, last: end.frame.last } });
  if (frame.group?.mapRun !== undefined) return refill({ ...site, frame: ended }, frame.last);
  const last = iterationEvent(site, 'Succeeded', index, end.frame.last);
  return refill({ ...site, frame: { ...ended, last } }, end.frame.last);
}

/** Starts the Map's next iterations, or ends the Map. */
export const refill = (site: Site, follows: number): Promise<StateOutcome> =>
  attempt(site, async () => settle({ ...site, frame: await fillMap(site, follows) }));

/** Ends the Parallel or Map if no branch is running or waiting to start. */
export async function settle(site: Site): Promise<StateOutcome> {
  const { group } = site.frame;
  if (group === undefined || group.running > 0 || group.slots.length < group.length)
    return { kind: 'waits', frame: site.frame };
  return endGroup(site, resultOf(group));
}

/** Leaves a Parallel or Map with the result of its branches. */
export async function endGroup(site: Site, result: Json): Promise<StateOutcome> {
  const { state, frame } = site;
  const { group, ...free } = frame;
  const follows = frame.last;
  const isRun = group?.mapRun !== undefined;
  const last = record(site, `${state.type}StateSucceeded`, isRun ? record(site, 'MapRunSucceeded', follows) : follows);
  return attempt({ ...site, frame: { ...(isRun ? free : frame), last } }, async (done) => {
    const handover = await handOverResult(done, result);
    const { group: _group, ...left } = done.frame;
    return leave({ ...site, frame: left }, handover, state.next, follows);
  });
}

/** The outputs of all branches; an inline Map omits iterations with a tolerated failure. */
const resultOf = ({ slots, mapRun }: BranchGroup): Json[] =>
  slots.flatMap((slot) => {
    if ('output' in slot) return [slot.output];
    return mapRun !== undefined && 'failed' in slot ? [failedResult(slot)] : [];
  });

async function branchFailed(
  site: Site,
  index: number,
  end: Extract<BranchEnd, { kind: 'fails' }>,
): Promise<StateOutcome> {
  const { state, frame } = site;
  if (frame.group?.mapRun !== undefined) return childFailed(site, index, end);
  const { failure } = end;
  const follows = end.frame.last;
  if (state.type === 'Map') iterationEvent(site, 'Failed', index, follows);
  const failed = withFailure(frame, index, { failed: end.frame }, 1);
  if (isTolerated(failed.group)) return refill({ ...site, frame: { ...failed, last: follows } }, follows);
  abortedEvents({ ...site, frame: end.frame }, index, follows, false);
  abortSiblings(site, index, follows);
  const stopped = { ...withSlot(frame, index, { frame: end.frame }), last: follows };
  return recover({ ...site, frame: stopped }, { ...failure, evaluation: undefined });
}

/** Records the failure of a child execution; all its items count as failed. */
async function childFailed(
  site: Site,
  index: number,
  end: Extract<BranchEnd, { kind: 'fails' }>,
): Promise<StateOutcome> {
  const { state, frame } = site;
  const items = itemCount(state, itemsOfGroup(frame)[index]);
  const failed = withFailure(frame, index, { failed: end.frame, ...errorDetails(end.failure) }, items);
  if (isTolerated(failed.group)) return refill({ ...site, frame: failed }, frame.last);
  return recover({ ...site, frame: withSlot(frame, index, { frame: end.frame }) }, TOLERANCE_EXCEEDED);
}

const isTolerated = (group: BranchGroup | undefined): boolean =>
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

function abortSiblings(site: Site, failed: number, follows: number): void {
  for (const [index, slot] of (site.frame.group?.slots ?? []).entries()) {
    const frame = frameOf(slot);
    if (frame === undefined || index === failed) continue;
    abortedEvents({ ...site, frame }, index, follows, site.state.type === 'Map');
  }
}

/** Writes the Aborted events of branch `index` of the state; `site.frame` is the frame of that branch. */
function abortedEvents(site: Site, index: number, follows: number, isIteration: boolean): void {
  const { walk, branch, state, frame } = site;
  if (isIteration) iterationEvent(site, 'Aborted', index, follows);
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
function abortedStateEvents(site: Site, follows: number): void {
  const { state, frame } = site;
  const isRun = frame.group?.mapRun !== undefined;
  if (isRun) record(site, 'MapRunAborted', follows);
  if (ABORTED_TYPES.has(state.type)) record(site, `${state.type}StateAborted`, follows);
  if (isRun) return;
  for (const [index, slot] of (frame.group?.slots ?? []).entries()) {
    const inner = frameOf(slot);
    if (inner !== undefined) abortedEvents({ ...site, frame: inner }, index, follows, state.type === 'Map');
  }
}
