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

export interface MarkedNotifications extends EndsOfRuns {
  /**
   * The keys, of at most 100, whose ends are settled: the notification was sent, the run was a duplicate and needs none,
   * or the reconciler has examined the end.
   */
  settledOf(keys: readonly string[]): Promise<ReadonlySet<string>>;
  markReconciled(key: string, now: Date): Promise<void>;
}
