import type { ExecutionIdentity, ExecutionState } from './store/executions.ts';

const REDRIVABLE_MS = 14 * 24 * 3_600_000;

export interface RedriveFacts {
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
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

const refused = (redriveStatusReason: string): RedriveFacts => ({
  redriveStatus: 'NOT_REDRIVABLE',
  redriveStatusReason,
});
