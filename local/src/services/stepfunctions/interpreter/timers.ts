import { activeTask, expireTask } from './answers.ts';
import { activeStateAt, begin, follow } from './drive.ts';
import { EXECUTION_TIMER, endWithError } from './ending.ts';
import type { Failure } from './failure.ts';
import type { Address, Frame, TaskWaiting } from './frame.ts';
import { addressInId, frameOf } from './frame.ts';
import { attempt, recover } from './recovery.ts';
import { endWait } from './states/wait.ts';
import type { ActiveState, Walk } from './walk.ts';

const TIMED_OUT: Failure = { error: 'States.Timeout', emptyCause: '' };
const HEARTBEAT_MISSED: Failure = { ...TIMED_OUT, alias: 'States.HeartbeatTimeout' };

/** Handles a timer: a Wait ends, a retry starts, or a task or the execution times out. */
export async function timerFired(walk: Walk, timerId: string): Promise<void> {
  if (timerId === EXECUTION_TIMER) return timeOutExecution(walk);
  const active = activeStateAt(walk, addressInId(timerId));
  const waiting = active?.frame.waiting;
  if (active === undefined || waiting === undefined) return;
  if (waiting.for === 'task') return expiry(walk, waiting, timerId);
  if (waiting.timerId !== timerId) return;
  walk.noteFired(timerId);
  const { waiting: _waiting, ...frame } = active.frame;
  const resumed: ActiveState = { ...active, frame };
  const outcome = waiting.for === 'retry' ? await begin(resumed) : await attempt(resumed, endWait);
  await follow(walk, active.branch.address, outcome);
}

function timeOutExecution(walk: Walk): void {
  if (walk.stateMachine.timeoutSeconds === undefined) return;
  walk.noteFired(EXECUTION_TIMER);
  endRunning(walk, 'TIMED_OUT', { error: 'States.Timeout' });
}

/**
 * Ends a running execution with this status. As on AWS, the event of the end is the only event: no Aborted event of a
 * running state precedes it, and its `previousEventId` is 0.
 */
export const endRunning = (walk: Walk, status: 'ABORTED' | 'TIMED_OUT', failure: Failure): void =>
  endWithError(walk, status, failure, 0);

/**
 * Times out all overdue tasks together, as AWS does: all TimedOut events are written before the first failure is
 * handled. If the task has had a heartbeat since, its heartbeat timer is set again.
 */
async function expiry(walk: Walk, waiting: TaskWaiting, timerId: string): Promise<void> {
  const { nowMs } = walk.surroundings;
  const dueMs =
    timerId === waiting.timeoutId
      ? waiting.timeoutMs
      : timerId === waiting.heartbeatId
        ? waiting.heartbeatMs
        : undefined;
  if (dueMs === undefined) return;
  if (dueMs > nowMs) {
    walk.setTimer(timerId, dueMs);
    return;
  }
  walk.noteFired(timerId);
  const expired = overdueTasks(walk, nowMs);
  for (const each of expired) {
    const active = activeTask(walk, each.taskId);
    if (active !== undefined) expireTask(walk, active, each.failure);
  }
  for (const each of expired) await failExpired(walk, each);
}

interface Expired {
  readonly taskId: string;
  readonly address: Address;
  readonly failure: Failure;
  readonly enteredId: number;
  readonly dueMs: number;
}

/** Fails the state of one expired task, unless an earlier expired task has already ended its branch. */
async function failExpired(walk: Walk, expired: Expired): Promise<void> {
  const active = activeStateAt(walk, expired.address);
  if (walk.status !== 'RUNNING' || active === undefined || active.frame.enteredId !== expired.enteredId) return;
  if (active.frame.waiting !== undefined) return;
  await follow(walk, expired.address, await recover(active, expired.failure));
}

function overdueTasks(walk: Walk, nowMs: number): Expired[] {
  const found: Expired[] = [];
  if (walk.root !== undefined) collectOverdue(walk.root, [], nowMs, found);
  return found.sort((a, b) => a.dueMs - b.dueMs);
}

function collectOverdue(frame: Frame, address: Address, nowMs: number, into: Expired[]): void {
  const { waiting, enteredId } = frame;
  if (waiting?.for === 'task') {
    const timeoutMs = waiting.timeoutMs ?? Number.POSITIVE_INFINITY;
    const heartbeatMs = waiting.heartbeatMs ?? Number.POSITIVE_INFINITY;
    const dueMs = Math.min(timeoutMs, heartbeatMs);
    const failure = timeoutMs <= heartbeatMs ? TIMED_OUT : HEARTBEAT_MISSED;
    if (dueMs <= nowMs) into.push({ taskId: waiting.taskId, address, failure, enteredId, dueMs });
  }
  for (const [index, slot] of (frame.group?.slots ?? []).entries()) {
    const inner = frameOf(slot);
    if (inner !== undefined) collectOverdue(inner, [...address, index], nowMs, into);
  }
}
