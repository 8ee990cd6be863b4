import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { paginateListExecutions, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../events/names.ts';
import type { Clients } from '../clients.ts';
import { viewApplication, viewApplications } from '../records/application-view.ts';
import { machineArn } from '../records/machine.ts';
import { runStatus } from '../records/run-status.ts';
import { BUS, TABLES } from '../system-names.ts';
import type { Measured, Usage } from './measure.ts';

type Services = Pick<Clients, 'events' | 'sfn' | 'tables'>;

/** Access to the local system with the runtime at `endpoint`. `decide` decides reviews as the signed-in user. */
export function localSystem(services: Services, endpoint: string, decide: Measured['decide']): Measured {
  const { events, sfn, tables } = services;
  return {
    decide,
    stateOf: async (id) => String((await viewApplication(tables, id))?.state),
    submit: async (application) => {
      const Detail = JSON.stringify({ application });
      const entry = { EventBusName: BUS, Source: EVENT_SOURCE, DetailType: APPLICATION_SUBMITTED, Detail };
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

/** The parts of `Measured` that do not depend on the design of the workflow. */
export function readings(sfn: Clients['sfn'], endpoint: string): Pick<Measured, 'usage' | 'idle' | 'hasEnded'> {
  return {
    usage: async () => (await (await fetch(`${endpoint}/_local/usage`)).json()) as Usage,
    // A clock move waits until no work is in progress. A move by 0 seconds only waits.
    idle: async () => {
      await fetch(`${endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":0}' });
    },
    hasEnded: async (executionArn) => (await runStatus(sfn, executionArn)) !== 'RUNNING',
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

/**
 * Stops the active runs of these applications and deletes their records and reviews, so that reviewers do not see them.
 */
async function discard({ sfn, tables }: Services, ids: readonly string[]): Promise<void> {
  for (const { id, executionArn } of (await viewApplications(tables, ids)).values()) {
    if ((await runStatus(sfn, executionArn)) !== 'RUNNING') continue;
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'CostNotMeasured' }));
    await tables.send(new DeleteCommand({ TableName: TABLES.reviews, Key: { applicationId: id } }));
    await tables.send(new DeleteCommand({ TableName: TABLES.reviewTokens, Key: { applicationId: id } }));
    await tables.send(new DeleteCommand({ TableName: TABLES.applications, Key: { id } }));
  }
}
