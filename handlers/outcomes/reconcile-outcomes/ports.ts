import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Ending, FinalStatus } from '../../shared/notification/ending.ts';
import type { Notifications } from '../../shared/notification/ports.ts';

/** What a list of executions tells of one that has ended. */
export interface EndedExecution {
  readonly executionArn: string;
  readonly status: FinalStatus;
  readonly stoppedAt: Date;
}

export interface Executions {
  /** Those that have ended and were started since `startedSince`, latest start first, in pages. */
  endedPages(startedSince: Date): AsyncIterable<readonly EndedExecution[]>;
  /** How it ended; nothing when it runs again, or is no longer known. */
  readEnding(executionArn: string): Promise<Ending | undefined>;
}

/** What is noted about an end: that its notification was sent, or that nothing is left to repair about it. */
export type Mark = 'SENT' | 'RECONCILED';

export interface MarkedNotifications extends Notifications {
  /** The marks there are among these keys. */
  marksOf(keys: readonly string[]): Promise<ReadonlyMap<string, Mark>>;
  markReconciled(key: string, now: Date): Promise<void>;
}

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;
