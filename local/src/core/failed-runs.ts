/** A run of an asynchronous invocation that ended without a result. */
export interface FailedRun {
  /** The id of the Invoke request that caused the invocation. */
  readonly requestId: string;
  readonly functionName: string;
  /** The error as JSON text; undefined if the function did not run. */
  readonly payload: string | undefined;
  /** Whether the invocation is given up. Otherwise it is repeated later. */
  readonly isLast: boolean;
}

/** Reports failed runs of asynchronous invocations. */
export interface FailedRuns {
  /**
   * Calls `listener` for each failed run. For the last run it is called inside `store.write`, so that the listener can
   * store the end of the invocation in the same commit.
   */
  onFailedRun(listener: (run: FailedRun) => void): void;
}
