import type { Applicant } from '../../../events/application-submitted.ts';
import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ExecutionStatus } from './ports.ts';

/** What to do with a submission whose record belongs to another execution. */
export type ResubmissionAction = 'IGNORE' | 'ANNOUNCE_AGAIN' | 'TAKE_OVER';

const OWNING_STATUSES: ReadonlySet<ExecutionStatus> = new Set(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED']);

/**
 * The next submission takes over the application of a failed run. If that run recorded a decision before it failed, the
 * decision is final and only its announcement is repeated.
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

/** The record after a takeover: keeps `submittedAt` of the first submission, drops everything else of the failed run. */
export function takenOver(former: ApplicationRecord, created: ApplicationRecord): ApplicationRecord {
  return { ...created, submittedAt: former.submittedAt, version: former.version + 1 };
}
