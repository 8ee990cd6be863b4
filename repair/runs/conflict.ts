/** A run, as far as it decides whether it may be stopped or redriven. */
export interface RunState {
  readonly executionArn: string;
  readonly status: string;
  /** Name of the error with which the run ended. */
  readonly error?: string | undefined;
}

/** The record of the run's application; undefined if there is none. */
export interface OwnedRecord {
  readonly state: string;
  readonly executionArn: string;
}

/** The reason for which a redrive of this run is refused. Undefined if the redrive is allowed. */
export function redriveConflict(
  { status, executionArn, error }: RunState,
  record: OwnedRecord | undefined,
): string | undefined {
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'The run is active; there is nothing to redrive.';
  if (status === 'SUCCEEDED') return `The run has succeeded; the application is ${record?.state ?? 'not on record'}.`;
  if (error === 'InvalidApplicationException')
    return 'The submission was refused and would be refused again; the sender must submit again.';
  if (record === undefined || record.executionArn === executionArn) return undefined;
  return `Another run works on the application now: ${record.executionArn}`;
}

/** The reason for which the run cannot be stopped. Undefined if it can. */
export const stopConflict = ({ status }: Pick<RunState, 'status'>): string | undefined =>
  status === 'RUNNING' ? undefined : `The run is ${status}; only a run that is RUNNING can be stopped.`;

/** True if a redrive requests the review again, with a new token. */
export const redriveRequestsReview = (record: OwnedRecord | undefined): boolean =>
  record?.state === 'FLAGGED_FOR_REVIEW';
