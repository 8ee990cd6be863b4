import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { ExecutionItem } from '../../../../api/types.generated.ts';
import { applicationIdIn } from '../../../../events/application-id.ts';
import { callService } from '../../../shared/errors.ts';
import { refuse } from '../../../shared/http/problem.ts';
import type { ExecutionReader } from './ports.ts';

/**
 * Executions per page. The page is small because each execution needs a DescribeExecution call for its application id.
 */
const PAGE = 25;

/** Reads executions of these state machines from Step Functions. The first state machine is the default. */
export function createExecutionReader(
  client: Pick<SFNClient, 'send'>,
  stateMachineArns: readonly string[],
): ExecutionReader {
  const arnByName = new Map(stateMachineArns.map((arn) => [arn.slice(arn.lastIndexOf(':') + 1), arn]));
  const [own = ''] = arnByName.keys();
  return {
    arnOf: (stateMachine = own, name) => {
      const arn = arnByName.get(stateMachine)?.replace(':stateMachine:', ':execution:');
      return arn === undefined ? undefined : `${arn}:${name}`;
    },
    stateMachineNames: () => [...arnByName.keys()],
    list: async ({ stateMachine = own, status, cursor: nextToken }) => {
      const stateMachineArn = arnByName.get(stateMachine);
      if (stateMachineArn === undefined)
        return refuse('machine', `machine must be one of ${[...arnByName.keys()].join(', ')}.`);
      const command = new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: status,
        maxResults: PAGE,
        nextToken,
      });
      const { executions = [], nextToken: cursor } = await callService('Listing the runs', () =>
        client.send(command),
      ).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'InvalidToken')
          return refuse('cursor', 'cursor must be from an earlier answer.');
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
