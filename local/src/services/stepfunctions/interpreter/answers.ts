import type { Json } from '../language/json.ts';
import { exceedsPayloadLimit } from '../language/payload-size.ts';
import type { RunningTask } from './contract.ts';
import { activeStateAt, follow } from './drive.ts';
import type { Failure } from './failure.ts';
import type { Frame, TaskWaiting } from './frame.ts';
import { addressInId } from './frame.ts';
import { attempt, recover } from './recovery.ts';
import { dataLimitExceeded } from './state-failure.ts';
import { endTask } from './states/task.ts';
import type { FailurePhase } from './task-events.ts';
import {
  failedEvent,
  resourceOf,
  startedEvent,
  submittedEvent,
  succeededEvent,
  taskName,
  timedOutEvent,
} from './task-events.ts';
import type { ActiveState, Walk } from './walk.ts';

/** A state that waits for a task. */
export interface ActiveTask extends ActiveState {
  readonly waiting: TaskWaiting;
}

/** The active state that waits for this task; undefined if no state waits for it. */
export function activeTask(walk: Walk, taskId: string): ActiveTask | undefined {
  if (!Object.hasOwn(walk.tasks, taskId)) return undefined;
  const active = activeStateAt(walk, addressInId(taskId));
  const waiting = active?.frame.waiting;
  return active && waiting?.for === 'task' && waiting.taskId === taskId ? { ...active, waiting } : undefined;
}

/** Writes the Started event of a task. The heartbeat timeout of an activity runs from here. */
export function taskStarted(walk: Walk, active: ActiveTask, workerName?: string): void {
  if (active.waiting.started) return;
  const { heartbeatId, heartbeatSeconds, heartbeatMs } = active.waiting;
  let waiting: TaskWaiting = { ...active.waiting, started: true };
  if (heartbeatId !== undefined && heartbeatSeconds !== undefined && heartbeatMs === undefined) {
    waiting = { ...waiting, heartbeatMs: walk.surroundings.nowMs + heartbeatSeconds * 1000 };
    walk.setTimer(heartbeatId, waiting.heartbeatMs ?? 0);
  }
  walk.put(active.branch.address, { frame: { ...active.frame, last: startedEvent(active, workerName), waiting } });
}

export function taskSubmitted(walk: Walk, active: ActiveTask, output: Json): void {
  const started = afterStart(active);
  walk.put(active.branch.address, { frame: { ...started.frame, last: submittedEvent(started, output) } });
}

export function taskBeat(walk: Walk, active: ActiveTask): void {
  const { heartbeatId, heartbeatSeconds } = active.waiting;
  if (heartbeatId === undefined || heartbeatSeconds === undefined) return;
  const heartbeatMs = walk.surroundings.nowMs + heartbeatSeconds * 1000;
  walk.setTimer(heartbeatId, heartbeatMs);
  walk.put(active.branch.address, { frame: { ...active.frame, waiting: { ...active.waiting, heartbeatMs } } });
}

export async function taskSucceeded(walk: Walk, active: ActiveTask, output: Json): Promise<void> {
  if (exceedsPayloadLimit(walk.text(output))) {
    await taskFailed(walk, active, dataLimitExceeded(taskName(active.state)), 'run');
    return;
  }
  const started = afterStart(active);
  const token = tokenOf(walk.tasks[active.waiting.taskId]);
  const last = succeededEvent(started, output);
  const done = { ...started, frame: freed(walk, active.waiting, { ...started.frame, last }) };
  await follow(walk, active.branch.address, await attempt(done, (each) => endTask(each, output, token)));
}

export async function taskFailed(walk: Walk, active: ActiveTask, failure: Failure, phase: FailurePhase): Promise<void> {
  const started = phase === 'schedule' || phase === 'start' ? active : afterStart(active);
  const last = failedEvent(started, failure, phase);
  const failed = { ...started, frame: freed(walk, active.waiting, { ...started.frame, last }) };
  await follow(walk, active.branch.address, await recover(failed, failure));
}

/** Writes the TimedOut event of a task; `taskExpired` then fails or retries the state. */
export function expireTask(walk: Walk, active: ActiveTask, failure: Failure): void {
  const last = timedOutEvent(active, failure);
  const { waiting: _waiting, ...frame } = active.frame;
  walk.clearTimer(active.waiting.timeoutId);
  walk.clearTimer(active.waiting.heartbeatId);
  walk.dropTask(active.waiting.taskId);
  walk.effects.push({ kind: 'cancelTask', taskId: active.waiting.taskId });
  walk.put(active.branch.address, { frame: { ...frame, last } });
}

/** Writes the Started event if the engine did not send `taskStarted`: on AWS a task that ends has always started. */
function afterStart(active: ActiveTask): ActiveTask {
  if (active.waiting.started || resourceOf(active.state).kind === 'activity') return active;
  const waiting: TaskWaiting = { ...active.waiting, started: true };
  return { ...active, waiting, frame: { ...active.frame, last: startedEvent(active, undefined), waiting } };
}

function freed(walk: Walk, waiting: TaskWaiting, frame: Frame): Frame {
  walk.clearTimer(waiting.timeoutId);
  walk.clearTimer(waiting.heartbeatMs === undefined ? undefined : waiting.heartbeatId);
  walk.dropTask(waiting.taskId);
  const { waiting: _waiting, ...rest } = frame;
  return rest;
}

const tokenOf = (task: RunningTask | undefined): string | undefined => task?.token;
