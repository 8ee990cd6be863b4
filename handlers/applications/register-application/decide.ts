import type { Applicant } from '../../../events/application-submitted.ts';
import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ExecutionStatus } from './ports.ts';

/** What to do with a submission whose id has a record of another execution. */
export type Course = 'IGNORE' | 'ANNOUNCE_AGAIN' | 'TAKE_OVER';

const HAS_IT_IN_HAND: ReadonlySet<ExecutionStatus> = new Set(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED']);

/**
 * A run that failed gives its application up to the next submission. If it had decided before it failed, the decision
 * stands, and only its announcement may have been lost.
 */
export function courseFor(record: ApplicationRecord, earlierRun: ExecutionStatus): Course {
  if (HAS_IT_IN_HAND.has(earlierRun)) return 'IGNORE';
  return isDecided(record.state) ? 'ANNOUNCE_AGAIN' : 'TAKE_OVER';
}

/** The record of an application that was submitted `now` and is worked on by `executionArn`. */
export function newRecord(
  { application, submittedBy }: { readonly application: Applicant; readonly submittedBy?: string },
  executionArn: string,
  now: Date,
): ApplicationRecord {
  const at = now.toISOString();
  const from = submittedBy === undefined ? {} : { submittedBy };
  return { ...application, state: 'SUBMITTED', executionArn, submittedAt: at, ...from, updatedAt: at, version: 1 };
}

/** The record begun anew: what the failed run had noted is left behind, when it was first submitted is kept. */
export function takenOver(former: ApplicationRecord, begun: ApplicationRecord): ApplicationRecord {
  return { ...begun, submittedAt: former.submittedAt, version: former.version + 1 };
}
