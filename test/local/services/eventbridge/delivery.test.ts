import { afterEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { crash, FakeTargets, queueArn, queueTarget, startBus, type TestBus } from './bus.ts';

let bus: TestBus;
afterEach(() => bus.kernel.stop());

const ROLE = 'arn:aws:iam::000000000000:role/events';
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:orders';
const fault = () => new AwsError('InternalFailure', 'The service is down.', { statusCode: 500 });
const rows = () => Number(bus.kernel.store.prepare('SELECT COUNT(*) AS n FROM eventbridge_deliveries').get()?.n);

describe('delivering events', () => {
  test('sends the whole event to a queue as the events service with the ARN of the rule', async () => {
    bus = await startBus();
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    const answer = await bus.put(
      { price: 12345678901234567890n.toString() },
      { Resources: ['arn:x'], Time: 1_700_000_000 },
    );
    const [call] = await bus.targets.reached(1);
    await bus.settled();
    const [entry] = answer.Entries as { EventId: string }[];
    expect(JSON.parse(String(call?.input.MessageBody))).toEqual({
      version: '0',
      id: entry?.EventId,
      'detail-type': 'Sold',
      source: 'shop',
      account: '000000000000',
      time: '2023-11-14T22:13:20Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { price: '12345678901234567890' },
    });
    expect(call).toMatchObject({
      action: 'SendMessage',
      input: { QueueUrl: 'http://127.0.0.1:4566/000000000000/orders' },
      caller: {
        kind: 'service',
        service: 'events.amazonaws.com',
        sourceArn: 'arn:aws:events:us-east-1:000000000000:rule/sales',
      },
    });
    expect(rows()).toBe(0);
  });

  test('keeps the digits of numbers that are too long for a double', async () => {
    bus = await startBus();
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await bus.call('PutEvents', {
      Entries: [{ Source: 'shop', DetailType: 'Sold', Detail: '{ "n" : 12345678901234567890.10 }' }],
    });
    const [call] = await bus.targets.reached(1);
    expect(call?.input.MessageBody).toContain('"detail":{"n":12345678901234567890.10}');
  });

  test('calls the service of each kind of target', async () => {
    bus = await startBus();
    const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
    await bus.rule(
      'sales',
      { source: ['shop'] },
      { Id: 'machine', Arn: MACHINE, RoleArn: ROLE },
      queueTarget('orders.fifo', { SqsParameters: { MessageGroupId: 'all' } }),
      { Id: 'topic', Arn: arn('sns', 'news') },
      { Id: 'function', Arn: arn('lambda', 'function:count'), Input: '{"fixed":true}' },
      { Id: 'log', Arn: arn('logs', 'log-group:/aws/events/sales') },
    );
    await bus.put({ n: 1 });
    const calls = await bus.targets.reached(5);
    const of = (service: string) => calls.find((call) => call.service === service);
    expect(of('states')).toMatchObject({ action: 'StartExecution', input: { stateMachineArn: MACHINE } });
    expect(of('states')?.caller).toMatchObject({ kind: 'role', roleArn: ROLE });
    expect(of('states')?.input.name).toMatch(/^[0-9a-f-]{36}$/);
    expect(of('sqs')?.input).toMatchObject({ MessageGroupId: 'all' });
    expect(of('sns')).toMatchObject({ action: 'Publish', input: { TopicArn: arn('sns', 'news') } });
    expect(of('lambda')).toMatchObject({ action: 'Invoke', input: { InvocationType: 'Event' } });
    expect(String(of('lambda')?.input.Payload)).toBe('{"fixed":true}');
    expect(of('logs')).toMatchObject({ action: 'PutLogEvents', input: { logGroupName: '/aws/events/sales' } });
  });

  test('forwards an event to another bus with its id and time, and from there to the targets', async () => {
    bus = await startBus();
    const { EventBusArn } = await bus.call('CreateEventBus', { Name: 'other' });
    await bus.rule('pass-on', { source: ['shop'] }, { Id: 'bus', Arn: EventBusArn, RoleArn: ROLE });
    await bus.call('PutRule', { Name: 'all', EventBusName: 'other', EventPattern: '{"source":[{"prefix":""}]}' });
    await bus.call('PutTargets', { Rule: 'all', EventBusName: 'other', Targets: [queueTarget('orders')] });
    const { Entries } = await bus.put({ n: 1 }, { Time: 1_700_000_000 });
    await bus.targets.reached(1);
    expect(bus.targets.bodies('orders')).toMatchObject([
      { id: (Entries as { EventId: string }[])[0]?.EventId, time: '2023-11-14T22:13:20Z', detail: { n: 1 } },
    ]);
  });

  test('retries with backoff while the target returns server errors, with the same execution name', async () => {
    bus = await startBus();
    bus.targets.answer = () => {
      if (bus.targets.calls.length < 4) throw fault();
    };
    await bus.rule('sales', { source: ['shop'] }, { Id: 'machine', Arn: MACHINE, RoleArn: ROLE });
    await bus.put({ n: 1 });
    await bus.settled();
    expect(bus.targets.calls).toHaveLength(1);
    await bus.kernel.timers.advance(1_000);
    expect(bus.targets.calls).toHaveLength(2);
    await bus.kernel.timers.advance(2_000 + 4_000);
    await bus.settled();
    expect(bus.targets.calls).toHaveLength(4);
    expect(new Set(bus.targets.calls.map(({ input }) => input.name)).size).toBe(1);
    expect(rows()).toBe(0);
  });

  test('treats an existing execution of the same name as started', async () => {
    bus = await startBus();
    bus.targets.answer = () => {
      throw new AwsError('ExecutionAlreadyExists', 'Execution Already Exists');
    };
    await bus.rule('sales', { source: ['shop'] }, { Id: 'machine', Arn: MACHINE, RoleArn: ROLE });
    await bus.put({ n: 1 });
    await bus.settled();
    expect(rows()).toBe(0);
  });
});

describe('dead-letter queues', () => {
  const failing = (error: () => Error) => {
    bus.targets.answer = ({ input }) => {
      if (!String(input.QueueUrl).endsWith('/dead')) throw error();
    };
  };
  const attributes = () => {
    const call = bus.targets.calls.find(({ input }) => String(input.QueueUrl).endsWith('/dead'));
    const given = (call?.input.MessageAttributes ?? {}) as Record<string, { StringValue: string }>;
    return Object.fromEntries(Object.entries(given).map(([name, { StringValue }]) => [name, StringValue]));
  };
  const target = (more: Record<string, unknown> = {}) =>
    queueTarget('orders', { DeadLetterConfig: { Arn: queueArn('dead') }, ...more });

  test('an event goes to the dead-letter queue immediately if permission is missing', async () => {
    bus = await startBus();
    failing(() => new AwsError('AccessDeniedException', 'not authorized to perform sqs:SendMessage\u0000'));
    await bus.rule('sales', { source: ['shop'] }, target());
    await bus.put({ n: 7 });
    await bus.settled();
    await bus.kernel.timers.advance(10);
    expect(bus.targets.bodies('dead')).toMatchObject([{ source: 'shop', detail: { n: 7 } }]);
    expect(attributes()).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/sales',
      TARGET_ARN: queueArn('orders'),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'not authorized to perform sqs:SendMessage?',
      RETRY_ATTEMPTS: '0',
    });
    expect(rows()).toBe(0);
  });

  test('after the last retry the message names the retry attempts as the exhausted condition', async () => {
    bus = await startBus();
    failing(fault);
    await bus.rule('sales', { source: ['shop'] }, target({ RetryPolicy: { MaximumRetryAttempts: 2 } }));
    await bus.put({ n: 1 });
    await bus.settled();
    await bus.kernel.timers.advance(10_000);
    expect(bus.targets.bodies('orders')).toHaveLength(3);
    expect(attributes()).toMatchObject({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  test('an event that exceeds the maximum event age is not retried', async () => {
    bus = await startBus();
    failing(fault);
    await bus.rule('sales', { source: ['shop'] }, target({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } }));
    await bus.put({ n: 1 });
    await bus.settled();
    await bus.kernel.timers.advance(120_000);
    expect(attributes()).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
    expect(rows()).toBe(0);
  });

  test('without a dead-letter queue the event is dropped, and a log line names rule and target', async () => {
    const lines: unknown[] = [];
    const none = () => {};
    bus = await startBus({
      log: { info: none, warn: none, error: (message, fields) => lines.push({ message, ...fields }) },
    });
    failing(() => new AwsError('QueueDoesNotExist', 'There is no such queue.'));
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await bus.put({ n: 1 });
    await bus.settled();
    expect(lines).toMatchObject([
      { rule: 'arn:aws:events:us-east-1:000000000000:rule/sales', target: queueArn('orders'), code: 'NO_RESOURCE' },
    ]);
    expect(rows()).toBe(0);
  });

  test('a dead-letter queue that returns server errors is retried until it accepts the event', async () => {
    bus = await startBus();
    let down = true;
    bus.targets.answer = ({ input }) => {
      if (String(input.QueueUrl).endsWith('/orders')) throw new AwsError('AccessDenied', 'no');
      if (down) throw fault();
    };
    await bus.rule('sales', { source: ['shop'] }, target());
    await bus.put({ n: 1 });
    await bus.settled();
    await bus.kernel.timers.advance(3_000);
    expect(rows()).toBe(1);
    down = false;
    await bus.kernel.timers.advance(600_000);
    expect(rows()).toBe(0);
    expect(attributes()).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
  });
});

test('the dead-letter queue is retried for 24 hours, however old the event is', async () => {
  bus = await startBus();
  let down = true;
  bus.targets.answer = ({ input }) => {
    if (down || String(input.QueueUrl).endsWith('/orders')) throw fault();
  };
  await bus.rule('sales', { source: ['shop'] }, queueTarget('orders', { DeadLetterConfig: { Arn: queueArn('dead') } }));
  await bus.put({ n: 1 });
  await bus.settled();
  await bus.kernel.timers.advance(86_400_000 + 3_600_000);
  expect(rows()).toBe(1);
  down = false;
  await bus.kernel.timers.advance(3_600_000);
  expect(rows()).toBe(0);
  expect(bus.targets.calls.at(-1)?.input).toMatchObject({
    MessageAttributes: { EXHAUSTED_RETRY_CONDITION: { StringValue: expect.stringMatching(/^Maximum/) } },
  });
});

describe('restarts', () => {
  test('an acknowledged event that was not delivered is delivered after a restart', async () => {
    const dataDir = temporaryDirectory();
    bus = await startBus({ dataDir });
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'), queueTarget('audit'));
    bus.targets.answer = ({ input }) => {
      if (String(input.QueueUrl).endsWith('/orders')) throw fault();
    };
    await bus.put({ n: 1 });
    await bus.settled();
    await bus.kernel.stop();

    bus = await startBus({ dataDir }, new FakeTargets());
    await bus.kernel.timers.advance(2_000);
    await bus.targets.reached(1);
    await bus.settled();
    expect(bus.targets.bodies('orders')).toMatchObject([{ detail: { n: 1 } }]);
    expect(bus.targets.bodies('audit')).toEqual([]);
    expect(rows()).toBe(0);
    removeDirectory(dataDir);
  });

  test('an event that was stored just before a crash is delivered', async () => {
    const dataDir = temporaryDirectory();
    bus = await startBus({ dataDir });
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    const hanging = new Promise(() => {});
    bus.targets.answer = () => hanging;
    await bus.put({ n: 1 });
    await bus.targets.reached(1);
    await crash(bus);

    const { kernel } = bus;
    bus = await startBus({ dataDir }, new FakeTargets());
    await bus.targets.reached(1);
    expect(bus.targets.bodies('orders')).toMatchObject([{ detail: { n: 1 } }]);
    await bus.settled();
    expect(kernel).not.toBe(bus.kernel);
    removeDirectory(dataDir);
  });
});

describe('while the maximum number of deliveries waits', () => {
  test('PutEvents throttles entries of clients, and accepts entries again afterwards', async () => {
    let accept = () => {};
    const targets = new FakeTargets();
    targets.answer = () => new Promise((resolve) => (accept = () => resolve({})));
    bus = await startBus({ maxUndelivered: 1 }, targets);
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    expect(await bus.put({ price: 1 })).toMatchObject({ FailedEntryCount: 0 });
    expect(await bus.put({ price: 2 })).toEqual({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }],
    });
    await targets.reached(1);
    targets.answer = () => ({});
    accept();
    await bus.settled();
    expect(await bus.put({ price: 3 })).toMatchObject({ FailedEntryCount: 0 });
    await bus.settled();
    expect(targets.bodies('orders').map((body) => (body as { detail: unknown }).detail)).toEqual([
      { price: 1 },
      { price: 3 },
    ]);
  });
});
