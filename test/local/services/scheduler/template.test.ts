import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { getAtt, one, role, startTemplate } from '../../template/start-template.ts';
import { synthesizeSchedules } from './cdk-app.ts';
import { at, HOUR_MS, OFF } from './system.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

const call = (runtime: Runtime, service: string, action: string, input: Record<string, unknown>) =>
  runtime.kernel.services.callByName(service, action, input, runtime.kernel.identities.administrator()) as Promise<
    Record<string, unknown>
  >;

interface Message {
  readonly Body: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

const messages = async (runtime: Runtime, queue: string): Promise<readonly Message[]> => {
  const QueueUrl = `${runtime.endpoint}/000000000000/${queue}`;
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await call(runtime, 'sqs', 'ReceiveMessage', input);
  return Messages as readonly Message[];
};

const advance = async (runtime: Runtime, ms: number): Promise<void> => {
  await runtime.kernel.timers.advance(ms);
  await runtime.kernel.inflight.idle();
};

describe('schedules of a CDK app', () => {
  const directory = temporaryDirectory();
  let runtime: Runtime;

  beforeAll(async () => {
    runtime = await startRuntime({ port: 0, assembly: synthesizeSchedules(join(directory, 'cdk.out')), log: quiet });
    await advance(runtime, 24 * HOUR_MS + 15 * 60_000);
  });
  afterAll(async () => {
    await runtime.stop();
    removeDirectory(directory);
  });

  test('have Ref and Fn::GetAtt of CloudFormation', () => {
    const outputs = Object.fromEntries((runtime.deployment?.outputs ?? []).map(({ name, value }) => [name, value]));
    expect(outputs.Arn).toBe(at('scheduler', `schedule/team/${outputs.Name}`));
    expect(outputs.GroupArn).toBe(at('scheduler', 'schedule-group/team'));
  });

  test('invoke a queue, directly and as a universal target', async () => {
    const bodies = (await messages(runtime, 'due')).map(({ Body }) => Body);
    expect(bodies.toSorted()).toEqual(['tick', 'universal']);
    expect(await messages(runtime, 'dead')).toEqual([]);
  });

  test('invoke a function, a topic, an event bus and a state machine', async () => {
    const [worked] = await messages(runtime, 'worked');
    expect(JSON.parse(worked?.Body ?? '')).toMatchObject({ requestPayload: { word: 'hello' } });
    const [notice] = await messages(runtime, 'noticed');
    expect(JSON.parse(JSON.parse(notice?.Body ?? '').Message)).toEqual({ word: 'hello' });
    const [event] = await messages(runtime, 'seen');
    expect(JSON.parse(event?.Body ?? '')).toMatchObject({
      source: 'shop',
      'detail-type': 'Due',
      detail: { word: 'hello' },
    });
    const stateMachineArn = at('states', 'stateMachine:due');
    const { executions } = await call(runtime, 'states', 'ListExecutions', { stateMachineArn });
    expect(executions).toHaveLength(1);
  });

  test('are created by the task of a state machine', async () => {
    const stateMachineArn = at('states', 'stateMachine:plan');
    const { executionArn } = await call(runtime, 'states', 'StartExecution', { stateMachineArn });
    await runtime.kernel.inflight.idle();
    expect(await call(runtime, 'states', 'DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await call(runtime, 'scheduler', 'GetSchedule', { Name: 'planned' })).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      StartDate: new Date('2100-01-01T00:00:00Z'),
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: at('sqs', 'planned') },
    });
  });

  test('without permission for their target send the invocation to the dead-letter queue', async () => {
    const dead = await messages(runtime, 'denied-dead');
    expect(dead).toHaveLength(2);
    expect(dead[0]?.MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: expect.stringMatching(/^AccessDenied/) },
      ERROR_MESSAGE: { StringValue: expect.stringContaining('is not authorized to perform: sqs:sendmessage') },
      TARGET_ARN: { StringValue: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage' },
    });
    expect(JSON.parse(dead[0]?.Body ?? '')).toMatchObject({ MessageBody: 'never' });
  });
});

describe('a schedule of a template', () => {
  const template = (properties: Record<string, unknown> = {}, trusted = 'scheduler.amazonaws.com') => ({
    Resources: {
      Queue: one('AWS::SQS::Queue', { QueueName: 'due' }),
      Role: role(trusted, [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Queue') }]),
      Schedule: one('AWS::Scheduler::Schedule', {
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: OFF,
        Target: { Arn: getAtt('Queue'), RoleArn: getAtt('Role'), Input: 'tick' },
        ...properties,
      }),
    },
  });

  test('can have numbers and times as text, and needs no name', async () => {
    const runtime = await startTemplate(
      template({
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: '5' },
        StartDate: '2100-01-01T00:00:00Z',
        KmsKeyArn: at('kms', 'key/k'),
        Target: {
          Arn: getAtt('Queue'),
          RoleArn: getAtt('Role'),
          RetryPolicy: { MaximumRetryAttempts: '7', MaximumEventAgeInSeconds: '600' },
        },
      }),
      '',
    );
    const { Schedules } = await call(runtime, 'scheduler', 'ListSchedules', {});
    const [listed] = Schedules as { Name: string }[];
    expect(listed?.Name).toMatch(/^pets-Schedule-/);
    expect(await call(runtime, 'scheduler', 'GetSchedule', { Name: listed?.Name })).toMatchObject({
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
      StartDate: new Date('2100-01-01T00:00:00Z'),
      Target: { RetryPolicy: { MaximumRetryAttempts: 7, MaximumEventAgeInSeconds: 600 } },
    });
    await runtime.stop();
  });

  test.each([
    ['with an unknown property', { Colour: 'red' }, undefined, /Colour/],
    [
      'with a target that is not supported',
      { Target: { Arn: at('kinesis', 's'), RoleArn: getAtt('Role') } },
      undefined,
      /cannot be run here.*kinesis/s,
    ],
    [
      'with an action of a service that does not exist here',
      { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ec2:startInstances', RoleArn: getAtt('Role') } },
      undefined,
      /cannot be run here.*Target\.Arn: The target arn:aws:scheduler:::aws-sdk:ec2:startInstances is not supported/s,
    ],
    [
      'with an invalid expression, before anything is created,',
      { ScheduleExpression: 'every(1 hour)' },
      undefined,
      /cannot be run here.*ScheduleExpression: Invalid Schedule Expression every\(1 hour\)/s,
    ],
    [
      'with a role that does not trust EventBridge Scheduler',
      {},
      'events.amazonaws.com',
      /The execution role you provide must allow AWS EventBridge Scheduler to assume the role\./,
    ],
  ])('%s is refused', async (_, properties, trusted, message) => {
    await expect(startTemplate(template(properties, trusted), '')).rejects.toThrow(message);
  });
});
