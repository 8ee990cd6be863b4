/** The failure of a state or branch; see "Handling errors in Step Functions workflows". */
export interface Failure {
  /** Absent if the worker sent no error. */
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** The Cause in the error output of a failure without a cause: `""` for a timeout, else null. */
  readonly emptyCause?: '' | undefined;
  /**
   * A second error name that Retry and Catch match. A missed heartbeat has the error States.Timeout, but handlers for
   * States.HeartbeatTimeout match it too.
   */
  readonly alias?: string | undefined;
  /** Ends the execution immediately: no Retry or Catch applies (States.Runtime). */
  readonly fatal?: true | undefined;
  /** If set, States.ALL does not match this failure. */
  readonly beyondAll?: true | undefined;
  /** If set, an EvaluationFailed event precedes the failure's own events. */
  readonly evaluation?: EvaluatedState | undefined;
}

interface EvaluatedState {
  /** The field that failed, e.g. `Output/name`. */
  readonly location?: string | undefined;
  /** The event that EvaluationFailed follows: the event before StateEntered, or the newest event of the branch. */
  readonly follows: 'before' | 'last';
}
