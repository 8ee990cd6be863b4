import { GetExecutionHistoryCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { callService } from '../errors.ts';
import type { Runs, Wait, WaitRules } from './ports.ts';
import { succeedTask } from './succeed-task.ts';
import { waitIn } from './wait.ts';

const PAGE = 100;

/** Sends decisions to runs of the workflow and reads their history. */
export function createRuns(client: SFNClient): Runs {
  return {
    succeed: (taskToken, output) => succeedTask(client, 'Sending the decision to the workflow', { taskToken, output }),
    readWait: (executionArn, rules) => readWait(client, executionArn, rules),
  };
}

/** Reads the history, latest event first, until the latest wait. ENDED if Step Functions no longer has the run. */
async function readWait(client: SFNClient, executionArn: string, rules: WaitRules): Promise<Wait> {
  let nextToken: string | undefined;
  let events: NonNullable<Parameters<typeof waitIn>[0]> = [];
  try {
    do {
      const input = { executionArn, reverseOrder: true, maxResults: PAGE, includeExecutionData: true, nextToken };
      const command = new GetExecutionHistoryCommand(input);
      const page = await callService('Reading the history of the run', () => client.send(command));
      events = [...events, ...(page.events ?? [])];
      const wait = waitIn(events, rules);
      if (wait !== undefined) return wait;
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return { kind: 'OPEN' };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return { kind: 'ENDED' };
    throw error;
  }
}
