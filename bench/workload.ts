import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../events/names.ts';
import { type Clients, configFor } from '../test/support/clients.ts';
import { readRecord } from '../test/support/system.ts';
import { timed } from './bench.ts';

/** A design of the application process: how to submit applications to it, and how to read their records. */
export interface Workload {
  /**
   * Submits applications that need no review in one call, at most as many as the design accepts. Resolves with the ids
   * of their records.
   */
  submit(names: readonly string[]): Promise<readonly string[]>;
  stateOf(id: string): Promise<unknown>;
}

/** Address of every applicant; passes the check. */
export const ADDRESS = '123 Enterprise Street';

/** Puts applications with these ids on the bus in one call, at most ten. */
export const putApplications = async ({ events }: Clients, ids: readonly string[], name = 'Spock'): Promise<void> => {
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({
      Entries: ids.map((id) => ({
        EventBusName: BUS_NAME,
        Source: EVENT_SOURCE,
        DetailType: APPLICATION_SUBMITTED,
        Detail: JSON.stringify({ application: { id, name, address: ADDRESS } }),
      })),
    }),
  );
  if (FailedEntryCount) throw new Error(`${FailedEntryCount} of ${ids.length} applications were not accepted.`);
};

/** Workload of our design: an event on the bus starts the state machine. */
export const accountApplications = (clients: Clients): Workload => ({
  submit: async (names) => {
    await putApplications(clients, names);
    return names;
  },
  stateOf: async (id) => (await readRecord(clients, id))?.state,
});

/**
 * Workload of the source document's design: a function writes the record and starts the state machine. One application
 * per call.
 */
export const sourceDesign = ({ endpoint, tables }: Clients): Workload => {
  const functions = new LambdaClient(configFor(endpoint));
  return {
    submit: ([name]) => submitToSource(functions, { name: `Spock ${name}`, address: ADDRESS }).then((id) => [id]),
    stateOf: async (id) =>
      (await tables.send(new GetCommand({ TableName: 'source-applications', Key: { id }, ConsistentRead: true }))).Item
        ?.state,
  };
};

/** Submits an application to the source document's design; resolves with its id. */
export const submitToSource = async (
  functions: LambdaClient,
  applicant: { readonly name: string; readonly address: string },
): Promise<string> => {
  const submit = new InvokeCommand({ FunctionName: 'source-submit-application', Payload: JSON.stringify(applicant) });
  const { FunctionError, Payload } = await functions.send(submit);
  const answer = JSON.parse(Payload?.transformToString() ?? '{}') as { readonly id: string };
  if (FunctionError) throw new Error(JSON.stringify(answer));
  return answer.id;
};

const approved = async (workload: Workload, id: string, pollIntervalMs: number): Promise<void> => {
  while ((await workload.stateOf(id)) !== 'APPROVED')
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
};

/** Measures the milliseconds from the submission of one application to the first read of its record as APPROVED. */
export const approveOne = async (workload: Workload, name: string): Promise<number> => {
  const startMs = performance.now();
  const ids = await workload.submit([name]);
  for (const id of ids) await approved(workload, id, 1);
  return performance.now() - startMs;
};

/** Measures `approveOne` `count` times, one after the other. */
export const oneAtATime = async (workload: Workload, name: string, count: number): Promise<readonly number[]> => {
  const all: number[] = [];
  await timed(count, 1, async (index) => all.push(await approveOne(workload, `${name}-${index}`)));
  return all;
};

export interface BatchSize {
  readonly count: number;
  /** Number of concurrent calls. */
  readonly width: number;
  /** Number of applications per call. */
  readonly entries: number;
}

export const BATCH: BatchSize = { count: 300, width: 32, entries: 1 };

/** Polling interval. Long enough that polling does not affect the measurement. */
const BATCH_POLL_INTERVAL_MS = 10;

/**
 * Measures applications per second, from the first submission until the last record is read as APPROVED. No application
 * may be lost.
 */
export const batch = async (workload: Workload, name: string, size: BatchSize = BATCH): Promise<number> => {
  const { count, width, entries } = size;
  const ids: string[] = [];
  const startMs = performance.now();
  await timed(Math.ceil(count / entries), width, async (index) => {
    const first = index * entries;
    const names = Array.from({ length: Math.min(entries, count - first) }, (_, each) => `${name}-${first + each}`);
    ids.push(...(await workload.submit(names)));
  });
  for (const id of ids) await approved(workload, id, BATCH_POLL_INTERVAL_MS);
  return (count / (performance.now() - startMs)) * 1000;
};
