import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { at, atExpression, HOUR_MS, OFF, queueArn, ROLE, type SchedulerSystem, startScheduler } from './system.ts';

let system: SchedulerSystem;
beforeEach(async () => {
  system = await startScheduler();
});
afterEach(() => system.kernel.stop());

const SCHEDULE_ARN = at('scheduler', 'schedule/default/once');

/** Runs a one-time schedule with this target; returns its scheduled time. */
const run = async (target: Record<string, unknown>): Promise<string> => {
  const atMs = Math.ceil(system.kernel.clock.now() / 1_000) * 1_000 + HOUR_MS;
  const Target = { RoleArn: ROLE, ...target };
  await system.call('CreateSchedule', {
    Name: 'once',
    ScheduleExpression: atExpression(atMs),
    FlexibleTimeWindow: OFF,
    Target,
  });
  await system.advance(2 * HOUR_MS);
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
};

describe('a templated target', () => {
  test('that is a function is invoked asynchronously', async () => {
    await run({ Arn: at('lambda', 'function:f'), Input: '{"a":1}' });
    expect(system.calls).toMatchObject([
      {
        service: 'lambda',
        action: 'Invoke',
        input: { FunctionName: at('lambda', 'function:f'), InvocationType: 'Event' },
        caller: { kind: 'role', roleArn: ROLE, assumedBy: { service: 'scheduler.amazonaws.com' } },
      },
    ]);
    expect(String(system.calls[0]?.input.Payload)).toBe('{"a":1}');
  });

  test('that is a FIFO queue receives a message of the message group', async () => {
    await run({ Arn: queueArn('jobs.fifo'), Input: 'go', SqsParameters: { MessageGroupId: 'g' } });
    expect(system.calls[0]?.input).toEqual({
      QueueUrl: 'http://127.0.0.1:4566/000000000000/jobs.fifo',
      MessageBody: 'go',
      MessageGroupId: 'g',
    });
  });

  test('that is a topic receives the input as message', async () => {
    await run({ Arn: at('sns', 'news'), Input: 'hello' });
    expect(system.calls[0]).toMatchObject({
      service: 'sns',
      action: 'Publish',
      input: { TopicArn: at('sns', 'news'), Message: 'hello' },
    });
  });

  test('that is an event bus receives an event with the input as detail', async () => {
    await run({
      Arn: at('events', 'event-bus/orders'),
      Input: '{"n":1}',
      EventBridgeParameters: { DetailType: 'Due', Source: 'shop' },
    });
    expect(system.calls[0]?.input).toEqual({
      Entries: [
        {
          EventBusName: at('events', 'event-bus/orders'),
          Source: 'shop',
          DetailType: 'Due',
          Detail: '{"n":1}',
          Resources: [SCHEDULE_ARN],
        },
      ],
    });
  });

  test('that is a state machine is started with the execution id as name', async () => {
    await run({ Arn: at('states', 'stateMachine:m'), Input: '{"id":"<aws.scheduler.execution-id>"}' });
    const { stateMachineArn, name, input } = system.calls[0]?.input ?? {};
    expect(stateMachineArn).toBe(at('states', 'stateMachine:m'));
    expect(JSON.parse(String(input))).toEqual({ id: name });
  });

  test('without an input receives the default notification', async () => {
    const time = await run({ Arn: queueArn('ticks') });
    expect(JSON.parse(String(system.calls[0]?.input.MessageBody))).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: '000000000000',
      time,
      region: 'us-east-1',
      resources: [SCHEDULE_ARN],
      detail: '{}',
    });
  });
});

test('the context attributes of an input have the values of the invocation, in each attempt', async () => {
  system.answer = () => {
    if (system.calls.length < 3) throw new AwsError('InternalFailure', 'down', { statusCode: 500 });
    return {};
  };
  const Input =
    '<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id> <aws.scheduler.attempt-number> <aws.scheduler.other>';
  const time = await run({ Arn: queueArn('ticks'), Input });
  const parts = system.calls.map(({ input }) => String(input.MessageBody).split(' '));
  const id = parts[0]?.[2];
  expect(id).toMatch(/^[\da-f-]+$/);
  expect(parts).toEqual([
    [SCHEDULE_ARN, time, id, '1', '<aws.scheduler.other>'],
    [SCHEDULE_ARN, time, id, '2', '<aws.scheduler.other>'],
    [SCHEDULE_ARN, time, id, '3', '<aws.scheduler.other>'],
  ]);
});

describe('a universal target', () => {
  test('calls the operation with the input as parameters', async () => {
    await run({
      Arn: 'arn:aws:scheduler:::aws-sdk:dynamodb:putItem',
      Input: '{"TableName":"t","Item":{"id":{"S":"<aws.scheduler.schedule-arn>"}}}',
    });
    expect(system.calls[0]).toMatchObject({
      service: 'dynamodb',
      action: 'PutItem',
      input: { TableName: 't', Item: { id: { S: SCHEDULE_ARN } } },
    });
  });

  test('has the member names of the SDK', async () => {
    await run({
      Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution',
      Input: JSON.stringify({ StateMachineArn: at('states', 'stateMachine:m'), Input: '{"n":1}' }),
    });
    expect(system.calls[0]?.input).toEqual({ stateMachineArn: at('states', 'stateMachine:m'), input: '{"n":1}' });
  });
});

