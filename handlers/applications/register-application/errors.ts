import { ERRORS } from './contract.ts';

/** Thrown when the submission breaks its schema or a limit; the message names fields and what they allow, no values. */
export class InvalidApplicationException extends Error {
  override readonly name = ERRORS.invalid;
}

/** Thrown when another execution has this application in hand or has finished it. */
export class DuplicateApplicationException extends Error {
  override readonly name = ERRORS.duplicate;
  readonly applicationId: string;

  constructor(applicationId: string, reason: string) {
    super(`Application ${applicationId} was submitted before: ${reason}.`);
    this.applicationId = applicationId;
  }
}
