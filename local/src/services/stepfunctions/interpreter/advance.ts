import { activeTask, taskBeat, taskFailed, taskStarted, taskSubmitted, taskSucceeded } from './answers.ts';
import type { Advance, Stimulus } from './contract.ts';
import { startBranches } from './drive.ts';
import { failExecution, setExecutionTimer } from './ending.ts';
import { newFrame } from './frame.ts';
import { redrive, resumeChildren } from './redrive.ts';
import { endRunning, timerFired } from './timers.ts';
import { updateMapRun } from './update-map-run.ts';
import { HISTORY_FULL, HistoryFull, Walk } from './walk.ts';

/**
 * Executes one step: applies the stimulus and runs states until all branches wait or the execution ends. Does not
 * change the given snapshot; a stimulus for a task or timer that no longer exists returns the same snapshot object,
 * without events or effects.
 */
export const advance: Advance = async (stateMachine, snapshot, stimulus, surroundings) => {
  const walk = new Walk(stateMachine, snapshot, surroundings);
  try {
    await take(walk, stimulus);
    do {
      await startBranches(walk);
      await resumeChildren(walk);
    } while (walk.branchesToStart.length > 0);
  } catch (thrown) {
    if (!(thrown instanceof HistoryFull)) throw thrown;
    failExecution(walk, HISTORY_FULL, walk.lastEventId);
  }
  return walk.changedNothing() ? { snapshot, events: [], effects: [], records: [] } : walk.finish();
};

async function take(walk: Walk, stimulus: Stimulus): Promise<void> {
  if (stimulus.kind === 'redrive') return redrive(walk);
  if (walk.status !== 'RUNNING') return;
  if (stimulus.kind === 'start') return start(walk);
  if (walk.root === undefined && stimulus.kind !== 'stop') return;
  if (stimulus.kind === 'stop') return endRunning(walk, 'ABORTED', stimulus);
  if (stimulus.kind === 'updateMapRun') return updateMapRun(walk, stimulus.mapRunArn, stimulus.limits);
  if (stimulus.kind === 'timerFired') return timerFired(walk, stimulus.timerId);
  return answer(walk, stimulus);
}

async function answer(walk: Walk, stimulus: Extract<Stimulus, { taskId: string }>): Promise<void> {
  const active = activeTask(walk, stimulus.taskId);
  if (active === undefined) return;
  switch (stimulus.kind) {
    case 'taskStarted':
      return taskStarted(walk, active, stimulus.workerName);
    case 'taskSubmitted':
      return taskSubmitted(walk, active, stimulus.output);
    case 'taskSucceeded':
      return taskSucceeded(walk, active, stimulus.output);
    case 'taskFailed':
      return taskFailed(walk, active, { error: stimulus.error, cause: stimulus.cause }, stimulus.phase ?? 'run');
    case 'heartbeat':
      return taskBeat(walk, active);
  }
}

function start(walk: Walk): void {
  if (walk.lastEventId > 0) return;
  const { input, roleArn } = walk.execution;
  walk.emit('ExecutionStarted', 0, 'executionStartedEventDetails', {
    input: walk.text(input),
    inputDetails: { truncated: false },
    roleArn,
  });
  setExecutionTimer(walk);
  walk.root ??= newFrame(walk.stateMachine.program.startAt, input, 0);
  walk.branchesToStart.push([]);
}
