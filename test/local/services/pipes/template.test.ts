import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { writeAssembly } from '../../template/assemblies.ts';
import { getAtt, one, role, startTemplate } from '../../template/start-template.ts';
import { at, until } from './system.ts';

const call = (runtime: Runtime, service: string, action: string, input: Record<string, unknown>) =>
  runtime.kernel.services.callByName(service, action, input, runtime.kernel.identities.administrator()) as Promise<
    Record<string, unknown>
  >;

const bodies = async (runtime: Runtime, queue: string): Promise<readonly string[]> => {
  const input = { QueueUrl: `${runtime.endpoint}/000000000000/${queue}`, MaxNumberOfMessages: 10 };
  const { Messages = [] } = await call(runtime, 'sqs', 'ReceiveMessage', input);
  return (Messages as { Body: string }[]).map(({ Body }) => Body);
};

const READ = {
  Effect: 'Allow',
  Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  Resource: getAtt('Outbox', 'StreamArn'),
};
const PUT = { Effect: 'Allow', Action: 'events:PutEvents', Resource: getAtt('Bus') };

/** An outbox: records of a table's stream reach an event bus, whose rule sends them to the queue `seen`. */
const outbox = (
  statements: readonly unknown[] = [READ, PUT],
  { trusted = 'pipes.amazonaws.com', pipe = {} }: { trusted?: string; pipe?: Record<string, unknown> } = {},
) => ({
  Resources: {
    Outbox: one('AWS::DynamoDB::Table', {
      TableName: 'outbox',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    }),
    Bus: one('AWS::Events::EventBus', { Name: 'shop' }),
    Seen: one('AWS::SQS::Queue', { QueueName: 'seen' }),
    SeenPolicy: one('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: 'Seen' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: getAtt('Seen'),
          },
        ],
      },
    }),
    Rule: one('AWS::Events::Rule', {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['outbox'] },
      Targets: [{ Id: 'seen', Arn: getAtt('Seen'), InputPath: '$.detail' }],
    }),
    Dead: one('AWS::SQS::Queue', { QueueName: 'dead' }),
    Role: role('pipes.amazonaws.com', [
      ...statements,
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Dead') },
    ]),
    OtherRole: role(trusted),
    Pipe: one('AWS::Pipes::Pipe', {
      RoleArn: getAtt(trusted === 'pipes.amazonaws.com' ? 'Role' : 'OtherRole'),
      Source: getAtt('Outbox', 'StreamArn'),
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        DynamoDBStreamParameters: {
          StartingPosition: 'LATEST',
          BatchSize: '1',
          MaximumRetryAttempts: 1,
          DeadLetterConfig: { Arn: getAtt('Dead') },
        },
      },
      Target: getAtt('Bus'),
      TargetParameters: {
        EventBridgeEventBusParameters: { Source: 'outbox', DetailType: '$.dynamodb.NewImage.kind.S' },
        InputTemplate: '{"id": <$.dynamodb.NewImage.id.S>}',
      },
      ...pipe,
    }),
  },
  Outputs: {
    Name: { Value: { Ref: 'Pipe' } },
    Arn: { Value: getAtt('Pipe') },
    State: { Value: getAtt('Pipe', 'CurrentState') },
  },
});

const put = (runtime: Runtime, id: string) =>
  call(runtime, 'dynamodb', 'PutItem', { TableName: 'outbox', Item: { id: { S: id }, kind: { S: 'Ordered' } } });

test('a pipe of a template moves records of an outbox to an event bus, and has Ref and Fn::GetAtt of CloudFormation', async () => {
  const runtime = await startTemplate(outbox(), '');
  const outputs = Object.fromEntries((runtime.deployment?.outputs ?? []).map(({ name, value }) => [name, value]));
  expect(outputs.Name).toMatch(/^pets-Pipe-/);
  expect(outputs).toMatchObject({ Arn: at('pipes', `pipe/${outputs.Name}`), State: 'RUNNING' });
  await put(runtime, 'o-1');
  const seen: string[] = [];
  await until(async () => seen.push(...(await bodies(runtime, 'seen'))) > 0);
  expect(seen.map((body) => JSON.parse(body))).toEqual([{ id: 'o-1' }]);
  await runtime.stop();
});

