import { DescribeExecutionCommand, paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import { isNamed } from '../failures.ts';

/** Status of an application's run. MISSING: Step Functions has no such execution (it deletes them after 90 days). */
export type RunStatus = 'RUNNING' | 'PENDING_REDRIVE' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'MISSING';

export const UNSUCCESSFUL = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const satisfies readonly RunStatus[];

/** Statuses of all runs that ended without success, by ARN. Lists each status once instead of one call for each run. */
export async function unsuccessfulRuns(sfn: SFNClient, stateMachineArn: string): Promise<Map<string, RunStatus>> {
  const runs = new Map<string, RunStatus>();
  for (const statusFilter of UNSUCCESSFUL) {
    for await (const page of paginateListExecutions(
      { client: sfn },
      { stateMachineArn, statusFilter, maxResults: 1000 },
    ))
      for (const { executionArn } of page.executions ?? []) if (executionArn) runs.set(executionArn, statusFilter);
  }
  return runs;
}

export async function runStatus(sfn: SFNClient, executionArn: string): Promise<RunStatus> {
  try {
    return (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status ?? 'MISSING';
  } catch (error) {
    if (isNamed(error, 'ExecutionDoesNotExist')) return 'MISSING';
    throw error;
  }
}
