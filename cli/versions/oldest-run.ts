import { type ExecutionListItem, paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { UNSUCCESSFUL } from '../records/run-status.ts';

/** Step Functions can redrive a run for 14 days after its end. */
const REDRIVABLE_MS = 14 * 86_400_000;
const ACTIVE = ['RUNNING', 'PENDING_REDRIVE'] as const;

export interface OldestRun {
  readonly executionArn: string;
  readonly startedAt: Date;
}

/** The run that started first, of all runs that are active or can be redriven. Undefined if there is no such run. */
export async function oldestRun(sfn: SFNClient, stateMachineArn: string, now: Date): Promise<OldestRun | undefined> {
  let oldest: OldestRun | undefined;
  for (const statusFilter of [...ACTIVE, ...UNSUCCESSFUL]) {
    const request = { stateMachineArn, statusFilter, maxResults: 1000 };
    for await (const { executions = [] } of paginateListExecutions({ client: sfn }, request))
      for (const run of executions) if (isNeeded(run, now)) oldest = olderOf(oldest, run);
  }
  return oldest;
}

const isNeeded = ({ stopDate }: ExecutionListItem, now: Date): boolean =>
  stopDate === undefined || now.getTime() - stopDate.getTime() < REDRIVABLE_MS;

function olderOf(oldest: OldestRun | undefined, { executionArn, startDate }: ExecutionListItem): OldestRun | undefined {
  if (executionArn === undefined || startDate === undefined) return oldest;
  return oldest === undefined || startDate < oldest.startedAt ? { executionArn, startedAt: startDate } : oldest;
}
