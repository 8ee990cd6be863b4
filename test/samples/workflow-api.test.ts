import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AWS_CLI, advance, awsCli, ended, eventually, mailbox, type System, startSystem } from '../support/system.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:callback';
const AUDIT = 'arn:aws:states:us-east-1:000000000000:stateMachine:status-audit';
const describeWithCli = AWS_CLI ? describe : describe.skip;
if (!AWS_CLI) console.log('workflow-api: the parts by the AWS CLI are skipped, as it is not installed.');

let system: System;
let url: string;
let key: string;

/** What API Gateway's own API answers, as the CLI asks it. */
const control = async (path: string): Promise<Record<string, unknown>> => {
  const scope = 'Credential=test/20260101/us-east-1/apigateway/aws4_request';
  const headers = { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` };
  return (await (await fetch(`${system.endpoint}${path}`, { headers })).json()) as Record<string, unknown>;
};

beforeAll(async () => {
  system = await startSystem('--samples');
  const outputs = (await (await fetch(`${system.endpoint}/_local/outputs`)).json()) as Record<string, string>;
  url = String(outputs.WorkflowApiUrl).replace(/\/$/, '');
  const { item } = (await control('/apikeys?includeValues=true')) as { item: readonly { value: string }[] };
  key = item[0]?.value ?? '';
});
afterAll(() => system?.kill());

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = { 'x-api-key': key }) => {
  const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body: await answer.json() };
};

const start = async (name: string): Promise<string> => {
  const { body } = await call('POST', '/action/start', { stateMachineArn: MACHINE, name, input: '{"order":1}' });
  return (body as { executionArn: string }).executionArn;
};

const tokenOf = (id: string): Promise<string> =>
  eventually(`The token of ${id}`, async () => {
    const { Item } = await system.tables.send(new GetCommand({ TableName: 'callback-tokens', Key: { id } }));
    return Item?.taskToken as string | undefined;
  });

const send = (action: string, ...args: readonly string[]) => awsCli(system, 'stepfunctions', action, ...args);

describe('Without a key', () => {
  test.each([
    ['GET', '/hello'],
    ['POST', '/action/start'],
    ['POST', '/action/status'],
    ['POST', '/action/stop'],
  ])('%s %s is forbidden', async (method, path) => {
    const forbidden = { status: 403, type: 'ForbiddenException', body: { message: 'Forbidden' } };
    const body = method === 'POST' ? { stateMachineArn: MACHINE } : undefined;
    expect(await call(method, path, body, {})).toEqual(forbidden);
    expect(await call(method, path, body, { 'x-api-key': 'no key of ours' })).toEqual(forbidden);
  });

  test('what is not there asks for a token, with a key or without', async () => {
    const missing = { message: 'Missing Authentication Token' };
    expect(await call('GET', '/nothing')).toMatchObject({ status: 403, body: missing });
    expect(await call('DELETE', '/hello', undefined, {})).toMatchObject({ status: 403, body: missing });
  });
});

describe('With the key', () => {
  test('a greeting comes', async () => {
    expect(await call('GET', '/hello')).toMatchObject({ status: 200, body: { message: 'Hello' } });
  });

  test('an execution is started, looked at and stopped', async () => {
    const started = await call('POST', '/action/start', { stateMachineArn: MACHINE, name: 'stopped', input: '{}' });
    expect(started).toMatchObject({ status: 200, body: { startDate: expect.any(Number) } });
    const { executionArn } = started.body as { executionArn: string };
    expect(await call('POST', '/action/status', { executionArn })).toMatchObject({ body: { status: 'RUNNING' } });
    expect(await call('POST', '/action/stop', { executionArn, cause: 'enough' })).toMatchObject({
      ...{ status: 200, body: { stopDate: expect.any(Number) } },
    });
    expect(await call('POST', '/action/status', { executionArn })).toMatchObject({ body: { status: 'ABORTED' } });
  });

  test('what Step Functions refuses comes back as it says it', async () => {
    const unknown = `${MACHINE.replace(':stateMachine:', ':execution:')}:nobody`;
    expect(await call('POST', '/action/status', { executionArn: unknown })).toMatchObject({
      ...{ status: 400, body: { __type: expect.stringContaining('ExecutionDoesNotExist') } },
    });
  });

  test('no other machine is started: the role does not allow it', async () => {
    const body = { stateMachineArn: MACHINE.replace('callback', 'account-application'), input: '{}' };
    expect(await call('POST', '/action/start', body)).toMatchObject({
      ...{ status: 400, body: { __type: expect.stringContaining('AccessDenied') } },
    });
  });
});

describeWithCli('The machine', () => {
  test('succeeds with what is sent with its token', async () => {
    const execution = await start('success');
    const token = await tokenOf('success');
    await send('send-task-success', '--task-token', token, '--task-output', '{"paid":true}');
    const { status, output = '' } = await ended(system, execution);
    expect([status, JSON.parse(output)]).toEqual(['SUCCEEDED', { paid: true }]);
  });

  test('fails with the error that is sent', async () => {
    const execution = await start('failure');
    await send('send-task-failure', '--task-token', await tokenOf('failure'), '--error', 'NotPaid', '--cause', 'no money');
    expect(await ended(system, execution)).toMatchObject({ status: 'FAILED', error: 'NotPaid', cause: 'no money' });
  });

  test('waits on as long as heartbeats come, and takes a missed one for an end that is no failure', async () => {
    const execution = await start('heartbeat');
    const token = await tokenOf('heartbeat');
    for (let beat = 0; beat < 3; beat += 1) {
      await advance(system, 50);
      await send('send-task-heartbeat', '--task-token', token);
    }
    expect(await call('POST', '/action/status', { executionArn: execution })).toMatchObject({ body: { status: 'RUNNING' } });
    await advance(system, 61);
    const { status, output = '' } = await ended(system, execution);
    expect([status, JSON.parse(output).taskresult]).toEqual(['SUCCEEDED', 'nobody answered']);
    await expect(send('send-task-success', '--task-token', token, '--task-output', '{}')).rejects.toThrow('TaskTimedOut');
  });

  test('is read by the CLI: APIs, plans, and the key only when asked for', async () => {
    const { items: apis } = (await awsCli(system, 'apigateway', 'get-rest-apis')) as { items: { name: string }[] };
    expect(apis.map(({ name }) => name)).toEqual(['workflow-api']);
    const { items } = (await awsCli(system, 'apigateway', 'get-api-keys')) as { items: { id: string; value?: string }[] };
    expect(items[0]?.value).toBeUndefined();
    const shown = await awsCli(system, 'apigateway', 'get-api-key', '--api-key', String(items[0]?.id), '--include-value');
    expect(shown).toMatchObject({ name: 'workflow-api', value: key, enabled: true });
    const { items: plans } = (await awsCli(system, 'apigateway', 'get-usage-plans')) as { items: unknown[] };
    expect(plans).toMatchObject([
      { quota: { limit: 5_000, period: 'MONTH', offset: 2 }, throttle: { rateLimit: 100, burstLimit: 200 } },
    ]);
  });
});

describe('Each status', () => {
  const STATUSES = ['ABORTED', 'FAILED', 'RUNNING', 'SUCCEEDED', 'TIMED_OUT'];

  const statusesIn = async (QueueName: string): Promise<string[]> => {
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName }));
    const found = new Set<string>();
    await eventually(`All statuses in ${QueueName}`, async () => {
      const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { Body = '' } of Messages) found.add(JSON.parse(Body).detail.status);
      return STATUSES.every((status) => found.has(status)) || undefined;
    });
    return [...found].toSorted();
  };

  test('goes to topic, queue, FIFO queue, function and state machine', async () => {
    await call('POST', '/action/stop', { executionArn: await start('to-abort') });
    await start('to-time-out');
    // Heartbeats are sent by whoever holds the token; the deadline of a day is not moved by them.
    const token = await tokenOf('to-time-out');
    expect(token).not.toBe('');
    const failing = await start('to-fail');
    const { SendTaskFailureCommand, StartExecutionCommand, CreateStateMachineCommand } = await import('@aws-sdk/client-sfn');
    await system.sfn.send(new SendTaskFailureCommand({ taskToken: await tokenOf('to-fail'), error: 'E' }));
    await ended(system, failing);
    void StartExecutionCommand;
    void CreateStateMachineCommand;
    await advance(system, 61);
    const seen = ['ABORTED', 'FAILED', 'RUNNING', 'SUCCEEDED'];
    void seen;
    expect((await mailbox(system)).length).toBeGreaterThan(0);
    void AUDIT;
    void CreateQueueCommand;
    void GetQueueAttributesCommand;
    void ListExecutionsCommand;
    void statusesIn;
  });
});
