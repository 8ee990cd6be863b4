import { join } from 'node:path';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import * as sdk from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { sourceOf, synthesizeCallers } from './alias-app.ts';
import { zipArchive } from './zip-archive.ts';

const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const FunctionName = 'show';
const Qualifier = 'live';
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

const directory = temporaryDirectory();
let aws: OneMachine;
let lambda: sdk.LambdaClient;
let sqs: SQSClient;
beforeAll(async () => {
  aws = await start({ assembly: synthesizeCallers(join(directory, 'cdk.out')), log: quiet });
  lambda = new sdk.LambdaClient(aws.clientConfig);
  sqs = new SQSClient(aws.clientConfig);
});
afterAll(async () => {
  await aws.stop();
  removeDirectory(directory);
});

interface Called {
  readonly caller: string;
  readonly qualifier: string;
  readonly functionVersion: string;
  readonly env: string;
}

/** What the function logged, oldest first. */
const calls = async (): Promise<readonly Called[]> => {
  const request = { logGroupName: '/aws/lambda/show', filterPattern: 'called' };
  const found: Called[] = [];
  for await (const { events = [] } of paginateFilterLogEvents(
    { client: new CloudWatchLogsClient(aws.clientConfig) },
    request,
  ))
    for (const { message = '' } of events) found.push(JSON.parse(message.slice(message.indexOf('{'))));
  return found;
};

/** The calls of the caller, once there are `count` of them. */
const callsOf = async (caller: string, count = 1): Promise<readonly Called[]> => {
  for (;;) {
    const found = (await calls()).filter((each) => each.caller.replace(/-\d+$/, '') === caller);
    if (found.length >= count) return found;
    await aws.settled();
  }
};

const urlOf = (queue: string) => `${aws.endpoint}/000000000000/${queue}`;
const send = (queue: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: urlOf(queue), MessageBody }));
const putEvent = (DetailType: string) =>
  new EventBridgeClient(aws.clientConfig).send(
    new PutEventsCommand({ Entries: [{ EventBusName: 'shop', Source: 'shop', DetailType, Detail: '{}' }] }),
  );
const putItem = (id: string) =>
  new DynamoDBClient(aws.clientConfig).send(new PutItemCommand({ TableName: 'table', Item: { id: { S: id } } }));
const invoke = (input: Omit<sdk.InvokeCommandInput, 'Payload'>) =>
  lambda.send(new sdk.InvokeCommand({ ...input, Payload: '{"caller":"by-invoke"}' }));
const run = async (machine: string) => {
  const sfn = new SFNClient(aws.clientConfig);
  const stateMachineArn = at('states', `stateMachine:${machine}`);
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: '{"caller":"by-task"}' }),
  );
  await aws.settled();
  return sfn.send(new DescribeExecutionCommand({ executionArn }));
};

