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

/** Page size that holds the whole history of a sample application's execution. */
const WHOLE_HISTORY = 1_000;

type Services = Pick<Clients, 'events' | 'sfn' | 'tables'>;

/** Calls of the API as a signed-in user who may decide reviews. */
export type Reviewer = Pick<Measured, 'decide' | 'stateOf'>;

/** The system on this machine; `endpoint` is the URL of its one-machine runtime. */
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

/** Readings that work for any application on the one-machine runtime. */
export function readings(sfn: Clients['sfn'], endpoint: string): Pick<Measured, 'usage' | 'idle' | 'history'> {
  return {
    usage: async () => (await (await fetch(`${endpoint}/_local/usage`)).json()) as Usage,
    // Moving the clock waits until no work is in flight; moving it by 0 s does nothing else.
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

/** Stops the running executions of these applications and deletes their records and reviews, so that no review stays open. */
async function discard({ sfn, tables }: Services, ids: readonly string[]): Promise<void> {
  for (const { id, executionArn } of (await viewApplications(tables, ids)).values()) {
    if ((await runStatus(sfn, executionArn)) !== 'RUNNING') continue;
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'CostNotMeasured' }));
    await tables.send(new DeleteCommand({ TableName: TABLES.reviews, Key: { applicationId: id } }));
    await tables.send(new DeleteCommand({ TableName: TABLES.applications, Key: { id } }));
  }
}
