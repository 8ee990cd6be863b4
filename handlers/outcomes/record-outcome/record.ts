import type { ApplicationState } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { ERRORS } from './contract.ts';
import { type Command, changeFor, isDone } from './decide.ts';
import type { Applications } from './ports.ts';
import type { TwoPeoplePolicy } from './two-people.ts';

/**
 * Thrown if the record belongs to another execution, or is in a state from which the outcome is not allowed. The
 * workflow does not retry this error: an operator must examine the failed execution.
 */
class OutcomeConflictException extends Error {
  override readonly name = ERRORS.conflict;
}

export interface Ports {
  readonly applications: Applications;
  readonly policy: TwoPeoplePolicy;
  readonly now: Clock;
}

/** Output for the workflow. The members about the review are present only if the outcome is FLAGGED_FOR_REVIEW. */
export interface Recorded {
  readonly applicationId: string;
  readonly outcome: ApplicationState;
  /** ISO 8601. */
  readonly reviewDeadline?: string;
  /** Number of different people who must decide. */
  readonly decisionsRequired?: number;
}

/**
 * Writes the outcome into the record if the record belongs to the execution and is in an allowed state. The change of
 * the record is announced by announce-outcomes. Idempotent: a repeated call keeps the record.
 * @throws OutcomeConflictException, TryAgainException
 */
export async function recordOutcome(ports: Ports, command: Command): Promise<Recorded> {
  const change = await ports.applications.change(changeFor(command, ports.policy, ports.now()));
  const record = change.isChanged ? change.record : doneBefore(command, change.record);
  const { id: applicationId, state: outcome, reviewDeadline, decisionsRequired = 1 } = record;
  return outcome === 'FLAGGED_FOR_REVIEW' && reviewDeadline !== undefined
    ? { applicationId, outcome, reviewDeadline, decisionsRequired }
    : { applicationId, outcome };
}

function doneBefore(command: Command, record: ApplicationRecord | undefined): ApplicationRecord {
  if (record === undefined || !isDone(command, record)) throw conflict(command, record);
  return record;
}

function conflict(command: Command, record: ApplicationRecord | undefined): OutcomeConflictException {
  const found = record === undefined ? 'no record' : `state ${record.state} of ${record.executionArn}`;
  return new OutcomeConflictException(
    `Application ${command.applicationId} cannot become ${command.outcome} by ${command.executionArn}: found ${found}.`,
  );
}
