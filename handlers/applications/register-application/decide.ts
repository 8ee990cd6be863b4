import type { Applicant } from '../../../events/application-submitted.ts';
import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ExecutionStatus } from './ports.ts';

/** Action for a submission whose application already has a record of another execution. */
export type ResubmissionAction = 'IGNORE' | 'ANNOUNCE_AGAIN' | 'TAKE_OVER';

const OWNING_STATUSES: ReadonlySet<ExecutionStatus> = new Set(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED']);

/**
 * A submission takes over the application of a failed run. If the failed run had already recorded an outcome, that
 * outcome is final, and only its event is sent again.
 */
export function actionFor(record: ApplicationRecord, earlierRun: ExecutionStatus): ResubmissionAction {
  if (OWNING_STATUSES.has(earlierRun)) return 'IGNORE';
  return isDecided(record.state) ? 'ANNOUNCE_AGAIN' : 'TAKE_OVER';
}

/** The record of an application that is submitted at `now` and owned by `executionArn`. */
export function newRecord(
  { application, submittedBy }: { readonly application: Applicant; readonly submittedBy?: string },
  executionArn: string,
  now: Date,
): ApplicationRecord {
  const at = now.toISOString();
  const from = submittedBy === undefined ? {} : { submittedBy };
  return { ...application, state: 'SUBMITTED', executionArn, submittedAt: at, ...from, updatedAt: at, version: 1 };
}

/**
 * The record after a takeover. Of the failed run's record it keeps only `submittedAt`, the time of the first
 * submission.
 */
export function takenOver(former: ApplicationRecord, created: ApplicationRecord): ApplicationRecord {
  return { ...created, submittedAt: former.submittedAt, version: former.version + 1 };
}
