import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetExecutionHistoryCommand, paginateListExecutions, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../../events/names.ts';
import type { Clients } from '../clients.ts';
import { viewApplications } from '../records/application-view.ts';
import { machineArn } from '../records/machine.ts';
import { runStatus } from '../records/run-status.ts';
import { TABLES } from '../system-names.ts';
import type { Measured, Usage } from './measure.ts';

/** More events than an execution of a sample application has. */
const WHOLE_HISTORY = 1_000;

type Services = Pick<Clients, 'events' | 'sfn' | 'tables'>;

/** Somebody who may decide reviews, as the API knows them. */
export type Reviewer = Pick<Measured, 'decide' | 'stateOf'>;

/** The system on this machine, whose runtime answers at `endpoint`. */
export function localSystem(services: Services, endpoint: string, reviewer: Reviewer): Measured {
  const { events, sfn, tables } = services;
  return {
    ...reviewer,
    submit: async (application) => {
      const Detail = JSON.stringify({ application });
      const entry = { EventBusName: BUS_NAME, Source: EVENT_SOURCE, DetailType: APPLICATION_SUBMITTED, Detail };
      await events.send(new PutEventsCommand({ Entries: [entry] }));
    },
    ...readings(sfn, endpoint),
    executions: async () => executionsOf(services, await machineArn(sfn)),
    reviews: async () => {
      const { Table } = await tables.send(new DescribeTableCommand({ TableName: TABLES.reviews }));
      return Table?.ItemCount ?? 0;
    },
    discard: (ids) => discard(services, ids),
  };
}

/** What any design that runs on this machine is read by. */
export function readings(sfn: Clients['sfn'], endpoint: string): Pick<Measured, 'usage' | 'idle' | 'history'> {
  return {
    usage: async () => (await (await fetch(`${endpoint}/_local/usage`)).json()) as Usage,
    // Moving the clock waits for all work; by nothing it only does that.
    idle: async () => {
      await fetch(`${endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":0}' });
    },
    history: async (executionArn) => {
      const request = new GetExecutionHistoryCommand({ executionArn, maxResults: WHOLE_HISTORY });
      return (await sfn.send(request)).events?.map(({ type }) => String(type)) ?? [];
    },
  };
}

/** ARNs of all executions of a state machine. */
export async function executionsOf({ sfn }: Pick<Clients, 'sfn'>, stateMachineArn: string): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const { executions = [] } of paginateListExecutions(
    { client: sfn },
    { stateMachineArn, maxResults: 1000 },
  ))
    arns.push(...executions.map(({ executionArn }) => String(executionArn)));
  return arns;
}

/** Stops the runs of these applications that go on, and forgets them with their reviews: nobody should decide them. */
async function discard({ sfn, tables }: Services, ids: readonly string[]): Promise<void> {
  for (const { id, executionArn } of (await viewApplications(tables, ids)).values()) {
    if ((await runStatus(sfn, executionArn)) !== 'RUNNING') continue;
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'CostNotMeasured' }));
    await tables.send(new DeleteCommand({ TableName: TABLES.reviews, Key: { applicationId: id } }));
    await tables.send(new DeleteCommand({ TableName: TABLES.applications, Key: { id } }));
  }
}
