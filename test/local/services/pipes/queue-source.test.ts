import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { at, type PipesSystem, payloadOf, queueArn, ROLE, startPipes, until } from './system.ts';

const BUS = at('events', 'event-bus/shop');
const WORKER = at('lambda', 'function:worker');

let system: PipesSystem;
beforeEach(async () => {
  system = await startPipes();
  await system.queue('work');
});
afterEach(() => system.kernel.stop());

interface Entry {
  readonly Detail: string;
}
const entries = (): readonly Entry[] =>
  system.calls.filter(({ action }) => action === 'PutEvents').flatMap(({ input }) => input.Entries as Entry[]);

/** Moves the clock after the first attempt, so that messages that were not deleted are visible again. */
const visibleAgain = async (): Promise<void> => {
  await until(() => system.calls.length > 0);
  await system.settled();
  await system.kernel.timers.advance(31_000);
};

describe('a pipe from a queue to an event bus', () => {
  test('puts an event for each message with the names of AWS, and deletes the messages', async () => {
    await system.pipe(BUS);
    await system.send('work', 'hello');
    await until(async () => (await system.count('work')) === 0);
    expect(entries()).toEqual([
      {
        EventBusName: BUS,
        Source: 'Pipe flow',
        DetailType: 'Event from aws:sqs',
        Detail: expect.any(String),
        Resources: [at('pipes', 'pipe/flow')],
      },
    ]);
    expect(JSON.parse(entries()[0]?.Detail ?? '')).toMatchObject({
      messageId: expect.any(String),
      body: 'hello',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn('work'),
      awsRegion: 'us-east-1',
    });
    expect(system.calls[0]?.caller).toMatchObject({
      roleArn: ROLE,
      assumedBy: { service: 'pipes.amazonaws.com', sourceArn: at('pipes', 'pipe/flow') },
    });
  });

  test('takes detail type, source, resources and time from the event', async () => {
    await system.pipe(BUS, {
      TargetParameters: {
        InputTemplate: '{"order": <$.body.id>}',
        EventBridgeEventBusParameters: {
          DetailType: '$.body.kind',
          Source: 'shop',
          Resources: ['$.body.arn', 'fixed'],
          Time: '$.body.at',
        },
      },
    });
    await system.send('work', '{"id":7,"kind":"Ordered","arn":"arn:o","at":"2026-03-01T09:30:00Z"}');
    await until(async () => (await system.count('work')) === 0);
    expect(entries()).toEqual([
      {
        EventBusName: BUS,
        Source: 'shop',
        DetailType: 'Ordered',
        Detail: '{"order": 7}',
        Resources: ['arn:o', 'fixed'],
        Time: new Date('2026-03-01T09:30:00Z'),
      },
    ]);
  });

  test('repeats only the messages that the bus refused', async () => {
    let refusals = 1;
    system.answer = ({ input }) => {
      const Entries = (input.Entries as Entry[]).map(({ Detail }) =>
        JSON.parse(Detail).body === 'b' && refusals-- > 0 ? { ErrorCode: 'InternalFailure' } : { EventId: 'e' },
      );
      return { FailedEntryCount: 0, Entries };
    };
    await system.send('work', 'a', 'b', 'c');
    await system.pipe(BUS);
    await visibleAgain();
    await until(async () => (await system.count('work')) === 0);
    expect(
      entries()
        .map(({ Detail }) => JSON.parse(Detail).body)
        .toSorted(),
    ).toEqual(['a', 'b', 'b', 'c']);
  });

  test('deletes messages that no filter matches, without an event', async () => {
    const FilterCriteria = { Filters: [{ Pattern: '{"body":{"kind":["good"]}}' }] };
    await system.pipe(BUS, { SourceParameters: { FilterCriteria } });
    await system.send('work', '{"kind":"bad"}', '{"kind":"good"}', 'text');
    await until(async () => (await system.count('work')) === 0);
    expect(entries().map(({ Detail }) => JSON.parse(Detail).body)).toEqual(['{"kind":"good"}']);
  });
});

