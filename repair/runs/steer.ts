import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Repair, type Repairer, tellCaseFile } from '../tell-case-file.ts';

/** The run that a person stops or redrives. */
export interface SteeredRun {
  readonly executionArn: string;
  /** Undefined if the submission has no valid application id. Then no case file gets an entry. */
  readonly applicationId?: string | undefined;
}

/** Who stops or redrives runs, and the client to do it. */
export interface Steering {
  readonly sfn: SFNClient;
  readonly repairer: Repairer;
}

/** Error name of the runs that a person stopped. */
export const STOPPED = 'StoppedByOperator';

/**
 * Stops the run, then tells the case file. The run ends ABORTED with the error `STOPPED`.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
 */
export async function stopRun(steering: Steering, run: SteeredRun): Promise<void> {
  const { sfn } = steering;
  await sfn.send(new StopExecutionCommand({ executionArn: run.executionArn, error: STOPPED }));
  await tell(steering, run, 'RUN_STOPPED');
}

/**
 * Continues the run in the state in which it ended, then tells the case file.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 * @throws ExecutionNotRedrivable if the run ended more than 14 days ago
 */
export async function redriveRun(steering: Steering, run: SteeredRun): Promise<void> {
  await steering.sfn.send(new RedriveExecutionCommand({ executionArn: run.executionArn }));
  await tell(steering, run, 'RUN_REDRIVEN');
}

/** The number of redrives is part of the entry, so that each redrive and each stop of a run has its own. */
async function tell(
  { sfn, repairer }: Steering,
  { executionArn, applicationId }: SteeredRun,
  kind: Repair['kind'],
): Promise<void> {
  if (applicationId === undefined) return;
  const { redriveCount = 0 } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const run = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  const facts = { run, ...(redriveCount === 0 ? {} : { redriveCount }) };
  await tellCaseFile(repairer, { applicationId, kind, facts });
}
