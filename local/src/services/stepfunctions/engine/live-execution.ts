import type { Logging } from '../execution-logs.ts';
import type { Snapshot, StateMachine, Stimulus, TaskEffect } from '../interpreter/contract.ts';
import type { ExecutionIdentity } from '../store/executions.ts';

/**
 * Chooses the stimulus from the current snapshot when the delivery is processed. Throws to refuse the delivery, e.g. if
 * the token has been answered already.
 */
export type Decide = (snapshot: Snapshot) => Stimulus;

export interface Delivery {
  readonly decide: Decide;
  /** Additional statements for the transaction of the step. */
  readonly alsoWrite?: (() => void) | undefined;
  /** Called with the snapshot after the step, once the step is stored. */
  readonly resolve: (snapshot: Snapshot) => void;
  readonly reject: (error: unknown) => void;
}

/** An execution in memory. It is loaded while deliveries or tasks are in flight, not while it is idle. */
export interface LiveExecution {
  readonly identity: ExecutionIdentity;
  readonly stateMachine: StateMachine;
  readonly logging: Logging | undefined;
  snapshot: Snapshot;
  /** Whether the store has a row of this execution. */
  stored: boolean;
  /** Task effects in flight, by task id. */
  work: Map<string, TaskEffect>;
  queue: Delivery[];
  draining: boolean;
  /** Number of tasks and deliveries in flight; the execution stays in memory until it is 0. */
  inFlight: number;
}
