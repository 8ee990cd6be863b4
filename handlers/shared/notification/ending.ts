/** Final statuses of an execution. */
export const FINAL_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** The end of an execution, read from a status-change event or from DescribeExecution. */
export interface Ending {
  readonly executionArn: string;
  readonly status: FinalStatus;
  readonly stoppedAt: Date;
  /** The execution's input as JSON text; empty if it was too long for the event. */
  readonly input: string;
  /** The output of a succeeded run as JSON text; missing if it was too long for the event. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** True if the run's output says that another run owns or has decided the application. */
export function foundDuplicate({ output = '{}' }: Ending): boolean {
  return JSON.parse(output)?.outcome === 'DUPLICATE_IGNORED';
}

const ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The application's id in an execution's input; undefined if there is none or its format is not allowed. */
export function applicationIdIn(input: string): string | undefined {
  try {
    const id: unknown = JSON.parse(input)?.application?.id;
    return typeof id === 'string' && ID.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
