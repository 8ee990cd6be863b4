import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../events/names.ts';
import { type Clients, configFor } from '../test/support/clients.ts';
import { readRecord } from '../test/support/system.ts';
import { timed } from './bench.ts';
import { inTime } from './in-time.ts';

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

/** Time without an approval after which the applications that are still open count as lost. */
const LOST_AFTER_MS = 60_000;

/** How an application is waited for. */
interface Patience {
  readonly pollIntervalMs: number;
  readonly lostAfterMs: number;
}

/** Waits until the application is approved. False if it was not in time. */
const isApproved = async (
  workload: Workload,
  id: string,
  { pollIntervalMs, lostAfterMs }: Patience,
): Promise<boolean> => {
  const untilMs = performance.now() + lostAfterMs;
  while ((await inTime(`Reading ${id}`, LOST_AFTER_MS, workload.stateOf(id))) !== 'APPROVED') {
    if (performance.now() > untilMs) return false;
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
  return true;
};

const submitted = (workload: Workload, names: readonly string[]): Promise<readonly string[]> =>
  inTime(`Submitting ${names[0]}`, LOST_AFTER_MS, workload.submit(names));

/**
 * Measures the milliseconds from the submission of one application to the first read of its record as APPROVED. Throws
 * if the application is lost.
 */
export const approveOne = async (workload: Workload, name: string): Promise<number> => {
  const startMs = performance.now();
  for (const id of await submitted(workload, [name]))
    if (!(await isApproved(workload, id, { pollIntervalMs: 1, lostAfterMs: LOST_AFTER_MS })))
      throw new Error(`${id} was not approved within ${LOST_AFTER_MS / 1000} s.`);
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
  /** Time without an approval after which the open applications count as lost; by default a minute. */
  readonly lostAfterMs?: number;
}

export const BATCH: BatchSize = { count: 300, width: 32, entries: 1 };

/** Polling interval. Long enough that polling does not affect the measurement. */
const BATCH_POLL_INTERVAL_MS = 10;

/** Result of a batch. */
export interface Batched {
  /** Applications per second, from the first submission until the last record is read as APPROVED. */
  readonly rate: number;
  /** Number of applications that were not approved. */
  readonly lost: number;
}

/** Measures a batch in which applications may be lost. After the first lost one, the others get no more time. */
export const batchWithLosses = async (workload: Workload, name: string, size: BatchSize = BATCH): Promise<Batched> => {
  const { count, width, entries, lostAfterMs = LOST_AFTER_MS } = size;
  const patience = { pollIntervalMs: BATCH_POLL_INTERVAL_MS, lostAfterMs };
  const ids: string[] = [];
  const startMs = performance.now();
  await timed(Math.ceil(count / entries), width, async (index) => {
    const first = index * entries;
    const names = Array.from({ length: Math.min(entries, count - first) }, (_, each) => `${name}-${first + each}`);
    ids.push(...(await submitted(workload, names)));
  });
  let lost = 0;
  let lastMs = startMs;
  for (const id of ids) {
    const isDone = lost > 0 ? (await workload.stateOf(id)) === 'APPROVED' : await isApproved(workload, id, patience);
    if (isDone && lost === 0) lastMs = performance.now();
    if (!isDone) lost += 1;
  }
  return { rate: ((count - lost) / (lastMs - startMs)) * 1000, lost };
};

/** The rate of a batch. Throws if an application is lost. */
export const batch = async (workload: Workload, name: string, size: BatchSize = BATCH): Promise<number> => {
  const { rate, lost } = await batchWithLosses(workload, name, size);
  if (lost > 0) throw new Error(`${lost} of ${size.count} applications were not approved.`);
  return rate;
};
