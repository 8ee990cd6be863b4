import { isTolerated, refill } from './branch-group.ts';
import { activeStateAt, begin, follow } from './drive.ts';
import { setExecutionTimer } from './ending.ts';
import type { Address, BranchGroup, Frame, Slot } from './frame.ts';
import { frameOf, newFrame } from './frame.ts';
import { isRedrivable, TOLERANCE_EXCEEDED, withMapRunRedriven } from './map-run.ts';
import { recover } from './recovery.ts';
import { itemCount } from './states/item-batcher.ts';
import { itemsOfGroup } from './states/map.ts';
import type { ActiveState, Walk } from './walk.ts';

/**
 * Runs the unsuccessful states again: those that failed, were aborted or timed out. Inside a Parallel or Map only the
 * unsuccessful branches run again. The retry counts restart at zero. See "Redriving executions".
 */
export async function redrive(walk: Walk): Promise<void> {
  if (walk.status === 'RUNNING' || walk.status === 'SUCCEEDED' || walk.stateMachine.type === 'EXPRESS') return;
  const redriveCount = walk.execution.redriveCount + 1;
  walk.status = 'RUNNING';
  walk.ending = {};
  walk.execution = { ...walk.execution, redriveCount, redriveMs: walk.surroundings.nowMs };
  const last = walk.emit('ExecutionRedriven', walk.lastEventId, 'executionRedrivenEventDetails', { redriveCount });
  setExecutionTimer(walk);
  walk.root =
    walk.root === undefined ? newFrame(walk.stateMachine.program.startAt, walk.execution.input, last) : walk.root;
  await resume(walk, [], last);
}

/** Runs the branch at `address` again from its current state. The first new event follows the event `last`. */
async function resume(walk: Walk, address: Address, last: number): Promise<void> {
  const frame = walk.frameAt(address);
  if (frame === undefined || walk.status !== 'RUNNING') return;
  const { retries: _retries, ...fresh } = frame;
  const hasEntered = frame.enteredId !== 0;
  if (!hasEntered) {
    walk.put(address, { frame: { ...fresh, last, before: last } });
    walk.branchesToStart.push(address);
    return;
  }
  walk.put(address, { frame: { ...fresh, last } });
  if (frame.group === undefined) return rerun(walk, address);
  return resumeGroup(walk, address, last);
}

async function rerun(walk: Walk, address: Address): Promise<void> {
  const active = activeStateAt(walk, address);
  if (active !== undefined) await follow(walk, address, await begin(active));
}

async function resumeGroup(walk: Walk, address: Address, last: number): Promise<void> {
  const active = activeStateAt(walk, address);
  if (active?.frame.group === undefined) return;
  if (active.frame.group.mapRun !== undefined) return resumeMapRun(walk, address, active, last);
  const { frame: around } = active;
  const { group } = active.frame;
  const unsuccessful = unsuccessfulIn(group);
  const slots = group.slots.map(stoppedSlot);
  const frame = { ...around, group: { ...group, slots, running: unsuccessful.length, failures: 0 } };
  walk.put(address, { frame });
  for (const index of unsuccessful) {
    if (walk.frameAt(address)?.enteredId !== frame.enteredId) continue;
    await resume(walk, [...address, index], last);
  }
  const resumed = activeStateAt(walk, address);
  if (resumed?.frame.group === undefined || resumed.frame.enteredId !== frame.enteredId) return;
  if (walk.status !== 'RUNNING') return;
  await follow(walk, address, await refill(resumed, last));
}

/**
 * Redrives a Map Run: its unsuccessful children continue as far as the concurrency limit allows. A child with a full
 * history cannot continue and stays failed.
 */
async function resumeMapRun(walk: Walk, address: Address, active: ActiveState, last: number): Promise<void> {
  const around = withMapRunRedriven(active);
  const group = around.group ?? { slots: [], length: 0, running: 0, failures: 0 };
  const unsuccessful = unsuccessfulIn(group);
  const redrives = unsuccessful.filter((index) => isRedrivable(stoppedFrame(group.slots[index]) ?? around));
  const failed = unsuccessful.filter((index) => !redrives.includes(index));
  const slots = group.slots.map((slot, index) => (failed.includes(index) ? failedSlot(slot) : stoppedSlot(slot)));
  const failures = failed.reduce((total, index) => total + itemCount(active.state, itemsOfGroup(around)[index]), 0);
  const waiting = redrives.length === 0 ? {} : { redrives };
  const frame = { ...around, group: { ...group, slots, running: 0, failures, ...waiting } };
  const resumed = { ...active, frame };
  const outcome = isTolerated(frame.group) ? await refill(resumed, last) : await recover(resumed, TOLERANCE_EXCEEDED);
  await follow(walk, address, outcome);
}

/** Continues the children in `walk.childrenToResume`. */
export async function resumeChildren(walk: Walk): Promise<void> {
  const { childrenToResume } = walk;
  for (let address = childrenToResume.shift(); address !== undefined; address = childrenToResume.shift()) {
    const frame = walk.frameAt(address);
    if (frame !== undefined) await resume(walk, address, frame.enteredId === 0 ? frame.last : frame.last + 1);
  }
}

const unsuccessfulIn = ({ slots }: BranchGroup): number[] =>
  slots.flatMap((slot, index) => ('output' in slot ? [] : [index]));

const stoppedFrame = (slot: Slot | undefined): Frame | undefined =>
  slot !== undefined && 'failed' in slot ? slot.failed : frameOf(slot);

const stoppedSlot = (slot: Slot): Slot => {
  const stopped = stoppedFrame(slot);
  return stopped === undefined ? slot : { frame: stopped };
};

const failedSlot = (slot: Slot): Slot => {
  const stopped = frameOf(slot);
  return stopped === undefined ? slot : { failed: stopped };
};
