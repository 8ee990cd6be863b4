import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clockOf } from '../support/clock.ts';
import { AWS_CLI, advance, awsCli, ended, eventually, mailbox, type System, startSystem } from '../support/system.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:callback';
const AUDIT = 'arn:aws:states:us-east-1:000000000000:stateMachine:status-audit';
const describeWithCli = AWS_CLI ? describe : describe.skip;
if (!AWS_CLI) console.log('workflow-api: the parts by the AWS CLI are skipped, as it is not installed.');

let system: System;
let url: string;
let key: string;

/** Answer of API Gateway's management API to the CLI. */
const control = async (path: string): Promise<Record<string, unknown>> => {
  const scope = 'Credential=test/20260101/us-east-1/apigateway/aws4_request';
  const headers = { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` };
  return (await (await fetch(`${system.endpoint}${path}`, { headers })).json()) as Record<string, unknown>;
};

/** Leaves the last day of a month, as the tests move the clock by more than an hour and count the requests of one month. */
const leaveEndOfMonth = async (): Promise<void> => {
  const DAY_S = 86_400;
  const tomorrow = new Date((await clockOf(system)) + DAY_S * 1_000);
  if (tomorrow.getUTCDate() === 1) await advance(system, DAY_S);
};

beforeAll(async () => {
  system = await startSystem('--samples');
  await leaveEndOfMonth();
  const outputs = (await (await fetch(`${system.endpoint}/_local/outputs`)).json()) as Record<string, string>;
  url = String(outputs.WorkflowApiUrl).replace(/\/$/, '');
  const { item } = (await control('/apikeys?includeValues=true')) as { item: readonly { value: string }[] };
  key = item[0]?.value ?? '';
});
afterAll(() => system?.kill());

const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'x-api-key': key },
) => {
  const answer = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
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

  test('an unknown path answers that a token is missing, with and without a key', async () => {
    const missing = { message: 'Missing Authentication Token' };
    expect(await call('GET', '/nothing')).toMatchObject({ status: 403, body: missing });
    expect(await call('DELETE', '/hello', undefined, {})).toMatchObject({ status: 403, body: missing });
  });
});

describe('With the key', () => {
  test('the greeting is returned', async () => {
    expect(await call('GET', '/hello')).toMatchObject({ status: 200, body: { message: 'Hello' } });
  });

  test('an execution can be started, described and stopped', async () => {
    const started = await call('POST', '/action/start', { stateMachineArn: MACHINE, name: 'stopped', input: '{}' });
    expect(started).toMatchObject({ status: 200, body: { startDate: expect.any(Number) } });
    const { executionArn } = started.body as { executionArn: string };
    expect(await call('POST', '/action/status', { executionArn })).toMatchObject({ body: { status: 'RUNNING' } });
    expect(await call('POST', '/action/stop', { executionArn, cause: 'enough' })).toMatchObject({
      status: 200,
      body: { stopDate: expect.any(Number) },
    });
    expect(await call('POST', '/action/status', { executionArn })).toMatchObject({ body: { status: 'ABORTED' } });
  });

  test('an error of Step Functions is returned unchanged', async () => {
    const unknown = `${MACHINE.replace(':stateMachine:', ':execution:')}:nobody`;
    expect(await call('POST', '/action/status', { executionArn: unknown })).toMatchObject({
      status: 400,
      body: { __type: expect.stringContaining('ExecutionDoesNotExist') },
    });
  });

  test('no other state machine can be started, because the role does not allow it', async () => {
    const body = { stateMachineArn: MACHINE.replace('callback', 'account-application'), input: '{}' };
    expect(await call('POST', '/action/start', body)).toMatchObject({
      status: 400,
      body: { __type: expect.stringContaining('AccessDenied') },
    });
  });
});

describeWithCli('The state machine', () => {
  test('succeeds with the output that is sent with its token', async () => {
    const execution = await start('success');
    const token = await tokenOf('success');
    await send('send-task-success', '--task-token', token, '--task-output', '{"paid":true}');
    const { status, output = '' } = await ended(system, execution);
    expect([status, JSON.parse(output)]).toEqual(['SUCCEEDED', { paid: true }]);
  });

  test('fails with the error that is sent', async () => {
    const execution = await start('failure');
    await send(
      'send-task-failure',
      '--task-token',
      await tokenOf('failure'),
      '--error',
      'NotPaid',
      '--cause',
      'no money',
    );
    expect(await ended(system, execution)).toMatchObject({ status: 'FAILED', error: 'NotPaid', cause: 'no money' });
  });

  test('waits while heartbeats are sent, and ends without a failure after a missed heartbeat', async () => {
    const execution = await start('heartbeat');
    const token = await tokenOf('heartbeat');
    // Ninety seconds in all; each leaves half of the 60 s of a heartbeat to a busy machine.
    for (let beat = 0; beat < 3; beat += 1) {
      await advance(system, 30);
      await send('send-task-heartbeat', '--task-token', token);
    }
    expect(await call('POST', '/action/status', { executionArn: execution })).toMatchObject({
      body: { status: 'RUNNING' },
    });
    await advance(system, 61);
    const { status, output = '' } = await ended(system, execution);
    expect([status, JSON.parse(output).taskresult]).toEqual(['SUCCEEDED', 'nobody answered']);
    await expect(send('send-task-success', '--task-token', token, '--task-output', '{}')).rejects.toThrow(
      'TaskTimedOut',
    );
  });

  test('can be read with the CLI: APIs, usage plans, and the key’s value only with --include-value', async () => {
    const { items: apis } = (await awsCli(system, 'apigateway', 'get-rest-apis')) as { items: { name: string }[] };
    expect(apis.map(({ name }) => name)).toEqual(['workflow-api']);
    const { items } = (await awsCli(system, 'apigateway', 'get-api-keys')) as {
      items: { id: string; value?: string }[];
    };
    expect(items[0]?.value).toBeUndefined();
    const shown = await awsCli(
      system,
      'apigateway',
      'get-api-key',
      '--api-key',
      String(items[0]?.id),
      '--include-value',
    );
    expect(shown).toMatchObject({ name: 'workflow-api', value: key, enabled: true });
    const { items: plans } = (await awsCli(system, 'apigateway', 'get-usage-plans')) as { items: unknown[] };
    expect(plans).toMatchObject([
      { quota: { limit: 5_000, period: 'MONTH', offset: 2 }, throttle: { rateLimit: 100, burstLimit: 200 } },
    ]);
  });
});

describe('Each status', () => {
  const STATUSES = ['ABORTED', 'FAILED', 'RUNNING', 'SUCCEEDED', 'TIMED_OUT'];
  /** Names of the executions, one for each final status. */
  const NAMES = ['to-abort', 'to-fail', 'to-succeed', 'to-time-out'];

  beforeAll(async () => {
    const [aborting, failing, succeeding, timingOut] = await Promise.all(NAMES.map(start));
    await call('POST', '/action/stop', { executionArn: aborting });
    await system.sfn.send(new SendTaskFailureCommand({ taskToken: await tokenOf('to-fail'), error: 'E' }));
    await system.sfn.send(new SendTaskSuccessCommand({ taskToken: await tokenOf('to-succeed'), output: '{}' }));
    const taskToken = await tokenOf('to-time-out');
    // Heartbeats keep the wait open until the execution itself times out, an hour after its start. The last heartbeat is
    // less than 60 s before that, so that no heartbeat is missed. The system's clock also advances with the wall clock.
    const { startDate } = await system.sfn.send(new DescribeExecutionCommand({ executionArn: timingOut }));
    const lastBeatMs = Number(startDate) + 3_550_000;
    while ((await clockOf(system)) < lastBeatMs) {
      await advance(system, 30);
      await system.sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    await advance(system, 60);
    const ends = await Promise.all([aborting, failing, succeeding, timingOut].map((arn) => ended(system, String(arn))));
    expect(ends.map(({ status }) => status)).toEqual(['ABORTED', 'FAILED', 'SUCCEEDED', 'TIMED_OUT']);
  });

  /** Waits until all five statuses have arrived at a target, and returns the notifications about our executions. */
  const allOf = (where: string, look: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    const found = new Set<string>();
    return eventually(`All statuses in ${where}`, async () => {
      for (const status of await look()) found.add(status);
      return STATUSES.every((status) => found.has(status)) ? [...found].toSorted() : undefined;
    });
  };

  const inQueue = (QueueName: string) => async (): Promise<readonly string[]> => {
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Promise.all(
      Messages.map(async ({ Body = '', ReceiptHandle }) => {
        await system.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        return JSON.parse(Body).detail.status;
      }),
    );
  };

  const inAudit = async (): Promise<readonly string[]> => {
    const { executions = [] } = await system.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: AUDIT, statusFilter: 'SUCCEEDED' }),
    );
    const outputs = await Promise.all(executions.map(({ executionArn = '' }) => ended(system, executionArn)));
    return outputs.map(({ output = '{}' }) => JSON.parse(output).status);
  };

  const inMail = async (): Promise<readonly string[]> =>
    (await mailbox(system)).flatMap(({ text }) => /"status":"(\w+)"/.exec(text)?.[1] ?? []);

  const inLog = async (): Promise<readonly string[]> => {
    const { events = [] } = await logs().send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/note-status', filterPattern: '"reached a status"' }),
    );
    return events.map(({ message = '{}' }) => JSON.parse(message).status);
  };

  const logs = () =>
    new CloudWatchLogsClient({
      endpoint: system.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });

  test.each([
    ['the queue', inQueue('callback-status')],
    ['the FIFO queue', inQueue('callback-status.fifo')],
    ['the state machine', inAudit],
    ['the mails of the topic', inMail],
    ['the log of the function', inLog],
  ] as const)('arrives at %s', async (where, look) => {
    expect(await allOf(where, look)).toEqual(STATUSES);
  });
});

describe('The usage plan', () => {
  test('allows bursts of 200 and 100 requests per second, and 4,998 requests in the first month', async () => {
    const ask = async () => (await fetch(`${url}/hello`, { headers: { 'x-api-key': key } })).status;
    await advance(system, 10);
    const startMs = performance.now();
    const burst = await Promise.all(Array.from({ length: 600 }, ask));
    const refilled = Math.ceil(((performance.now() - startMs) / 1000) * 100);
    const admitted = burst.filter((status) => status === 200).length;
    expect(admitted).toBeGreaterThanOrEqual(200);
    expect(admitted).toBeLessThanOrEqual(200 + refilled);
    expect(burst.filter((status) => status === 429)).toHaveLength(600 - admitted);
    let last: Awaited<ReturnType<typeof call>>;
    do {
      await advance(system, 2);
      await Promise.all(Array.from({ length: 190 }, ask));
      last = await call('GET', '/hello');
    } while (last.status === 200);
    expect(last).toEqual({ status: 429, type: 'LimitExceededException', body: { message: 'Limit Exceeded' } });
    const { item } = (await control('/usageplans')) as { item: readonly { id: string }[] };
    const { values } = (await control(`/usageplans/${item[0]?.id}/usage`)) as {
      values: Record<string, [number, number][]>;
    };
    expect(Object.values(values)).toEqual([[[4_998, 2]]]);
  });
});
