import { isNameFlagged, isNameUnprocessable } from '../../shared/check-rules.ts';
import { ERRORS } from './contract.ts';

/**
 * Thrown for a name that cannot be checked. The message has the name, so store it only in the record: no log, no mail.
 */
class UnprocessableDataException extends Error {
  override readonly name = ERRORS.unprocessable;

  constructor(applicantName: string) {
    super(`Simulated error: Name '${applicantName}' is not possible to check.`);
  }
}

/** @throws UnprocessableDataException */
export function checkName(name: string): { flagged: boolean } {
  if (isNameUnprocessable(name)) throw new UnprocessableDataException(name);
  return { flagged: isNameFlagged(name) };
}
