import { OutcomeConflictException } from '../../shared/amendments/conflict.ts';
import { type ApplicationRecord, currentData } from '../../shared/application-record.ts';
import type { StateChange } from '../../shared/applications-table.ts';
import type { Clock } from '../../shared/clock.ts';
import { TryAgainException } from '../../shared/errors.ts';
import type { Applications } from './ports.ts';

export interface Ports {
  readonly applications: Applications;
  readonly now: Clock;
}

/** Input of the function from the state Amend Application. */
export interface Command {
  readonly applicationId: string;
  readonly executionArn: string;
  /** The awaited version. */
  readonly version: number;
  /** True if no time is left: without an amendment, the application expires. */
  readonly isFinal: boolean;
}

/**
 * AMENDED: the record has the awaited amendment, and `application` is the data to check. AWAITED: it has none yet. EXPIRED:
 * it has none, and no later one is accepted.
 */
export type Applied =
  | { readonly outcome: 'AMENDED'; readonly application: { readonly name: string; readonly address: string } }
  | { readonly outcome: 'AWAITED' | 'EXPIRED' };

/** Results of the checks and the review of the earlier version. */
const OF_EARLIER_VERSION = ['reasons', 'checks', 'reviewDeadline', 'decisionsRequired'] as const;

/**
 * Moves the record on after the wait for the applicant. The record decides, not the reason why the wait ended: an amendment
 * that is on record counts even if the token was lost, and after EXPIRED none can be added. Idempotent.
 * @throws OutcomeConflictException, TryAgainException
 */
export async function applyAmendment({ applications, now }: Ports, command: Command): Promise<Applied> {
  const record = await applications.find(command.applicationId);
  if (record === undefined || record.executionArn !== command.executionArn)
    throw new OutcomeConflictException(command, 'go on after the wait for its applicant', record);
  const outcome = outcomeOf(command, record);
  const next = outcome === 'AMENDED' ? 'SUBMITTED' : 'REVIEW_EXPIRED';
  if (outcome !== 'AWAITED' && record.state !== next) {
    if (record.state !== 'INFORMATION_REQUESTED')
      throw new OutcomeConflictException(command, 'go on after the wait for its applicant', record);
    const { isChanged } = await applications.change(changeTo(next, record, now()));
    if (!isChanged) throw new TryAgainException('Another write changed the application at the same time.');
  }
  if (outcome !== 'AMENDED') return { outcome };
  const { name, address } = currentData(record);
  return { outcome, application: { name, address } };
}

function outcomeOf({ version, isFinal }: Command, record: ApplicationRecord): Applied['outcome'] {
  if (record.amendments?.some((amendment) => amendment.version === version)) return 'AMENDED';
  return isFinal || record.state === 'REVIEW_EXPIRED' ? 'EXPIRED' : 'AWAITED';
}

function changeTo(state: 'SUBMITTED' | 'REVIEW_EXPIRED', record: ApplicationRecord, now: Date): StateChange {
  const { id, executionArn, version } = record;
  return {
    id,
    executionArn,
    version,
    from: ['INFORMATION_REQUESTED'],
    set: { state, updatedAt: now.toISOString() },
    remove: state === 'SUBMITTED' ? OF_EARLIER_VERSION : [],
  };
}
