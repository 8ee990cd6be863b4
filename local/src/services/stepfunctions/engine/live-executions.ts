import type { ExecutionLogs } from '../execution-logs.ts';
import type { Snapshot, TaskEffect } from '../interpreter/contract.ts';
import { initialSnapshot } from '../interpreter/initial-snapshot.ts';
import type { ExecutionIdentity } from '../store/executions.ts';
import type { Tables } from '../store/tables.ts';
import type { LiveExecution } from './live-execution.ts';
import { StateMachineCache } from './state-machine-cache.ts';

/** The executions in memory. Each execution is loaded at most once, so that it has only one queue. */
export class LiveExecutions {
  readonly #tables: Tables;
  readonly #logs: ExecutionLogs;
  readonly #stateMachines: StateMachineCache;
  readonly #live = new Map<number, LiveExecution>();

  constructor(tables: Tables, logs: ExecutionLogs) {
    this.#tables = tables;
    this.#logs = logs;
    this.#stateMachines = new StateMachineCache(tables.stateMachines);
  }

  known(id: number): LiveExecution | undefined {
    return this.#live.get(id);
  }

  /** Creates a new execution, which is not stored yet. */
  begin(identity: ExecutionIdentity, roleArn: string): LiveExecution {
    const snapshot = initialSnapshot({
      arn: identity.arn,
      name: identity.name,
      roleArn,
      startMs: identity.startMs,
      input: JSON.parse(identity.input),
      redriveCount: 0,
    });
    return this.#add(identity, snapshot, false);
  }

  /** Loads a stored execution; undefined if it does not exist or has succeeded. */
  load(id: number): LiveExecution | undefined {
    const row = this.#tables.executions.byId(id);
    if (!row || row.snapshot === null) return undefined;
    const live = this.#add(row, JSON.parse(row.snapshot), true);
    const work: TaskEffect[] = row.work === null ? [] : JSON.parse(row.work);
    for (const effect of work) live.work.set(effect.taskId, effect);
    return live;
  }

  /** Drops an execution without queued deliveries and without tasks in flight; returns whether it did. */
  forgetIfIdle(live: LiveExecution): boolean {
    const isIdle = !live.draining && live.inFlight === 0 && live.queue.length === 0;
    if (isIdle) this.#live.delete(live.identity.id);
    return isIdle;
  }

  #add(identity: ExecutionIdentity, snapshot: Snapshot, stored: boolean): LiveExecution {
    const stateMachine = this.#stateMachines.get(
      identity.revision,
      identity.kind === 'STANDARD' ? 'STANDARD' : 'EXPRESS',
    );
    const logging = this.#logs.loggingOf(identity.stateMachineArn);
    const nothingDone = { work: new Map(), queue: [], draining: false, inFlight: 0 };
    const live: LiveExecution = { identity, stateMachine, logging, snapshot, stored, ...nothingDone };
    this.#live.set(identity.id, live);
    return live;
  }
}