describe('a pipe from a queue to a function', () => {
  test('passes a list of records, also for one message', async () => {
    await system.pipe(WORKER);
    await system.send('work', 'one');
    await until(() => system.calls.length === 1);
    expect(system.calls[0]?.input).toMatchObject({ FunctionName: WORKER });
    expect(system.calls[0]?.input).not.toHaveProperty('InvocationType');
    expect(payloadOf(system.calls[0] as never)).toEqual([expect.objectContaining({ body: 'one' })]);
  });

  test('invokes it asynchronously with FIRE_AND_FORGET', async () => {
    await system.pipe(WORKER, {
      TargetParameters: { LambdaFunctionParameters: { InvocationType: 'FIRE_AND_FORGET' } },
    });
    await system.send('work', 'one');
    await until(async () => (await system.count('work')) === 0);
    expect(system.calls[0]?.input).toMatchObject({ InvocationType: 'Event' });
  });

  test('keeps the messages that the function reports as failed', async () => {
    system.answer = (call) => {
      const records = payloadOf(call) as { messageId: string; body: string }[];
      const failed = records.filter(({ body }) => body.startsWith('bad'));
      const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { Payload: JSON.stringify({ batchItemFailures }) };
    };
    await system.send('work', 'a', 'bad', 'b');
    await system.pipe(WORKER);
    await visibleAgain();
    await until(() => system.calls.length === 2);
    expect(payloadOf(system.calls[1] as never)).toEqual([expect.objectContaining({ body: 'bad' })]);
  });

  test('keeps all messages if the function fails, and its queue moves them to the dead-letter queue', async () => {
    await system.queue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 });
    await system.queue('fragile', { RedrivePolicy, VisibilityTimeout: '0' });
    system.answer = () => ({ FunctionError: 'Unhandled', Payload: '{}' });
    await system.pipe(WORKER, { Source: queueArn('fragile') });
    await system.send('fragile', 'poison');
    await until(async () => (await system.count('dead')) === 1);
    expect(await system.bodies('dead')).toEqual(['poison']);
    expect(system.calls).toHaveLength(2);
  });

  test('keeps the order of a message group: messages after a failed one stay in the queue', async () => {
    await system.queue('line.fifo', { FifoQueue: 'true' });
    system.answer = (call) => {
      const records = payloadOf(call) as { messageId: string; body: string }[];
      const failed = records.filter(({ body }) => body === 'a2');
      const batchItemFailures = failed.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { Payload: JSON.stringify({ batchItemFailures }) };
    };
    await system.send('line.fifo', 'a1', 'a2', 'a3', 'b1');
    await system.pipe(WORKER, { Source: queueArn('line.fifo') });
    await until(async () => (await system.count('line.fifo')) === 2);
    await system.settled();
    expect(await system.count('line.fifo')).toBe(2);
  });
});

describe('other targets of a pipe', () => {
  const received = async (): Promise<void> => {
    await system.send('work', '{"id":"x"}');
    await until(async () => (await system.count('work')) === 0);
  };

  test('a queue receives the text of the template', async () => {
    await system.queue('next');
    await system.pipe(queueArn('next'), { TargetParameters: { InputTemplate: 'order <$.body.id>' } });
    await received();
    expect(await system.bodies('next')).toEqual(['order x']);
  });

  test('a FIFO queue receives the message group of the event', async () => {
    await system.queue('next.fifo', { FifoQueue: 'true' });
    const SqsQueueParameters = { MessageGroupId: '$.body.id', MessageDeduplicationId: '$.messageId' };
    await system.pipe(queueArn('next.fifo'), { TargetParameters: { SqsQueueParameters } });
    await received();
    expect(await system.count('next.fifo')).toBe(1);
  });

  test('a topic receives a message for each event', async () => {
    await system.pipe(at('sns', 'news'), { TargetParameters: { InputTemplate: '<$.body>' } });
    await received();
    expect(system.calls.map(({ action, input }) => ({ action, input }))).toEqual([
      {
        action: 'PublishBatch',
        input: { TopicArn: at('sns', 'news'), PublishBatchRequestEntries: [{ Id: '0', Message: '{"id":"x"}' }] },
      },
    ]);
  });

  test('a log group receives a log event in the given stream', async () => {
    await system.pipe(at('logs', 'log-group:trail'), {
      TargetParameters: { InputTemplate: '<$.body.id>', CloudWatchLogsParameters: { LogStreamName: 'flow' } },
    });
    await received();
    expect(system.calls[0]?.input).toEqual({
      logGroupName: 'trail',
      logStreamName: 'flow',
      logEvents: [{ timestamp: expect.any(Number), message: 'x' }],
    });
  });

  test('a state machine is started with the list of events', async () => {
    await system.pipe(at('states', 'stateMachine:m'), {
      TargetParameters: {
        InputTemplate: '{"id":<$.body.id>}',
        StepFunctionStateMachineParameters: { InvocationType: 'FIRE_AND_FORGET' },
      },
    });
    await received();
    expect(system.calls[0]).toMatchObject({ action: 'StartExecution', input: { input: '[{"id":"x"}]' } });
  });

  test('an Express state machine runs synchronously, and its failure keeps the messages', async () => {
    const statuses = ['FAILED', 'SUCCEEDED'];
    system.answer = ({ action }) =>
      action === 'StartSyncExecution' ? { status: statuses.shift(), output: '"done"' } : undefined;
    await system.pipe(at('states', 'stateMachine:m'));
    await system.send('work', 'x');
    await visibleAgain();
    await until(async () => (await system.count('work')) === 0);
    expect(system.calls.map(({ action }) => action)).toEqual(['StartSyncExecution', 'StartSyncExecution']);
  });
});

