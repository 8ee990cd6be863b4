import type { Kernel } from '../../../core/kernel.ts';
import type { Effect, Snapshot, TaskEffect } from '../interpreter/contract.ts';
import { parseResource } from '../interpreter/resource.ts';
import type { PendingEvent, StatusEvents } from '../status-events.ts';
import type { ExecutionState } from '../store/executions.ts';
import type { Tables } from '../store/tables.ts';
import type { LiveExecution } from './live-execution.ts';
import type { Progress } from './progress.ts';

/** The actions that follow after a step has been stored. */
export interface Recorded {
  /** Tasks that this runtime performs itself; tasks of activities are not among them. */
  readonly tasks: readonly TaskEffect[];
  /** Tasks of activities, which workers perform. */
  readonly activityTasks: readonly TaskEffect[];
  /** Child executions to stop, because their parent does not wait for them any more. */
  readonly abandoned: readonly { readonly arn: string; readonly roleArn: string }[];
  readonly statusEvents: readonly PendingEvent[];
}

/** Owner of the executions' timers; a timer's id is `<execution>/<timer>`. */
export const TIMER_OWNER = 'states';

/** Stores snapshot, history, timers, work, activity tasks and status events of a step in one write. */
export class Recorder {
  readonly #kernel: Kernel;
  readonly #tables: Tables;
  readonly #statusEvents: StatusEvents | undefined;

  constructor(kernel: Kernel, tables: Tables, statusEvents: StatusEvents | undefined) {
    this.#kernel = kernel;
    this.#tables = tables;
    this.#statusEvents = statusEvents;
  }

  /** Call it inside `store.write`. `work` is the execution's work after the step. */
  record(live: LiveExecution, progress: Progress, work: ReadonlyMap<string, TaskEffect>): Recorded {
    const state = stateOf(progress.snapshot, progress.events.at(-1)?.timestampMs ?? this.#kernel.clock.now());
    this.#recordState(live, progress, state, work);
    if (live.identity.kind === 'STANDARD') {
      this.#tables.history.append(live.identity.id, progress.events);
      this.#kernel.meter.add('states', 'transitions', transitionsIn(progress));
    }
    for (const record of progress.records) this.#tables.mapRuns.apply(live.identity.id, record);
    const abandoned = progress.effects.flatMap((effect) => this.#recordEffect(live, effect));
    for (const { alsoWrite } of progress.accepted) alsoWrite?.();
    return { ...tasksOf(progress.effects, work), abandoned, statusEvents: this.#recordStatus(live, progress, state) };
  }

  #recordState(
    live: LiveExecution,
    { snapshot }: Progress,
    state: ExecutionState,
    work: ReadonlyMap<string, TaskEffect>,
  ): void {
    const { executions } = this.#tables;
    const resumable = {
      snapshot: state.status === 'SUCCEEDED' ? null : JSON.stringify(snapshot),
      work: work.size === 0 ? null : JSON.stringify([...work.values()]),
    };
    const forgotten = live.identity.kind !== 'STANDARD' && state.status !== 'RUNNING';
    if (forgotten && live.stored) executions.remove(live.identity.id);
    else if (live.stored) executions.update(live.identity.id, state, resumable);
    else if (!forgotten) executions.insert(live.identity, state, resumable);
  }

  #recordStatus(live: LiveExecution, { before, snapshot }: Progress, state: ExecutionState): PendingEvent[] {
    if (!this.#statusEvents || live.identity.kind !== 'STANDARD') return [];
    const begun = !live.stored || before.status !== 'RUNNING';
    const ended = snapshot.status !== 'RUNNING';
    return [
      ...(begun ? [this.#statusEvents.record(live.identity, runningState(state))] : []),
      ...(ended && (begun || before.status === 'RUNNING') ? [this.#statusEvents.record(live.identity, state)] : []),
    ];
  }

  #recordEffect({ identity }: LiveExecution, effect: Effect): Recorded['abandoned'] {
    const { timers } = this.#kernel;
    switch (effect.kind) {
      case 'setTimer':
        timers.set(TIMER_OWNER, `${identity.id}/${effect.timerId}`, effect.dueMs);
        return [];
      case 'clearTimer':
        timers.clear(TIMER_OWNER, `${identity.id}/${effect.timerId}`);
        return [];
      case 'runTask':
        this.#schedule(identity.id, effect);
        return [];
      case 'cancelTask':
        return this.#cancel(identity.id, effect.taskId);
    }
  }

  #schedule(execution: number, { resource, taskId, token = '', parameters }: TaskEffect): void {
    if (parseResource(resource).kind !== 'activity') return;
    this.#tables.activities.schedule(resource, { execution, task: taskId, token, input: JSON.stringify(parameters) });
  }

  #cancel(execution: number, task: string): Recorded['abandoned'] {
    const { activities, children } = this.#tables;
    activities.unschedule(execution, task);
    const child = children.of(execution, task);
    if (!child) return [];
    children.remove(execution, task);
    return [{ arn: child.childArn, roleArn: child.roleArn }];
  }
}

const tasksOf = (effects: readonly Effect[], work: ReadonlyMap<string, TaskEffect>) => {
  const begun = effects.filter((effect) => effect.kind === 'runTask');
  return {
    tasks: begun.filter((effect) => work.get(effect.taskId) === effect),
    activityTasks: begun.filter(({ resource }) => parseResource(resource).kind === 'activity'),
  };
};

const stateOf = (snapshot: Snapshot, lastMs: number): ExecutionState => ({
  status: snapshot.status,
  output: snapshot.output === undefined ? null : JSON.stringify(snapshot.output),
  error: snapshot.error ?? null,
  cause: snapshot.cause ?? null,
  stopMs: snapshot.status === 'RUNNING' ? null : lastMs,
  redriveCount: snapshot.execution.redriveCount,
  redriveMs: snapshot.execution.redriveMs ?? null,
});

const runningState = (state: ExecutionState): ExecutionState => ({
  ...state,
  status: 'RUNNING',
  output: null,
  error: null,
  cause: null,
  stopMs: null,
});

/** Number of states entered and of attempts repeated in this step. */
const transitionsIn = ({ events }: Progress): number => {
  const entered = events.filter(({ type }) => type.endsWith('StateEntered'));
  const begun = entered.filter(({ type }) => type === 'TaskStateEntered').length;
  const scheduled = events.filter(({ type }) => SCHEDULED.has(type)).length;
  return entered.length + Math.max(0, scheduled - begun);
};

const SCHEDULED = new Set(['TaskScheduled', 'LambdaFunctionScheduled', 'ActivityScheduled']);
