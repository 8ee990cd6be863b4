import type { Json } from '../language/json.ts';
import { exceedsPayloadLimit } from '../language/payload-size.ts';
import type { RunningTask } from './contract.ts';
import { follow, siteAt } from './drive.ts';
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
import type { Site, Walk } from './walk.ts';

/** A state that waits for a task. */
export interface TaskSite extends Site {
  readonly waiting: TaskWaiting;
}

/** The site that waits for this task; undefined if no state waits for it. */
export function taskSite(walk: Walk, taskId: string): TaskSite | undefined {
  if (!Object.hasOwn(walk.tasks, taskId)) return undefined;
  const site = siteAt(walk, addressInId(taskId));
  const waiting = site?.frame.waiting;
  return site && waiting?.for === 'task' && waiting.taskId === taskId ? { ...site, waiting } : undefined;
}

/** Writes the Started event of a task. The heartbeat timeout of an activity runs from here. */
export function taskStarted(walk: Walk, site: TaskSite, workerName?: string): void {
  if (site.waiting.started) return;
  const { heartbeatId, heartbeatSeconds, heartbeatMs } = site.waiting;
  let waiting: TaskWaiting = { ...site.waiting, started: true };
  if (heartbeatId !== undefined && heartbeatSeconds !== undefined && heartbeatMs === undefined) {
    waiting = { ...waiting, heartbeatMs: walk.surroundings.nowMs + heartbeatSeconds * 1000 };
    walk.setTimer(heartbeatId, waiting.heartbeatMs ?? 0);
  }
  walk.put(site.branch.address, { frame: { ...site.frame, last: startedEvent(site, workerName), waiting } });
}

export function taskSubmitted(walk: Walk, site: TaskSite, output: Json): void {
  const started = afterStart(site);
  walk.put(site.branch.address, { frame: { ...started.frame, last: submittedEvent(started, output) } });
}

export function taskBeat(walk: Walk, site: TaskSite): void {
  const { heartbeatId, heartbeatSeconds } = site.waiting;
  if (heartbeatId === undefined || heartbeatSeconds === undefined) return;
  const heartbeatMs = walk.surroundings.nowMs + heartbeatSeconds * 1000;
  walk.setTimer(heartbeatId, heartbeatMs);
  walk.put(site.branch.address, { frame: { ...site.frame, waiting: { ...site.waiting, heartbeatMs } } });
}

export async function taskSucceeded(walk: Walk, site: TaskSite, output: Json): Promise<void> {
  if (exceedsPayloadLimit(walk.text(output))) {
    await taskFailed(walk, site, dataLimitExceeded(taskName(site.state)), 'run');
    return;
  }
  const started = afterStart(site);
  const token = tokenOf(walk.tasks[site.waiting.taskId]);
  const last = succeededEvent(started, output);
  const done = { ...started, frame: freed(walk, site.waiting, { ...started.frame, last }) };
  await follow(walk, site.branch.address, await attempt(done, (each) => endTask(each, output, token)));
}

export async function taskFailed(walk: Walk, site: TaskSite, failure: Failure, phase: FailurePhase): Promise<void> {
  const started = phase === 'schedule' || phase === 'start' ? site : afterStart(site);
  const last = failedEvent(started, failure, phase);
  const failed = { ...started, frame: freed(walk, site.waiting, { ...started.frame, last }) };
  await follow(walk, site.branch.address, await recover(failed, failure));
}

/** Writes the TimedOut event of a task; `taskExpired` then fails or retries the state. */
export function expireTask(walk: Walk, site: TaskSite, failure: Failure): void {
  const last = timedOutEvent(site, failure);
  const { waiting: _waiting, ...frame } = site.frame;
  walk.clearTimer(site.waiting.timeoutId);
  walk.clearTimer(site.waiting.heartbeatId);
  walk.dropTask(site.waiting.taskId);
  walk.effects.push({ kind: 'cancelTask', taskId: site.waiting.taskId });
  walk.put(site.branch.address, { frame: { ...frame, last } });
}

/** Writes the Started event if the engine did not send `taskStarted`: on AWS a task that ends has always started. */
function afterStart(site: TaskSite): TaskSite {
  if (site.waiting.started || resourceOf(site.state).kind === 'activity') return site;
  const waiting: TaskWaiting = { ...site.waiting, started: true };
  return { ...site, waiting, frame: { ...site.frame, last: startedEvent(site, undefined), waiting } };
}

function freed(walk: Walk, waiting: TaskWaiting, frame: Frame): Frame {
  walk.clearTimer(waiting.timeoutId);
  walk.clearTimer(waiting.heartbeatMs === undefined ? undefined : waiting.heartbeatId);
  walk.dropTask(waiting.taskId);
  const { waiting: _waiting, ...rest } = frame;
  return rest;
}

const tokenOf = (task: RunningTask | undefined): string | undefined => task?.token;
