import type { ApplicationRecord } from '../application-record.ts';

/**
 * Thrown if the record belongs to another execution, or is in a state from which the step is not possible. It has the name
 * of record-outcome's error: the workflow does not retry it, and an operator must examine the failed execution.
 */
export class OutcomeConflictException extends Error {
  override readonly name = 'OutcomeConflictException';

  constructor(
    { applicationId, executionArn }: { readonly applicationId: string; readonly executionArn: string },
    what: string,
    record: ApplicationRecord | undefined,
  ) {
    const found = record === undefined ? 'no record' : `state ${record.state} of ${record.executionArn}`;
    super(`Application ${applicationId} cannot ${what} in ${executionArn}: found ${found}.`);
  }
}
