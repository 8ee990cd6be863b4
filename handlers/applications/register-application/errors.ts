import { ERRORS } from './contract.ts';

/**
 * Thrown if the submission does not match its schema or exceeds a limit. The message has fields and rules but no
 * values.
 */
export class InvalidApplicationException extends Error {
  override readonly name = ERRORS.invalid;
}

/**
 * Thrown if the application belongs to another execution, which is still running, can be redriven or has decided it.
 */
export class DuplicateApplicationException extends Error {
  override readonly name = ERRORS.duplicate;
  readonly applicationId: string;

  constructor(applicationId: string, reason: string) {
    super(`Application ${applicationId} was submitted before: ${reason}.`);
    this.applicationId = applicationId;
  }
}