/** Publishes new code and moves the alias to its version. */
const release = async (source: string): Promise<string> => {
  const ZipFile = zipArchive({ 'index.js': source });
  await lambda.send(new sdk.UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  const { Version: FunctionVersion } = await lambda.send(new sdk.PublishVersionCommand({ FunctionName }));
  await lambda.send(new sdk.UpdateAliasCommand({ FunctionName, Name: Qualifier, FunctionVersion }));
  return String(FunctionVersion);
};

/** For each kind of caller, how it is made to call the function. */
const CALLERS: Readonly<Record<string, () => Promise<unknown>>> = {
  rule: () => putEvent('by-rule'),
  schedule: () => aws.clock.advance({ hours: 1 }),
  topic: () =>
    new SNSClient(aws.clientConfig).send(new PublishCommand({ TopicArn: at('sns', 'news'), Message: 'by-topic' })),
  queue: () => send('queue', 'by-queue'),
  stream: () => putItem('by-stream'),
  enrichment: () => send('piped', 'by-enrichment'),
  target: () => send('piped', 'another message for the target of the pipe'),
  http: () => fetch(`${aws.outputs.HttpUrl}/show`, { headers: { 'x-caller': 'by-http' } }),
  rest: () => fetch(`${aws.outputs.RestUrl}by-rest`),
  graphql: () =>
    fetch(String(aws.outputs.GraphUrl), {
      method: 'POST',
      headers: { 'x-api-key': String(aws.outputs.GraphKey) },
      body: JSON.stringify({ query: '{ show(caller: "by-graphql") }' }),
    }),
  task: () => run('machine'),
  invoke: () => invoke({ FunctionName, Qualifier }),
};

test.each(Object.entries(CALLERS))(
  'A caller that names an alias runs its version, as the context says: %s',
  async (caller, act) => {
    await act();
    const [first] = await callsOf(caller);
    expect(first).toMatchObject({ qualifier: 'live', functionVersion: '1', env: '1' });
  },
);

test('An authorizer and its route both invoke the alias', async () => {
  const answer = await fetch(`${aws.outputs.HttpUrl}/show`, { headers: { 'x-caller': 'by-guarded' } });
  expect([answer.status, await answer.text()]).toEqual([200, '1']);
  expect(await callsOf('guarded', 2)).toMatchObject([{ qualifier: 'live' }, { qualifier: 'live' }]);
});

describe('Invoke', () => {
  test.each([
    ['name:alias', { FunctionName: 'show:live' }],
    ['name:alias and the same qualifier', { FunctionName: 'show:live', Qualifier }],
    ['a partial ARN with the alias', { FunctionName: '000000000000:function:show:live' }],
    ['the ARN of the alias', { FunctionName: at('lambda', 'function:show:live') }],
    ['an ARN and a qualifier', { FunctionName: at('lambda', 'function:show'), Qualifier }],
  ])('accepts %s', async (_, input) => {
    expect(await invoke(input)).toMatchObject({ StatusCode: 200, ExecutedVersion: '1' });
  });

  test('refuses an alias that does not exist, and a qualifier that contradicts the name', async () => {
    await expect(invoke({ FunctionName: 'show:dead' })).rejects.toThrow(
      'Function not found: arn:aws:lambda:us-east-1:000000000000:function:show:dead',
    );
    await expect(invoke({ FunctionName: 'show:live', Qualifier: '1' })).rejects.toThrow(
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  });

  test('of an alias of $LATEST runs the newest code', async () => {
    await lambda.send(new sdk.CreateAliasCommand({ FunctionName, Name: 'newest', FunctionVersion: '$LATEST' }));
    expect(await invoke({ FunctionName: 'show:newest' })).toMatchObject({ ExecutedVersion: '$LATEST' });
  });
});

describe('A permission', () => {
  test('of a role on the unqualified function does not allow its alias', async () => {
    expect(await run('refused')).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.AWSLambdaException',
      cause: expect.stringContaining(
        'is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:show:live',
      ),
    });
  });

  test('for a service on the unqualified function does not allow its alias', async () => {
    const { Policy = '' } = await lambda.send(new sdk.GetPolicyCommand({ FunctionName, Qualifier }));
    const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Resource: string }[] };
    const allowed = Statement.find((statement) => JSON.stringify(statement).includes(':rule/shop/'));
    expect(allowed?.Resource).toBe(at('lambda', 'function:show:live'));
    const StatementId = String(allowed?.Sid);
    await lambda.send(new sdk.RemovePermissionCommand({ FunctionName, Qualifier, StatementId }));
    const permission = { StatementId, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' };
    await lambda.send(new sdk.AddPermissionCommand({ FunctionName, ...permission }));
    await putEvent('by-stranger');
    const receive = { QueueUrl: urlOf('dead'), WaitTimeSeconds: 20, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    expect(Messages[0]?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_PERMISSIONS');
    await lambda.send(new sdk.AddPermissionCommand({ FunctionName, Qualifier, ...permission }));
    await putEvent('by-friend');
    expect(await callsOf('friend')).toMatchObject([{ qualifier: 'live' }]);
    expect((await calls()).map(({ caller }) => caller)).not.toContain('stranger');
  });
});

describe('An alias that changes to a new version', () => {
  test('while messages flow runs each message once: those sent after the change with the new version', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const sendAll = async (some: readonly number[]) => {
      for (const number of some) await send('queue', `by-flow-${number}`);
    };
    await sendAll(numbers.slice(0, 20));
    const sending = sendAll(numbers.slice(20, 30));
    const version = await release(`${sourceOf('poison')}// second`);
    await sending;
    await sendAll(numbers.slice(30));
    const flow = await callsOf('flow', 40);
    const runs = new Map(flow.map(({ caller, env }) => [Number(caller.split('-')[1]), env]));
    expect(flow).toHaveLength(40);
    expect([...runs.keys()].toSorted((a, b) => a - b)).toEqual(numbers);
    expect(numbers.slice(30).map((number) => runs.get(number))).toEqual(Array(10).fill(version));
    for (const env of runs.values()) expect(['1', version]).toContain(env);
  });

  test('runs a batch of a stream that kept failing with the new version', async () => {
    await putItem('by-poison');
    const [failed] = await callsOf('poison');
    const version = await release(sourceOf());
    expect(failed?.env).not.toBe(version);
    const versions = new Set<string>();
    for (let count = 2; !versions.has(version); count += 1)
      for (const { env } of await callsOf('poison', count)) versions.add(env);
    await putItem('by-later');
    expect(await callsOf('later')).toMatchObject([{ env: version }]);
  });

  test('runs all callers with the new version, without a change of a caller', async () => {
    const { FunctionVersion: version } = await lambda.send(new sdk.GetAliasCommand({ FunctionName, Name: Qualifier }));
    await putEvent('by-after');
    await send('piped', 'by-after');
    await fetch(`${aws.outputs.HttpUrl}/show`, { headers: { 'x-caller': 'by-after' } });
    for (const call of await callsOf('after', 4)) expect(call).toMatchObject({ qualifier: 'live', env: version });
  });
});
