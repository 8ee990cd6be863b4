/** The statuses an execution ends with. */
export const FINAL_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** The end of an execution, read from a `Step Functions Execution Status Change` event. */
export interface Ending {
  readonly executionArn: string;
  readonly status: (typeof FINAL_STATUSES)[number];
  readonly stoppedAt: Date;
  /** The execution's input as text; empty when it was too long for the event. */
  readonly input: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * Reads the event's detail, as described on the Step Functions page about status-change events. Throws a TypeError
 * for anything else: the rule lets nothing else through.
 */
export function parseStatusChange(detail: unknown): Ending {
  if (typeof detail !== 'object' || detail === null) throw new TypeError('A status change must be an object.');
  const { executionArn, status, stopDate, input, error, cause } = detail as Record<string, unknown>;
  const finalStatus = FINAL_STATUSES.find((name) => name === status);
  if (typeof executionArn !== 'string' || finalStatus === undefined || typeof stopDate !== 'number') {
    throw new TypeError('A status change must have executionArn, a final status and stopDate.');
  }
  return {
    executionArn,
    status: finalStatus,
    stoppedAt: new Date(stopDate),
    input: typeof input === 'string' ? input : '',
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof cause === 'string' ? { cause } : {}),
  };
}

const ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The application's id in an execution's input, when there is one of the allowed form. */
export function applicationIdIn(input: string): string | undefined {
  try {
    const id: unknown = JSON.parse(input)?.application?.id;
    return typeof id === 'string' && ID.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
