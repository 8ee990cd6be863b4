import type { Execution, ExecutionStatus, Me } from '../../../api/types.generated.ts';
import { visitedStates } from './visited-states.ts';

/** What this user may do with a run of this status. Undefined: nothing. */
export function steerableBy({ roles }: Pick<Me, 'roles'>, status: ExecutionStatus): 'stop' | 'redrive' | undefined {
  if (!roles.includes('operator')) return undefined;
  if (status === 'RUNNING') return 'stop';
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED' ? 'redrive' : undefined;
}

/** The state in which a redrive continues: the one that failed, or the last one that was entered and not left. */
export function resumedState(run: Pick<Execution, 'states'>): string | undefined {
  const failed = run.states.find(({ status }) => status === 'failed');
  return (failed ?? visitedStates(run).findLast(({ exitedAt }) => exitedAt === undefined))?.name;
}