test.each([
  [{ Arn: at('kinesis', 'stream/s') }, 'UnsupportedOperation', /kinesis/],
  [{ Arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances' }, 'UnsupportedOperation', /aws-sdk:ec2:stopInstances/],
  [{ Arn: 'arn:aws:scheduler:::aws-sdk:sqs:purgeQueue' }, 'UnsupportedOperation', /aws-sdk:sqs:purgeQueue/],
  [{ Arn: 'arn:aws:scheduler:::aws-sdk:sqs:receiveMessage' }, 'ValidationException', /only reads/],
  [{ Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage', Input: '[]' }, 'ValidationException', /JSON object/],
  [{ Arn: 'ticks' }, 'ValidationException', /not in correct format/],
  [{ Arn: queueArn('jobs.fifo') }, 'ValidationException', /MessageGroupId/],
  [{ Arn: at('events', 'event-bus/default'), Input: '{}' }, 'ValidationException', /EventBridgeParameters/],
  [{ Arn: at('lambda', 'function:f'), Input: 'text' }, 'ValidationException', /well-formed JSON/],
  [{ Arn: queueArn('ticks'), RoleArn: 'role' }, 'ValidationException', /'role' at 'target\.roleArn'/],
  [{ Arn: queueArn('ticks'), EcsParameters: {} }, 'UnsupportedOperation', /EcsParameters/],
  [{ Arn: queueArn('ticks'), DeadLetterConfig: { Arn: queueArn('d.fifo') } }, 'ValidationException', /standard SQS/],
  [
    { Arn: queueArn('ticks'), RetryPolicy: { MaximumRetryAttempts: 186 } },
    'ValidationException',
    /less than or equal to 185/,
  ],
])('the target %j is refused at creation', async (target, code, message) => {
  await expect(run(target)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

describe('an invocation that fails', () => {
  const DLQ = { DeadLetterConfig: { Arn: queueArn('dead') } };
  const deadLetters = () => system.calls.filter(({ input }) => String(input.QueueUrl).endsWith('/dead'));
  const fail = (error: AwsError) => {
    system.answer = ({ input }) => {
      if (!String(input.QueueUrl).endsWith('/dead')) throw error;
    };
  };
  const attributes = (index = 0): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(deadLetters()[index]?.input.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        value.StringValue,
      ]),
    );

  test('permanently is sent to the dead-letter queue with the attributes of AWS', async () => {
    fail(new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.'));
    const time = await run({ Arn: queueArn('ticks'), Input: 'tick', ...DLQ });
    expect(deadLetters()).toHaveLength(1);
    expect(deadLetters()[0]).toMatchObject({ caller: { kind: 'role', roleArn: ROLE } });
    expect(JSON.parse(String(deadLetters()[0]?.input.MessageBody))).toEqual({
      QueueUrl: 'http://127.0.0.1:4566/000000000000/ticks',
      MessageBody: 'tick',
    });
    expect(attributes()).toEqual({
      ERROR_CODE: 'AWS.SimpleQueueService.NonExistentQueue',
      ERROR_MESSAGE: 'The specified queue does not exist.',
      EXECUTION_ID: expect.any(String),
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: '0',
      SCHEDULED_TIME: time,
      SCHEDULE_ARN,
      TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
    });
  });

  test('after the maximum number of retries is sent to the dead-letter queue', async () => {
    fail(new AwsError('InternalFailure', 'down', { statusCode: 500 }));
    await run({ Arn: queueArn('ticks'), RetryPolicy: { MaximumRetryAttempts: 2 }, ...DLQ });
    expect(system.calls).toHaveLength(4);
    expect(attributes()).toMatchObject({
      ERROR_CODE: 'InternalFailure',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  test('until its maximum age is sent to the dead-letter queue', async () => {
    fail(new AwsError('ThrottlingException', 'slow down'));
    await run({ Arn: queueArn('ticks'), RetryPolicy: { MaximumEventAgeInSeconds: 60 }, ...DLQ });
    expect(attributes()).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
  });

  test('in an entry of PutEvents has the error of the entry', async () => {
    system.answer = ({ service }) =>
      service === 'events'
        ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }] }
        : {};
    await run({
      Arn: at('events', 'event-bus/default'),
      Input: '1',
      EventBridgeParameters: { DetailType: 'Due', Source: 'shop' },
      ...DLQ,
    });
    expect(attributes()).toMatchObject({ ERROR_CODE: 'MalformedDetail', ERROR_MESSAGE: 'Detail is malformed.' });
  });
});
