import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { callService } from '../../shared/errors.ts';
import { refuse } from '../../shared/http/problem.ts';
import { applicationIdIn } from '../../shared/notification/ending.ts';
import type { ExecutionItem, ExecutionReader } from './ports.ts';

/** Each is described for its application's id. */
const PAGE = 25;

/** The runs of one state machine, as Step Functions has them. */
export function createExecutionReader(client: Pick<SFNClient, 'send'>, stateMachineArn: string): ExecutionReader {
  return {
    arnOf: (name) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    list: async (statusFilter, nextToken) => {
      const command = new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: PAGE, nextToken });
      const { executions = [], nextToken: cursor } = await callService('Listing the runs', () =>
        client.send(command),
      ).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'InvalidToken')
          return refuse('cursor', 'cursor must be that of an earlier answer.');
        throw error;
      });
      const items = await Promise.all(executions.map((execution) => itemOf(client, execution)));
      return { items, ...(cursor === undefined ? {} : { cursor }) };
    },
  };
}

async function itemOf(client: Pick<SFNClient, 'send'>, execution: ExecutionListItem): Promise<ExecutionItem> {
  const { executionArn, name = '', status = 'RUNNING', startDate, stopDate } = execution;
  const command = new DescribeExecutionCommand({ executionArn });
  const { input = '' } = await callService('Describing a run', () => client.send(command));
  const applicationId = applicationIdIn(input);
  return {
    name,
    status,
    startedAt: startDate?.toISOString() ?? '',
    ...(stopDate === undefined ? {} : { stoppedAt: stopDate.toISOString() }),
    ...(applicationId === undefined ? {} : { applicationId }),
  };
}
