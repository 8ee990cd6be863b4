import type { Ending, FinalStatus } from '../../shared/notification/ending.ts';
import type { Notifications } from '../../shared/notification/ports.ts';

/** The members of an ended execution in a list of executions. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly status: FinalStatus;
  readonly stoppedAt: Date;
}

export interface Executions {
  /** Pages of executions that have ended and started at or after `startedSince`, latest start first. */
  endedPages(startedSince: Date): AsyncIterable<readonly EndedExecution[]>;
  /** Undefined if the execution was redriven and runs again, or if Step Functions no longer knows it. */
  readEnding(executionArn: string): Promise<Ending | undefined>;
}

/** Progress of an end of a run: SENT: its notification was sent. RECONCILED: the reconciler has nothing more to do. */
export type Mark = 'SENT' | 'RECONCILED';

export interface MarkedNotifications extends Notifications {
  /** Marks by key, at most 100 keys; keys without a mark are missing in the result. */
  marksOf(keys: readonly string[]): Promise<ReadonlyMap<string, Mark>>;
  markReconciled(key: string, now: Date): Promise<void>;
}