test('a pipe whose role may not put events sends the position of the records to the dead-letter queue', async () => {
  const runtime = await startTemplate(outbox([READ]), '');
  await put(runtime, 'o-1');
  const dead: string[] = [];
  await until(async () => dead.push(...(await bodies(runtime, 'dead'))) > 0);
  expect(JSON.parse(dead[0] ?? '')).toMatchObject({ context: { condition: 'RetryAttemptsExhausted' } });
  expect(await bodies(runtime, 'seen')).toEqual([]);
  await runtime.stop();
});

test.each([
  ['with an unknown property', { pipe: { Colour: 'red' } }, /Colour/],
  ['with a source that is not supported', { pipe: { Source: at('kinesis', 'stream/s') } }, /kinesis/],
  ['with a role that does not trust EventBridge Pipes', { trusted: 'events.amazonaws.com' }, /must allow pipes/],
])(
  'a pipe %s is refused',
  async (_, more, message) => {
    await expect(startTemplate(outbox(undefined, more), '')).rejects.toThrow(message);
  },
  60_000,
);

test('the clock can move while a pipe runs an Express state machine that waits', async () => {
  const definition = { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 60, End: true } } };
  const machine = (properties: Record<string, unknown>) =>
    one('AWS::StepFunctions::StateMachine', { RoleArn: getAtt('MachineRole'), ...properties });
  const Resources = {
    Work: one('AWS::SQS::Queue', { QueueName: 'work', VisibilityTimeout: 300 }),
    MachineRole: role('states.amazonaws.com'),
    Machine: machine({ StateMachineType: 'EXPRESS', DefinitionString: JSON.stringify(definition) }),
    Role: role('pipes.amazonaws.com', [
      {
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: getAtt('Work'),
      },
      { Effect: 'Allow', Action: 'states:StartSyncExecution', Resource: { Ref: 'Machine' } },
    ]),
    Pipe: one('AWS::Pipes::Pipe', { RoleArn: getAtt('Role'), Source: getAtt('Work'), Target: { Ref: 'Machine' } }),
  };
  const runtime = await startTemplate({ Resources }, '');
  const QueueUrl = `${runtime.endpoint}/000000000000/work`;
  await call(runtime, 'sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' });
  const hidden = async (): Promise<string | undefined> => {
    const input = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] };
    const { Attributes } = await call(runtime, 'sqs', 'GetQueueAttributes', input);
    return (Attributes as Record<string, string>).ApproximateNumberOfMessagesNotVisible;
  };
  await until(async () => (await hidden()) === '1');
  await runtime.kernel.timers.advance(61_000);
  await runtime.kernel.inflight.idle();
  await until(async () => (await hidden()) === '0');
  await runtime.kernel.timers.advance(300_000);
  expect(await bodies(runtime, 'work')).toEqual([]);
  await runtime.stop();
});

test('an update of the template resets what the template no longer has', async () => {
  const directory = temporaryDirectory();
  const deploy = (pipe: Record<string, unknown>, version: string): Promise<Runtime> => {
    const assembly = writeAssembly(join(directory, version), { pets: outbox(undefined, { pipe }) });
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    return startRuntime({ port: 0, assembly, log, dataDir: join(directory, 'data') });
  };
  const first = await deploy({ Name: 'flow', Description: 'old', Tags: { a: '1', b: '2' } }, 'first');
  await first.stop();
  const SourceParameters = { DynamoDBStreamParameters: { StartingPosition: 'LATEST' } };
  const pipe = { Name: 'flow', SourceParameters, TargetParameters: {}, Tags: { b: '3' }, DesiredState: 'STOPPED' };
  const second = await deploy(pipe, 'second');
  const described = await call(second, 'pipes', 'DescribePipe', { Name: 'flow' });
  expect(described).not.toHaveProperty('Description');
  expect(described).toMatchObject({
    CurrentState: 'STOPPED',
    SourceParameters: {
      FilterCriteria: { Filters: [] },
      DynamoDBStreamParameters: { BatchSize: 10, MaximumRetryAttempts: -1 },
    },
    Tags: { b: '3' },
    TargetParameters: { EventBridgeEventBusParameters: {} },
  });
  expect(described.TargetParameters).not.toHaveProperty('InputTemplate');
  await second.stop();
  removeDirectory(directory);
});
