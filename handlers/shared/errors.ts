/** Error name that the workflow retries. */
export const TRY_AGAIN = 'TryAgainException';

/** Thrown if a service call failed and a retry may succeed: throttled, unreachable, or partly failed. */
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
  // A transaction with the item is in progress.
  'TransactionConflictException',
]);

/** Runs an AWS call. Transient failures are thrown as TryAgainException with `purpose` in the message, others unchanged. */
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

/** The parts of an error that may be logged. Messages may not: they may contain a task token or applicants' data. */
export interface LoggedError {
  readonly error: string;
  /** Labels of the error's causes, the direct cause first. */
  readonly causes: readonly string[];
}

/** Maximum number of causes, because causes may form a cycle. */
const MAX_CAUSES = 8;

/** The labels of an error and its causes. A label is the name, followed by the code if it differs: `Error ECONNREFUSED`. */
export function loggedError(error: unknown): LoggedError {
  const causes: string[] = [];
  for (let cause = causeOf(error); cause !== undefined && causes.length < MAX_CAUSES; cause = causeOf(cause)) {
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

/** True for DynamoDB's error about a failed condition of a write. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
