import type { Logging } from '../execution-logs.ts';
import type { Snapshot, StateMachine, Stimulus, TaskEffect } from '../interpreter/contract.ts';
import type { ExecutionIdentity } from '../store/executions.ts';

/** What is to happen to an execution, decided when it is its turn. Throws to refuse, e.g. a token answered before. */
export type Decide = (snapshot: Snapshot) => Stimulus;

export interface Delivery {
  readonly decide: Decide;
  /** Further statements for the write of the step. */
  readonly alsoWrite?: (() => void) | undefined;
  /** With the snapshot after the step, once that is on disk. */
  readonly resolve: (snapshot: Snapshot) => void;
  readonly reject: (error: unknown) => void;
}

/** An execution in memory: while something is being done for it, not while it only waits. */
export interface LiveExecution {
  readonly identity: ExecutionIdentity;
  readonly stateMachine: StateMachine;
  readonly logging: Logging | undefined;
  snapshot: Snapshot;
  /** Whether there is a row of it. */
  stored: boolean;
  /** Task effects that have begun and not ended, by task id. */
  work: Map<string, TaskEffect>;
  queue: Delivery[];
  draining: boolean;
  /** How many of its tasks are being performed by this process. */
  inHand: number;
}
