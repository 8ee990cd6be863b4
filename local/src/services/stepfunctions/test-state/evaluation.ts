import { advance } from '../interpreter/advance.ts';
import type { Effect, Snapshot, StateMachine, Stimulus, Surroundings, TaskEffect } from '../interpreter/contract.ts';
import type { Trace, TracedValues } from '../interpreter/trace.ts';

/** An execution of a state machine with one state, and its environment. */
export interface IsolatedExecution {
  readonly stateMachine: StateMachine;
  readonly snapshot: Snapshot;
  readonly surroundings: Pick<Surroundings, 'random' | 'token'>;
  /** Returns the current time in milliseconds since the epoch. */
  readonly now: () => number;
  /** Returns the answer of a Task: its mock, or the answer of the real service. */
  readonly answer: (task: TaskEffect) => Promise<Stimulus>;
}

export interface Evaluation {
  readonly snapshot: Snapshot;
  readonly values: Partial<TracedValues>;
}

/**
 * Runs the execution until its only state has ended or waits for another attempt. Waits take no real time: the clock of
 * this execution jumps to the time of the next timer.
 */
export const evaluateState = async (execution: IsolatedExecution): Promise<Evaluation> => {
  const { stateMachine, now, answer } = execution;
  const values: { -readonly [Name in keyof TracedValues]?: TracedValues[Name] } = {};
  const trace: Trace = (name, value) => {
    values[name] = value;
  };
  let { snapshot } = execution;
  let nowMs = now();
  let stimulus: Stimulus | undefined = { kind: 'start' };
  while (stimulus !== undefined) {
    const step = await advance(stateMachine, snapshot, stimulus, { ...execution.surroundings, nowMs, trace });
    snapshot = step.snapshot;
    if (snapshot.status !== 'RUNNING' || values.retryBackoffIntervalSeconds !== undefined) break;
    const task = step.effects.find((effect) => effect.kind === 'runTask');
    const timer = earliestTimer(step.effects);
    stimulus = task ? await answer(task) : timer && { kind: 'timerFired', timerId: timer.timerId };
    nowMs = task ? now() : (timer?.dueMs ?? nowMs);
  }
  return { snapshot, values };
};

const earliestTimer = (effects: readonly Effect[]) =>
  effects.filter((effect) => effect.kind === 'setTimer').sort((one, other) => one.dueMs - other.dueMs)[0];
