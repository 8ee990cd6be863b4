/** An invalid pattern; the message is in the words of AWS's compiler (https://github.com/aws/event-ruler). */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}

export const invalidPattern = (reason: string): InvalidPatternError => new InvalidPatternError(reason);
