import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Clients, clientsFor } from './clients.ts';

export { advance } from './clock.ts';

const ROOT = join(import.meta.dirname, '../..');
const STARTED = /(http:\/\/127\.0\.0\.1:\d+)/;

export const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application';

/** The whole system as a user starts it: in a separate process, on a free port. */
export interface System extends Clients {
  /** Output of the process so far, of both streams. */
  printed(): string;
  /** Ends the process with SIGKILL, so that state that is not on disk is lost. */
  kill(): Promise<void>;
  /** Ends the process with SIGINT; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const endpointOf = (child: ChildProcess, printed: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    const look = () => {
      const endpoint = STARTED.exec(printed())?.[1];
      if (endpoint) resolve(endpoint);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => reject(new Error(`The system ended with ${code} before it served:\n${printed()}`)));
  });

/** By default each review needs one person: by the policy of the product, two would be required for some ids at random. */
const ONE_PERSON = ['--context', 'reviewPolicy=workflow/one-person-policy.json'];

/**
 * Starts the system with the arguments of `npm start --`. Without --data-dir it keeps its state in memory; without a review
 * policy every review needs one person.
 */
export const startSystem = async (...args: readonly string[]): Promise<System> => {
  const where = args.includes('--data-dir') ? [] : ['--ephemeral'];
  const policy = args.some((arg) => arg.startsWith('reviewPolicy=')) ? [] : ONE_PERSON;
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.js'), '--port', '0', ...where, ...policy, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  };
  const endpoint = await endpointOf(child, () => text);
  return {
    ...clientsFor(endpoint),
    printed: () => text,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGINT'),
  };
};

export interface Applicant {
  readonly id: string;
  readonly name?: unknown;
  readonly address?: unknown;
  readonly [member: string]: unknown;
}

/** Puts one event on the bus of the system; throws if it is not accepted. */
export const put = (clients: Clients, DetailType: string, detail: object): Promise<void> =>
  putFrom(clients, 'account-applications', { DetailType, Detail: JSON.stringify(detail) });

/** Puts one event with the source of the API, which only the API's function may use, on the bus. */
export const putAsApi = (clients: Clients, DetailType: string, detail: object): Promise<void> =>
  putFrom(clients, 'account-applications.api', { DetailType, Detail: JSON.stringify(detail) });

const putFrom = async (
  { events }: Clients,
  Source: string,
  event: { readonly DetailType: string; readonly Detail: string },
): Promise<void> => {
  const entry = { EventBusName: 'account-applications', Source, ...event };
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount) throw new Error(`Not accepted: ${JSON.stringify(Entries)}`);
};

export const submit = (clients: Clients, application: Applicant): Promise<void> =>
  put(clients, 'ApplicationSubmitted', { application });

/**
 * Maximum waiting time. Long enough for a busy machine, and shorter than jest's timeout, so that the error names the
 * missing result.
 */
const TIMEOUT_MS = 1_800_000;

/**
 * Polls `ask` until it returns an answer; after half an hour throws an error that contains `what`. The interval grows to
 * a tenth of the elapsed time. `pollIntervalMs` is the minimum interval; set it for a poll that is expensive for the
 * system.
 */
export const eventually = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  pollIntervalMs = 20,
): Promise<T> => {
  const sinceMs = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const waitedMs = performance.now() - sinceMs;
    if (waitedMs > TIMEOUT_MS) throw new Error(`Timed out after ${TIMEOUT_MS / 1_000} s waiting for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, Math.max(pollIntervalMs, waitedMs / 10)));
  }
};

export const readRecord = async ({ tables }: Clients, id: string): Promise<Record<string, unknown> | undefined> =>
  (await tables.send(new GetCommand({ TableName: 'applications', Key: { id }, ConsistentRead: true }))).Item;

/** The review of an application once it has reached a state. */
export const reviewIn = ({ tables }: Clients, applicationId: string, state: string): Promise<Record<string, unknown>> =>
  eventually(`the review of ${applicationId} as ${state}`, async () => {
    const key = { TableName: 'reviews', Key: { applicationId }, ConsistentRead: true };
    const { Item } = await tables.send(new GetCommand(key));
    return Item?.state === state ? Item : undefined;
  });

/** The token with which the latest review of an application can be answered. */
export const tokenOf = async ({ tables }: Clients, applicationId: string): Promise<string> => {
  const key = { TableName: 'review-tokens', Key: { applicationId }, ConsistentRead: true };
  const { Item } = await tables.send(new GetCommand(key));
  if (typeof Item?.taskToken !== 'string') throw new Error(`There is no task token of ${applicationId}.`);
  return Item.taskToken;
};

/** The token of a review once the review is pending. */
export const pendingToken = async (clients: Clients, id: string): Promise<string> => {
  await reviewIn(clients, id, 'PENDING');
  return tokenOf(clients, id);
};

/** The record of an application once it has reached a state. */
export const recordIn = (clients: Clients, id: string, state: string): Promise<Record<string, unknown>> =>
  eventually(`${id} as ${state}`, async () => {
    const record = await readRecord(clients, id);
    return record?.state === state ? record : undefined;
  });

/** The description of an execution once it has ended. */
export const ended = ({ sfn }: Clients, executionArn: string) =>
  eventually(`the end of ${executionArn}`, async () => {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === 'RUNNING' ? undefined : execution;
  });

/** All executions of the account-application state machine, once there are at least `count` and all have ended. */
export const allEnded = ({ sfn }: Clients, count: number) =>
  eventually(`${count} ended executions`, async () => {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, maxResults: 1000 }),
    );
    return executions.length >= count && executions.every(({ status }) => status !== 'RUNNING')
      ? executions
      : undefined;
  });

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: string;
}

export const mailbox = async ({ endpoint }: Clients): Promise<Mail[]> =>
  (await (await fetch(`${endpoint}/_local/mail`)).json()) as Mail[];

const HOURLY = ['keep-reviews', 'reconcile-outcomes', 'erase-applicants'];

/**
 * Changes the hourly rules to a rate of eight hours, which still renews heartbeats in time. Advancing a month then
 * takes two seconds instead of ten.
 */
export const everyEightHours = async ({ events }: Clients, rules: readonly string[] = HOURLY): Promise<void> => {
  for (const Name of rules) await events.send(new PutRuleCommand({ Name, ScheduleExpression: 'rate(8 hours)' }));
};

/** Path of Debian's AWS CLI version 2; undefined if it is not installed. */
export const AWS_CLI = existsSync('/usr/bin/aws') ? '/usr/bin/aws' : undefined;

/** Runs the AWS CLI against the system with the environment that `npm run -s env` prints; parses its JSON output. */
export const awsCli = async ({ endpoint }: Clients, ...args: readonly string[]): Promise<unknown> => {
  if (!AWS_CLI) throw new Error('The AWS CLI is not installed.');
  const { stdout } = await promisify(execFile)(AWS_CLI, ['--endpoint-url', endpoint, '--output', 'json', ...args], {
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
    },
  });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
};
