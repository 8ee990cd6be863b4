import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { callService } from '../../shared/errors.ts';
import { type Ending, FINAL_STATUSES } from '../../shared/notification/ending.ts';
import type { EndedExecution, Executions } from './ports.ts';

const PAGE = 1000;

/** Reads the executions of a state machine from Step Functions. */
export function createExecutions(client: SFNClient, stateMachineArn: string): Executions {
  return {
    endedPages: (startedSince) => endedPages(client, stateMachineArn, startedSince),
    readEnding: (executionArn) => readEnding(client, executionArn),
  };
}

/** ListExecutions returns the latest start first, so reading stops at the first execution that started too early. */
async function* endedPages(client: SFNClient, stateMachineArn: string, startedSince: Date) {
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn, maxResults: PAGE })) {
    const recent = executions.filter(({ startDate }) => startDate !== undefined && startDate >= startedSince);
    yield recent.flatMap(endedExecution);
    if (recent.length < executions.length) return;
  }
}

function endedExecution({ executionArn, status, stopDate }: ExecutionListItem): EndedExecution[] {
  const finalStatus = FINAL_STATUSES.find((name) => name === status);
  if (executionArn === undefined || finalStatus === undefined || stopDate === undefined) return [];
  return [{ executionArn, status: finalStatus, stoppedAt: stopDate }];
}

async function readEnding(client: SFNClient, executionArn: string): Promise<Ending | undefined> {
  try {
    const command = new DescribeExecutionCommand({ executionArn });
    const answer = await callService('Describing the run', () => client.send(command));
    const [ended] = endedExecution({ ...answer, executionArn } as ExecutionListItem);
    if (ended === undefined) return undefined;
    const { input = '', output, error, cause, redriveCount = 0 } = answer;
    return {
      ...ended,
      input,
      ...(output === undefined ? {} : { output }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      ...(redriveCount === 0 ? {} : { redriveCount }),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}
