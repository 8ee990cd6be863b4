/** Error names of Step Functions for a token whose task has ended or never existed. They do not say how it ended. */
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** True for an error of Step Functions about a task token that is no longer valid. */
export function isTokenGone(error: unknown): boolean {
  return error instanceof Error && GONE.has(error.name);
}