describe('the enrichment of a pipe', () => {
  const ENRICH = at('lambda', 'function:enrich');
  const enrichedBy = (payload: string) =>
    (system.answer = ({ input }) => (input.FunctionName === ENRICH ? { Payload: payload } : undefined));

  test('receives the templates of the events, and its response reaches the target', async () => {
    enrichedBy('[{"name":"Ada"},{"name":"Bob"}]');
    await system.pipe(BUS, {
      Enrichment: ENRICH,
      EnrichmentParameters: { InputTemplate: '{"id":<$.body.id>,"from":"<aws.pipes.pipe-name>"}' },
      TargetParameters: { InputTemplate: '{"who":<$.name>}' },
    });
    await system.send('work', '{"id":1}');
    await until(async () => (await system.count('work')) === 0);
    expect(payloadOf(system.calls[0] as never)).toEqual([{ id: 1, from: 'flow' }]);
    expect(entries().map(({ Detail }) => Detail)).toEqual(['{"who":"Ada"}', '{"who":"Bob"}']);
  });

  test.each(['""', '{}', '[]', 'null', ''])(
    'with the empty response %s does not invoke the target',
    async (payload) => {
      enrichedBy(payload);
      await system.pipe(BUS, { Enrichment: ENRICH });
      await system.send('work', 'x');
      await until(async () => (await system.count('work')) === 0);
      expect(entries()).toEqual([]);
    },
  );

  test('by an Express state machine gives one event for a response that is not a list', async () => {
    system.answer = ({ action }) =>
      action === 'StartSyncExecution' ? { status: 'SUCCEEDED', output: '{"total":3}' } : undefined;
    await system.pipe(BUS, { Enrichment: at('states', 'stateMachine:m') });
    await system.send('work', 'x');
    await until(async () => (await system.count('work')) === 0);
    expect(entries().map(({ Detail }) => Detail)).toEqual(['{"total":3}']);
  });

  test('that fails keeps the messages', async () => {
    let failures = 1;
    system.answer = ({ action }) => {
      if (action === 'Invoke' && failures-- > 0) throw new AwsError('AccessDeniedException', 'no');
      return action === 'Invoke' ? { Payload: '[{"ok":true}]' } : undefined;
    };
    await system.pipe(BUS, { Enrichment: ENRICH });
    await system.send('work', 'x');
    await visibleAgain();
    await until(async () => (await system.count('work')) === 0);
    expect(entries().map(({ Detail }) => Detail)).toEqual(['{"ok":true}']);
  });
});

test('a stopped pipe leaves messages in the queue until it starts', async () => {
  await system.pipe(BUS, { DesiredState: 'STOPPED' });
  await system.send('work', 'x');
  await system.settled();
  expect(await system.count('work')).toBe(1);
  await system.call('pipes', 'StartPipe', { Name: 'flow' });
  await until(async () => (await system.count('work')) === 0);
  await system.call('pipes', 'StopPipe', { Name: 'flow' });
  await system.send('work', 'y');
  await system.settled();
  expect(entries()).toHaveLength(1);
});
