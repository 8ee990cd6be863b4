/** The limits of a Map Run, as DescribeMapRun shows them; 0 means that a limit is not set. */
export interface MapRunLimits {
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
}

interface ChildReference {
  readonly mapRunArn: string;
  /** Position of the child execution in the Map Run. */
  readonly index: number;
}

interface MapRunStarted extends MapRunLimits {
  readonly kind: 'mapRunStarted';
  readonly mapRunArn: string;
  /** The execution whose Map state started the Map Run: the workflow's, or a child execution of another Map Run. */
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly items: number;
  readonly executions: number;
}

interface ChildStarted extends ChildReference {
  readonly kind: 'childStarted';
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  /** JSON text. */
  readonly input: string;
  readonly items: number;
}

interface ChildEnded extends ChildReference {
  readonly kind: 'childEnded';
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** JSON text. */
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** False if a redrive cannot continue the child, because its history is full. */
  readonly isRedrivable: boolean;
}

/**
 * A change of a Map Run or of one of its child executions. The records of all steps together are what ListMapRuns,
 * DescribeMapRun and ListExecutions show; the interpreter itself does not read them.
 */
export type MapRunChange =
  | MapRunStarted
  /** The end of a Map Run aborts its children that have not ended. `ABORTED` has no effect on a Map Run that has ended. */
  | { readonly kind: 'mapRunEnded'; readonly mapRunArn: string; readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' }
  /** All unsuccessful children of the Map Run wait to be redriven. */
  | { readonly kind: 'mapRunRedriven'; readonly mapRunArn: string; readonly redriveCount: number }
  | ({ readonly kind: 'mapRunUpdated'; readonly mapRunArn: string } & MapRunLimits)
  | ChildStarted
  | ChildEnded
  | (ChildReference & { readonly kind: 'childRedriven'; readonly redriveCount: number })
  /** The execution has failed inside the runtime; its Map Runs end with it. */
  | { readonly kind: 'executionBroken' };

export type MapRunRecord = MapRunChange & { readonly atMs: number };
