import type { ExecutionIdentity, ExecutionState } from './store/executions.ts';
import type { MapRunChildRow } from './store/map-run-children.ts';

const REDRIVABLE_MS = 14 * 24 * 3_600_000;

export interface RedriveFacts {
  readonly redriveStatus: 'REDRIVABLE' | 'REDRIVABLE_BY_MAP_RUN' | 'NOT_REDRIVABLE';
  readonly redriveStatusReason?: string;
}

/**
 * Whether the execution can be redriven, as DescribeExecution shows it: unsuccessful Standard executions, for 14 days.
 */
export const redriveFacts = (
  { kind }: Pick<ExecutionIdentity, 'kind'>,
  { status, stopMs }: Pick<ExecutionState, 'status' | 'stopMs'>,
  nowMs: number,
): RedriveFacts => {
  if (kind !== 'STANDARD') return refused('Execution is not of a Standard state machine and cannot be redriven');
  if (status === 'RUNNING' || status === 'SUCCEEDED') return refused(`Execution is ${status} and cannot be redriven`);
  if (stopMs !== null && nowMs - stopMs > REDRIVABLE_MS)
    return refused('Execution was ended more than 14 days ago and cannot be redriven');
  return { redriveStatus: 'REDRIVABLE' };
};

/** Whether a redrive of the parent's execution redrives the child execution, as DescribeExecution shows it. */
export const childRedriveFacts = ({
  status,
  redrivable,
}: Pick<MapRunChildRow, 'status' | 'redrivable'>): RedriveFacts => {
  if (status !== 'FAILED' && status !== 'ABORTED') return refused(`Execution is ${status} and cannot be redriven`);
  if (redrivable === 0) return refused('Execution history event limit exceeded');
  return { redriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
};

const refused = (redriveStatusReason: string): RedriveFacts => ({
  redriveStatus: 'NOT_REDRIVABLE',
  redriveStatusReason,
});
