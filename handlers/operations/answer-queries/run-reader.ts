import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Run } from '../../../api/types.generated.ts';
import { callService } from '../../shared/errors.ts';
import type { RunReader } from './ports.ts';

const PAGE = 1000;

/** Reads runs of the workflow from Step Functions. */
export function createRunReader(client: SFNClient): RunReader {
  return {
    run: (arn) => describe(client, arn),
    history: async (executionArn) => {
      const events: HistoryEvent[] = [];
      const input = { executionArn, maxResults: PAGE, includeExecutionData: true };
      await callService('Reading the history of the run', async () => {
        for await (const page of paginateGetExecutionHistory({ client }, input)) events.push(...(page.events ?? []));
      });
      return events;
    },
    definition: async (executionArn) => {
      const command = new DescribeStateMachineForExecutionCommand({ executionArn });
      const { definition = '{}' } = await callService('Reading the definition', () => client.send(command));
      return JSON.parse(definition);
    },
  };
}

async function describe(client: SFNClient, executionArn: string): Promise<Run | undefined> {
  try {
    const command = new DescribeExecutionCommand({ executionArn });
    const described = await callService('Describing the run', () => client.send(command));
    const { status, startDate, stopDate, error, cause } = described;
    return {
      arn: executionArn,
      status: status ?? 'RUNNING',
      startedAt: startDate?.toISOString() ?? '',
      ...(stopDate === undefined ? {} : { stoppedAt: stopDate.toISOString() }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}
