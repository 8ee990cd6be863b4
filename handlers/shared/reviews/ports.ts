import type { Verdict } from '../../../api/types.generated.ts';
import type { ApplicationRecord, ApplicationView } from '../application-record.ts';
import type { ReviewEntry, RunDecision } from './entry.ts';

export interface ReviewLedger {
  /** Reads what has been written up to now (consistently). */
  read(applicationId: string): Promise<ReviewEntry | undefined>;
  /** Replaces an entry that still has `entry.version`, counting it up; nothing when it has another. */
  write(entry: ReviewEntry): Promise<ReviewEntry | undefined>;
}

/** A task's output, as the workflow takes it. */
export interface TaskOutput {
  readonly decision: Verdict;
  readonly reviewer: string;
  readonly comment?: string;
}

/** Where the wait of a run stands. ENDED: the run is over, and nobody had decided. */
export type Wait =
  | { readonly kind: 'DECIDED'; readonly taken: RunDecision }
  | { readonly kind: 'OPEN' }
  | { readonly kind: 'EXPIRED' }
  | { readonly kind: 'ENDED' };

export interface Runs {
  /**
   * Ends the wait of this token. GONE: it had ended before, or is not waited for any more; Step Functions does not say
   * which, nor whether it was this very decision that ended it.
   */
  succeed(taskToken: string, output: TaskOutput): Promise<'TAKEN' | 'GONE'>;
  /** What the history of the run says about its latest wait. */
  readWait(executionArn: string): Promise<Wait>;
}

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** For functions that need nothing an applicant has written. */
export type ViewApplication = (id: string) => Promise<ApplicationView | undefined>;
