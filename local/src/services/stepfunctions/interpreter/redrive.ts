import { refill } from './branch-group.ts';
import { activeStateAt, begin, follow } from './drive.ts';
import { setExecutionTimer } from './ending.ts';
import type { Address, Frame } from './frame.ts';
import { frameOf, newFrame } from './frame.ts';
import { redrivenChild, withMapRunRedriven } from './map-run.ts';
import type { Walk } from './walk.ts';

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
  const around = withMapRunRedriven(active);
  const group = around.group ?? active.frame.group;
  const unsuccessful = group.slots.flatMap((slot, index) => ('output' in slot ? [] : [index]));
  const slots = group.slots.map((slot) => {
    const stopped = 'failed' in slot ? slot.failed : frameOf(slot);
    return stopped === undefined ? slot : { frame: redrivenChild(active, stopped) };
  });
  const frame = { ...around, group: { ...group, slots, running: unsuccessful.length, failures: 0 } };
  walk.put(address, { frame });
  for (const index of unsuccessful) {
    if (walk.frameAt(address)?.enteredId !== frame.enteredId) continue;
    const inner = [...address, index];
    await resume(walk, inner, previousEventOf(walk.frameAt(inner), last));
  }
  const resumed = activeStateAt(walk, address);
  if (resumed?.frame.group === undefined || resumed.frame.enteredId !== frame.enteredId) return;
  if (walk.status !== 'RUNNING') return;
  await follow(walk, address, await refill(resumed, last));
}

/**
 * `previousEventId` of the first event in a resumed branch. A child execution has its own history: there it is the id
 * of the child's ExecutionRedriven event, which follows the child's newest event.
 */
const previousEventOf = (frame: Frame | undefined, last: number): number =>
  frame?.child === undefined ? last : frame.enteredId === 0 ? frame.last : frame.last + 1;
