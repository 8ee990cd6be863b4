/** By these Step Functions says that a token's task has ended or never was; it does not say how it ended. */
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** True for an error by which Step Functions says that nobody waits for the task token any more. */
export function isTokenGone(error: unknown): boolean {
  return error instanceof Error && GONE.has(error.name);
}
