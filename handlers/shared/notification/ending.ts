/** Final statuses of an execution. */
export const FINAL_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** The end of an execution, read from a status-change event or from DescribeExecution. */
export interface Ending {
  readonly executionArn: string;
  readonly status: FinalStatus;
  readonly stoppedAt: Date;
  /** The execution's input as JSON text. Empty if the input was too long for the event. */
  readonly input: string;
  /** The output of a succeeded run as JSON text. Missing if the output was too long for the event. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** How often the execution was redriven before this end; missing: never. */
  readonly redriveCount?: number;
}

/** True if the run's output says that the application belongs to another run. @throws SyntaxError if it is not JSON */
export function foundDuplicate({ output = '{}' }: Ending): boolean {
  return JSON.parse(output)?.outcome === 'DUPLICATE_IGNORED';
}
