import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { ExecutionItem } from '../../../../api/types.generated.ts';
import { callService } from '../../../shared/errors.ts';
import { refuse } from '../../../shared/http/problem.ts';
import { applicationIdIn } from '../../../shared/notification/ending.ts';
import type { ExecutionReader } from './ports.ts';

/** Executions per page. Each needs a DescribeExecution call to find its application's id. */
const PAGE = 25;
/** Maximum number of state machines that are listed. */
const MAX_STATE_MACHINES = 100;

/** Reads executions from Step Functions. `stateMachineArn` is the state machine of applications, the default. */
export function createExecutionReader(client: Pick<SFNClient, 'send'>, stateMachineArn: string): ExecutionReader {
  const [, prefix = '', own = ''] = /^(.*:)([^:]*)$/.exec(stateMachineArn) ?? [];
  return {
    arnOf: (stateMachine = own, name) => `${prefix.replace(':stateMachine:', ':execution:')}${stateMachine}:${name}`,
    stateMachineNames: async () => {
      const command = new ListStateMachinesCommand({ maxResults: MAX_STATE_MACHINES });
      const { stateMachines = [] } = await callService('Listing the state machines', () => client.send(command));
      const others = stateMachines.flatMap(({ name }) => (name === undefined || name === own ? [] : [name]));
      return [own, ...others.toSorted()];
    },
    list: async ({ stateMachine = own, status, cursor: nextToken }) => {
      const arn = prefix + stateMachine;
      const command = new ListExecutionsCommand({
        stateMachineArn: arn,
        statusFilter: status,
        maxResults: PAGE,
        nextToken,
      });
      const { executions = [], nextToken: cursor } = await callService('Listing the runs', () =>
        client.send(command),
      ).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'InvalidToken')
          return refuse('cursor', 'cursor must be from an earlier answer.');
        if (error instanceof Error && error.name === 'StateMachineDoesNotExist')
          return refuse('machine', 'machine must be the name of a state machine.');
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
