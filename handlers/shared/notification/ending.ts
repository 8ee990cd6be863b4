/** The statuses an execution ends with. */
export const FINAL_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** The end of an execution, as a status-change event or DescribeExecution tells it. */
export interface Ending {
  readonly executionArn: string;
  readonly status: FinalStatus;
  readonly stoppedAt: Date;
  /** The execution's input as text; empty when it was too long for the event. */
  readonly input: string;
  /** The output of a run that succeeded, as text; missing when it was too long for the event. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** True when the run says that it only found another one that has its application in hand, or has finished it. */
export function foundDuplicate({ output = '{}' }: Ending): boolean {
  return JSON.parse(output)?.outcome === 'DUPLICATE_IGNORED';
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
