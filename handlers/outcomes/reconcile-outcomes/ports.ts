import type { Ending, FinalStatus } from '../../shared/notification/ending.ts';
import type { EndsOfRuns } from '../../shared/notification/ports.ts';

/** An ended execution, as ListExecutions returns it. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly status: FinalStatus;
  readonly stoppedAt: Date;
}

export interface Executions {
  /** Reads the ended executions that started at or after `startedSince` page by page, latest start first. */
  endedPages(startedSince: Date): AsyncIterable<readonly EndedExecution[]>;
  /** Undefined if the execution was redriven and is running, or if Step Functions has deleted it. */
  readEnding(executionArn: string): Promise<Ending | undefined>;
}

/**
 * Progress of one end of a run. SENT: the notification was sent, or the run was a duplicate and needs none. RECONCILED:
 * the reconciler has checked this end.
 */
export type Mark = 'SENT' | 'RECONCILED';

export interface MarkedNotifications extends EndsOfRuns {
  /** Reads the marks of at most 100 keys. The result has no entry for a key without a mark. */
  marksOf(keys: readonly string[]): Promise<ReadonlyMap<string, Mark>>;
  markReconciled(key: string, now: Date): Promise<void>;
}
