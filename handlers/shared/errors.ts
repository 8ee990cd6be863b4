/** The name the workflow's retries know; a failure under this name is worth another attempt. */
export const TRY_AGAIN = 'TryAgainException';

/** Thrown when a service did not do its part this time but may the next: throttled, unreachable, partly failed. */
export class TryAgainException extends Error {
  override readonly name = TRY_AGAIN;
}

const TRANSIENT_NAMES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'NetworkingError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TimeoutError',
]);

/** Runs an AWS call made for `purpose`; its transient failures come out as TryAgainException, all others unchanged. */
export async function callService<Result>(purpose: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (isTransient(error)) throw new TryAgainException(`${purpose} did not work this time.`, { cause: error });
    throw error;
  }
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $fault, $retryable } = error as { code?: unknown; $fault?: unknown; $retryable?: unknown };
  return (
    $fault === 'server' ||
    $retryable !== undefined ||
    TRANSIENT_NAMES.has(error.name) ||
    TRANSIENT_NAMES.has(String(code))
  );
}

/** What a log may have of an error. Messages are left out: they may quote a task token or an applicant's data. */
export interface LoggedError {
  readonly error: string;
  /** Names of its causes, the nearest first. */
  readonly causes: readonly string[];
}

/** Causes may form a circle. */
const MOST_CAUSES = 8;

/** Names an error and its causes; a name is followed by the error's code when that differs, as in `Error ECONNREFUSED`. */
export function loggedError(error: unknown): LoggedError {
  const causes: string[] = [];
  for (let cause = causeOf(error); cause !== undefined && causes.length < MOST_CAUSES; cause = causeOf(cause)) {
    causes.push(labelOf(cause));
  }
  return { error: labelOf(error), causes };
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

function labelOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { name, code } = error as { name: string; code?: unknown };
  return typeof code === 'string' && code !== name ? `${name} ${code}` : name;
}

/** True for the error by which DynamoDB says that a write's condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
