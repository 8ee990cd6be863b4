import type { Json, JsonObject } from '../language/json.ts';
import type { ExecutionStatus } from './contract.ts';
import type { Failure } from './failure.ts';
import type { Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import { errorDetails } from './task-events.ts';
import type { Walk } from './walk.ts';

/** The timer of the state machine's TimeoutSeconds. */
export const EXECUTION_TIMER = 'execution@';

const TERMINAL_EVENTS = {
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
} as const satisfies Partial<Record<ExecutionStatus, string>>;

export function succeedExecution(walk: Walk, output: Json, follows: number): void {
  walk.emitLast('ExecutionSucceeded', follows, 'executionSucceededEventDetails', {
    output: walk.text(output),
    outputDetails: { truncated: false },
  });
  walk.ending = { output };
  end(walk, 'SUCCEEDED');
  walk.root = undefined;
}

export const failExecution = (walk: Walk, failure: Failure, follows: number): void =>
  endWithError(walk, 'FAILED', failure, follows);

/** Ends the execution with an error; its frames stay in the snapshot for a redrive. */
export function endWithError(
  walk: Walk,
  status: keyof typeof TERMINAL_EVENTS,
  failure: Failure,
  follows: number,
): void {
  const type = TERMINAL_EVENTS[status];
  const details: JsonObject = errorDetails(failure);
  walk.emitLast(type, follows, `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`, details);
  walk.ending = isShownInDescription(walk, status) ? details : {};
  end(walk, status);
  if (walk.root !== undefined) walk.root = walk.halt(walk.root);
}

/**
 * False for a Standard execution that timed out: DescribeExecution then shows no error and cause, only the history
 * does.
 */
const isShownInDescription = ({ stateMachine }: Walk, status: ExecutionStatus): boolean =>
  status !== 'TIMED_OUT' || stateMachine.type === 'EXPRESS';

/** Sets the status, cancels all running tasks and clears all timers. */
function end(walk: Walk, status: ExecutionStatus): void {
  walk.status = status;
  walk.branchesToStart.length = 0;
  walk.childrenToResume.length = 0;
  for (const taskId of Object.keys(walk.tasks)) walk.effects.push({ kind: 'cancelTask', taskId });
  walk.tasks = {};
  for (const timerId of timersOf(walk)) walk.clearTimer(timerId);
}

/** The timers set before this step, and those set by this step. */
function timersOf(walk: Walk): string[] {
  const timers: string[] = walk.stateMachine.timeoutSeconds === undefined ? [] : [EXECUTION_TIMER];
  const root = walk.givenRoot();
  if (root !== undefined) collectTimers(root, timers);
  for (const effect of walk.effects) if (effect.kind === 'setTimer') timers.push(effect.timerId);
  return timers;
}

function collectTimers(frame: Frame, into: string[]): void {
  const { waiting, group } = frame;
  const ids = waiting?.for === 'task' ? [waiting.timeoutId, waiting.heartbeatId] : [waiting?.timerId];
  into.push(...ids.filter((id) => id !== undefined));
  for (const slot of group?.slots ?? []) {
    const inner = frameOf(slot);
    if (inner !== undefined) collectTimers(inner, into);
  }
}

/** Sets the timer of the state machine's TimeoutSeconds. */
export function setExecutionTimer(walk: Walk): void {
  const { timeoutSeconds } = walk.stateMachine;
  if (timeoutSeconds !== undefined) walk.setTimer(EXECUTION_TIMER, walk.surroundings.nowMs + timeoutSeconds * 1000);
}
