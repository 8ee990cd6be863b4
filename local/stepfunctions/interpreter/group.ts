import { handOverResult } from './data-flow.ts';
import type { Frame, Group, Slot } from './frame.ts';
import { frameOf } from './frame.ts';
import type { Outcome } from './outcome.ts';
import { leave } from './outcome.ts';
import { attempt, recover } from './recovery.ts';
import { fillMap, iterationEvent } from './states/map.ts';
import type { Site } from './walk.ts';

/** How a branch of a Parallel or an iteration of a Map came to its end. */
export type BranchEnd = Extract<Outcome, { kind: 'leaves' } | { kind: 'fails' }>;

/** State types whose running states AWS writes an Aborted event for. */
const ABORTED_TYPES: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/** Goes on in the Parallel or Map around a branch that has ended. */
export async function branchEnded(site: Site, index: number, end: BranchEnd): Promise<Outcome> {
  if (end.kind === 'fails') return branchFailed(site, index, end);
  const { state, frame } = site;
  const ended = withSlot(frame, index, { output: end.output });
  if (state.type === 'Parallel') return settle({ ...site, frame: { ...ended, last: end.frame.last } });
  const last = iterationEvent(site, 'Succeeded', index, end.frame.last);
  return refill({ ...site, frame: { ...ended, last } }, end.frame.last);
}

/** Begins the Map's next iterations, or ends it. */
const refill = (site: Site, follows: number): Promise<Outcome> =>
  attempt(site, async () => settle({ ...site, frame: await fillMap(site, follows) }));

/** Ends the Parallel or Map when nothing of it is left to run. */
export async function settle(site: Site): Promise<Outcome> {
  const { walk, state, frame } = site;
  const { group } = frame;
  if (group === undefined || group.running > 0 || group.slots.length < group.length) return { kind: 'waits', frame };
  const follows = frame.last;
  const last = walk.emit(`${state.type}StateSucceeded`, follows);
  const result = group.slots.flatMap((slot) => ('output' in slot ? [slot.output] : []));
  return attempt({ ...site, frame: { ...frame, last } }, async (done) => {
    const handover = await handOverResult(done, result);
    const { group: _group, ...free } = done.frame;
    return leave({ ...site, frame: free }, handover, state.next, follows);
  });
}

async function branchFailed(site: Site, index: number, end: Extract<BranchEnd, { kind: 'fails' }>): Promise<Outcome> {
  const { state, frame } = site;
  const { failure } = end;
  const follows = end.frame.last;
  if (state.type === 'Map') iterationEvent(site, 'Failed', index, follows);
  if (isTolerated(frame.group))
    return refill({ ...site, frame: { ...withFailure(frame, index, end.frame), last: follows } }, follows);
  abortedEvents({ ...site, frame: end.frame }, index, follows, false);
  abortSiblings(site, index, follows);
  const stopped = { ...withSlot(frame, index, { frame: end.frame }), last: follows };
  return recover({ ...site, frame: stopped }, { ...failure, evaluation: undefined });
}

const isTolerated = (group: Group | undefined): boolean =>
  group?.limits !== undefined && group.failures < group.limits.toleratedFailures;

function withFailure(frame: Frame, index: number, ended: Frame): Frame {
  const failed = withSlot(frame, index, { failed: ended });
  return failed.group === undefined
    ? failed
    : { ...failed, group: { ...failed.group, failures: failed.group.failures + 1 } };
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

/** The Aborted events of a branch of `site`'s state; `site.frame` is the branch's. */
function abortedEvents(site: Site, index: number, follows: number, isIteration: boolean): void {
  const { walk, branch, state, frame } = site;
  if (isIteration) iterationEvent({ walk, state }, 'Aborted', index, follows);
  const program = state.branches[state.type === 'Map' ? 0 : index];
  if (program === undefined) return;
  const inner = { ...branch, program };
  const running = program.states.get(frame.state);
  if (running === undefined || frame.enteredId === 0) return;
  abortedStateEvents({ walk, branch: inner, state: running, frame }, follows);
}

/** The Aborted event of the state that a branch stands in, and of those inside it. */
export function abortedStateEvents(site: Site, follows: number): void {
  const { walk, state, frame } = site;
  if (ABORTED_TYPES.has(state.type)) walk.emit(`${state.type}StateAborted`, follows);
  for (const [index, slot] of (frame.group?.slots ?? []).entries()) {
    const inner = frameOf(slot);
    if (inner !== undefined) abortedEvents({ ...site, frame: inner }, index, follows, state.type === 'Map');
  }
}
