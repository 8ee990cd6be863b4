import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Repair, tellCaseFile } from '../tell-case-file.ts';

/** The run that a person stops or redrives. */
export interface SteeredRun {
  readonly executionArn: string;
  /** Undefined if the submission has no valid application id: then no case file is told. */
  readonly applicationId?: string | undefined;
}

export interface Steering {
  readonly sfn: SFNClient;
  readonly lambda: LambdaClient;
  readonly caseFileFunction: string;
  /** User name of the person in the API, or the ARN of the caller that used AWS directly. */
  readonly who: string;
  /** The time of the system. */
  readonly now: () => Promise<Date> | Date;
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
  { sfn, lambda, caseFileFunction, who, now }: Steering,
  { executionArn, applicationId }: SteeredRun,
  kind: Repair['kind'],
): Promise<void> {
  if (applicationId === undefined) return;
  const { redriveCount = 0 } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const run = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  const facts = { run, ...(redriveCount === 0 ? {} : { redriveCount }) };
  await tellCaseFile(lambda, caseFileFunction, { applicationId, kind, who, at: (await now()).toISOString(), facts });
}
