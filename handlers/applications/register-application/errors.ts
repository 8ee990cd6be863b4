import { ERRORS } from './contract.ts';

/** Thrown if the submission does not match its schema or exceeds a limit. The message names fields and rules, no values. */
export class InvalidApplicationException extends Error {
  override readonly name = ERRORS.invalid;
}

/** Thrown if another execution owns this application or has decided it. */
export class DuplicateApplicationException extends Error {
  override readonly name = ERRORS.duplicate;
  readonly applicationId: string;

  constructor(applicationId: string, reason: string) {
    super(`Application ${applicationId} was submitted before: ${reason}.`);
    this.applicationId = applicationId;
  }
}
