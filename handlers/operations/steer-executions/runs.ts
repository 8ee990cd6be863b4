import type { LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { applicationIdIn } from '../../../events/application-id.ts';
import { redriveRun, type Steering, stopRun } from '../../../repair/runs/steer.ts';
import { systemClock } from '../../shared/clock.ts';
import { callService } from '../../shared/errors.ts';
import type { KnownRun, Runs } from './ports.ts';

export interface Workflow {
  readonly sfn: SFNClient;
  readonly lambda: LambdaClient;
  readonly stateMachineArn: string;
  readonly caseFileFunction: string;
}

/** The runs of one state machine in Step Functions. */
export function createRuns({ sfn, stateMachineArn, ...toCaseFile }: Workflow): Runs {
  const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
  const steering = (who: string): Steering => ({ sfn, repairer: { ...toCaseFile, who, now: systemClock } });
  return {
    find: (name) => describe(sfn, `${executions}:${name}`),
    stop: (run, who) => callService('Stopping the run', () => stopRun(steering(who), run)),
    redrive: async (run, who) => {
      try {
        await callService('Redriving the run', () => redriveRun(steering(who), run));
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ExecutionNotRedrivable') return false;
        throw error;
      }
    },
  };
}

async function describe(sfn: SFNClient, executionArn: string): Promise<KnownRun | undefined> {
  try {
    const command = new DescribeExecutionCommand({ executionArn });
    const { status = 'RUNNING', error, input = '' } = await callService('Describing the run', () => sfn.send(command));
    return { executionArn, status, error, applicationId: applicationIdIn(input) };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}
