import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { configFor } from '../../../support/clients.ts';
import { eventually } from '../../../support/system.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { zipArchive } from '../lambda/zip-archive.ts';

const SCRIPT = join(import.meta.dirname, 'killed-runtime.ts');
const ROLE = 'arn:aws:iam::000000000000:role/any';

interface Running {
  readonly process: ChildProcess;
  readonly exited: Promise<unknown>;
  readonly endpoint: string;
}

let dataDir: string;
let running: Running | undefined;
beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(async () => {
  running?.process.kill('SIGKILL');
  await running?.exited;
  removeDirectory(dataDir);
});

/** Starts a process on the data directory; resolves when it serves, or with an empty endpoint when it has ended. */
const startProcess = async (): Promise<Running> => {
  const child = spawn(process.execPath, [SCRIPT, dataDir], { stdio: ['pipe', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const printed = once(child.stdout, 'data').then(([text]) => String(text).trim());
  running = { process: child, exited, endpoint: await Promise.race([printed, exited.then(() => '')]) };
  return running;
};

const kill = async ({ process: child, exited }: Running): Promise<void> => {
  child.kill('SIGKILL');
  await exited;
};

const machine = (States: object, StartAt: string) => ({
  name: 'poison',
  roleArn: ROLE,
  definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt, States }),
});

const startExecution = async (sfn: SFNClient, states: object, startAt: string): Promise<string> => {
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine(states, startAt)));
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return executionArn;
};

const isHealthy = async (endpoint: string): Promise<boolean> => (await fetch(`${endpoint}/_local/health`)).ok;

/** Resolves when the runtime evaluates a step of the execution. */
const stepInHand = (executionArn: string): Promise<true> =>
  eventually('a step in progress', async () =>
    readFileSync(join(dataDir, 'in-hand'), 'utf8').includes(executionArn) ? true : undefined,
  );

const ended = (sfn: SFNClient, executionArn: string): Promise<DescribeExecutionOutput> =>
  eventually('the end of the execution', async () => {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return described.status === 'RUNNING' ? undefined : described;
  });

const lastEvent = async (sfn: SFNClient, executionArn: string) => {
  const history = await sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  return history.events?.[0];
};

/** An expression that is evaluated for five seconds, unless the process is killed before. */
const ENDLESS = '{% ($f := function($x){ $f($x + 1) }; $f(1)) %}';

test('an execution whose step was in progress at three kills fails; the runtime and other executions continue', async () => {
  const first = await startProcess();
  const firstClient = new SFNClient(configFor(first.endpoint));
  const states = {
    Rest: { Type: 'Wait', Seconds: 1, Next: 'Hang' },
    Hang: { Type: 'Pass', Output: ENDLESS, End: true },
  };
  const executionArn = await startExecution(firstClient, states, 'Rest');
  await stepInHand(executionArn);
  await kill(first);
  for (const _ of ['second', 'third']) {
    const again = await startProcess();
    await stepInHand(executionArn);
    expect(await isHealthy(again.endpoint)).toBe(true);
    await kill(again);
  }
  const last = await startProcess();
  const sfn = new SFNClient(configFor(last.endpoint));
  const cause = expect.stringContaining('The runtime ended three times while it evaluated the next step');
  expect(await ended(sfn, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause });
  expect(await lastEvent(sfn, executionArn)).toMatchObject({
    type: 'ExecutionFailed',
    executionFailedEventDetails: { error: 'States.Runtime', cause },
  });
  const { name: _, ...other } = machine({ Ok: { Type: 'Pass', Output: 1, End: true } }, 'Ok');
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ ...other, name: 'healthy' }));
  const healthy = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  expect(await ended(sfn, healthy.executionArn ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  for (const client of [firstClient, sfn]) client.destroy();
});

test('a function that ends the process three times is not run again, and its execution fails', async () => {
  const code = "exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); }";
  const first = await startProcess();
  const lambda = new LambdaClient({ ...configFor(first.endpoint), maxAttempts: 1 });
  const firstClient = new SFNClient({ ...configFor(first.endpoint), maxAttempts: 1 });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'killer',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: ROLE,
      Code: { ZipFile: zipArchive({ 'index.js': code }) },
    }),
  );
  const Arguments = { FunctionName: 'killer' };
  const states = { Call: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments, End: true } };
  const executionArn = await startExecution(firstClient, states, 'Call');
  await first.exited;
  for (const _ of ['second', 'third']) await (await startProcess()).exited;
  const last = await startProcess();
  expect(await isHealthy(last.endpoint)).toBe(true);
  const sfn = new SFNClient(configFor(last.endpoint));
  const { status, error, cause = '' } = await ended(sfn, executionArn);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'Runtime.ExitError' });
  expect(cause).toContain('The runtime ended three times while this function ran');
  for (const client of [firstClient, sfn, lambda]) client.destroy();
});
