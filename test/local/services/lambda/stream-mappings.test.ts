import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal } from './harness.ts';
import { QUEUE, type StreamMappings, startStreamMappings } from './stream-harness.ts';

let streams: StreamMappings;
beforeEach(async () => {
  streams = await startStreamMappings();
});
afterEach(() => streams.stop());

const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const ON_FAILURE = { DestinationConfig: { OnFailure: { Destination: QUEUE } } };
const filter = (...patterns: object[]) => ({
  FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
});
const discarded = async (count = 1) => {
  const messages = await streams.sqs.called('SendMessage', count);
  return messages.map(({ MessageBody }) => JSON.parse(String(MessageBody)) as Record<string, unknown>);
};

describe('Records of a stream', () => {
  test('reach the function as the event that AWS sends, in order', async () => {
    await streams.map();
    await streams.put('a');
    await streams.events(1);
    const [[record] = []] = streams.seen();
    expect(record).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { id: { S: 'a' } },
        NewImage: { id: { S: 'a' }, size: { N: '1' } },
        SequenceNumber: expect.stringMatching(/^\d{24}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: streams.streamArn,
    });
  });

  test('before the mapping are read from TRIM_HORIZON, and not from LATEST', async () => {
    await streams.put('a', 'b');
    const { UUID } = await streams.map({ StartingPosition: 'LATEST' });
    await streams.put('c');
    await streams.events(1);
    expect(streams.ids()).toEqual([['c']]);
    await streams.lambda('DeleteEventSourceMapping', { UUID });
    await streams.map();
    await streams.events(2);
    expect(streams.ids()).toEqual([['c'], ['a', 'b', 'c']]);
  });

  test('are in batches of the configured size', async () => {
    await streams.put('a', 'b', 'c', 'd', 'e');
    await streams.map({ BatchSize: 2 });
    await streams.events(3);
    expect(streams.ids()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('are collected during the batching window, until the batch is full', async () => {
    await streams.map({ BatchSize: 3, MaximumBatchingWindowInSeconds: 60 });
    await streams.put('a', 'b', 'c');
    await streams.events(1);
    expect(streams.ids()).toEqual([['a', 'b', 'c']]);
  });

  test('that no filter matches do not reach the function', async () => {
    await streams.map(
      filter({ dynamodb: { Keys: { id: { S: [{ prefix: 'x' }] } } } }, { eventName: ['MODIFY', 'REMOVE'] }),
    );
    await streams.put('a', 'x1', 'b');
    await streams.aws.kernel.as('dynamodb', 'DeleteItem', { TableName: 'orders', Key: { id: { S: 'b' } } });
    await streams.events(1);
    expect(streams.ids().flat()).toEqual(['x1', 'b']);
  });

  test('are processed once, also over a restart', async () => {
    await streams.map();
    await streams.put('a');
    await streams.events(1);
    await streams.restart();
    await streams.put('b');
    await streams.events(2);
    expect(streams.ids()).toEqual([['a'], ['b']]);
  });

  test('written while the mapping is disabled are processed when it is enabled', async () => {
    const { UUID } = await streams.map();
    await streams.put('a');
    await streams.events(1);
    await streams.lambda('UpdateEventSourceMapping', { UUID, Enabled: false });
    await streams.put('b');
    await streams.put('c');
    await streams.lambda('UpdateEventSourceMapping', { UUID, Enabled: true });
    await streams.events(2);
    expect(streams.ids()).toEqual([['a'], ['b', 'c']]);
  });
});

describe('A batch that fails', () => {
  test('is retried as often as the mapping allows; then its metadata goes to the destination, and the next batch is processed', async () => {
    await streams.put('boom', 'a');
    const { UUID } = await streams.map({ BatchSize: 1, MaximumRetryAttempts: 2, ...ON_FAILURE });
    const [message] = await discarded();
    await streams.events(4);
    expect(streams.ids()).toEqual([['boom'], ['boom'], ['boom'], ['a']]);
    const sequence = streams.seen()[0]?.[0]?.dynamodb.SequenceNumber;
    expect(message).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(/Z$/),
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-/),
        startSequenceNumber: sequence,
        endSequenceNumber: sequence,
        approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        batchSize: 1,
        streamArn: streams.streamArn,
      },
    });
    expect(streams.sqs.calls[0]?.caller).toBe('arn:aws:sts::000000000000:assumed-role/functions/worker');
    expect(await streams.lambda('GetEventSourceMapping', { UUID })).toMatchObject({ LastProcessingResult: 'OK' });
  });

  test('is split in halves with BisectBatchOnFunctionError, so that only the faulty record is discarded', async () => {
    await streams.put('a', 'b', 'c', 'boom');
    await streams.map({ MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true, ...ON_FAILURE });
    const [message] = await discarded();
    await streams.aws.kernel.inflight.idle();
    expect(streams.ids()).toEqual([['a', 'b', 'c', 'boom'], ['a', 'b'], ['c', 'boom'], ['c'], ['boom']]);
    expect(message).toMatchObject({ DDBStreamBatchInfo: { batchSize: 1 } });
  });

  test('partially is retried from its first failed record', async () => {
    await streams.put('a', 'bad', 'b');
    await streams.map({ MaximumRetryAttempts: 1, ...REPORTS, ...ON_FAILURE });
    const [message] = await discarded();
    expect(streams.ids()).toEqual([
      ['a', 'bad', 'b'],
      ['bad', 'b'],
    ]);
    expect(message).toMatchObject({ DDBStreamBatchInfo: { batchSize: 2 } });
  });

  test('is discarded when its records are older than the mapping allows', async () => {
    await streams.put('a');
    await streams.aws.kernel.timers.advance(120_000);
    await streams.put('b');
    await streams.map({ MaximumRecordAgeInSeconds: 60, ...ON_FAILURE });
    const [message] = await discarded();
    await streams.events(1);
    expect(streams.ids()).toEqual([['b']]);
    expect(message).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    expect(message).not.toHaveProperty('responseContext');
  });

  test('is repeated after a restart from its first unfinished record', async () => {
    await streams.put('a', 'bad');
    await streams.map({ ...REPORTS });
    await streams.events(2);
    await streams.restart();
    const before = streams.ids().length;
    await streams.events(before + 1);
    expect(streams.ids()[before]).toEqual(['bad']);
  });
});

describe('Processing of the stream continues', () => {
  test('when the destination refuses a discarded batch', async () => {
    streams.refuseMessages();
    await streams.put('boom', 'a');
    await streams.map({ BatchSize: 1, MaximumRetryAttempts: 0, ...ON_FAILURE });
    await streams.events(2);
    expect(streams.ids()).toEqual([['boom'], ['a']]);
    expect(await streams.sqs.called('SendMessage')).toHaveLength(1);
  });

  test('from the oldest record when its position is older than 24 hours', async () => {
    const { UUID } = await streams.map();
    await streams.put('a');
    await streams.events(1);
    await streams.lambda('UpdateEventSourceMapping', { UUID, Enabled: false });
    await streams.put('b');
    await streams.aws.kernel.timers.advance(26 * 3_600_000);
    await streams.put('c');
    await streams.lambda('UpdateEventSourceMapping', { UUID, Enabled: true });
    await streams.events(2);
    expect(streams.ids()).toEqual([['a'], ['c']]);
  });

  test('when Lambda no longer throttles the function', async () => {
    await streams.lambda('PutFunctionConcurrency', { FunctionName: 'worker', ReservedConcurrentExecutions: 0 });
    const { UUID } = await streams.map({ MaximumRetryAttempts: 0 });
    await streams.put('a');
    await streams.aws.kernel.inflight.idle();
    expect(await streams.lambda('GetEventSourceMapping', { UUID })).toMatchObject({
      LastProcessingResult: 'PROBLEM: TooManyRequestsException',
    });
    await streams.lambda('DeleteFunctionConcurrency', { FunctionName: 'worker' });
    await streams.events(1);
    expect(streams.ids()).toEqual([['a']]);
  });
});

describe('A mapping of a stream', () => {
  test('is described with its settings, which can be changed', async () => {
    const { UUID } = await streams.map({
      BatchSize: 7,
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 90,
      BisectBatchOnFunctionError: true,
      ...filter({ eventName: ['INSERT'] }),
      ...ON_FAILURE,
    });
    expect(await streams.lambda('GetEventSourceMapping', { UUID })).toMatchObject({
      EventSourceArn: streams.streamArn,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 7,
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 90,
      BisectBatchOnFunctionError: true,
      ParallelizationFactor: 1,
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      ...ON_FAILURE,
    });
    const changed = await streams.lambda('UpdateEventSourceMapping', {
      UUID,
      MaximumRetryAttempts: -1,
      FilterCriteria: {},
      DestinationConfig: { OnFailure: {} },
    });
    expect(changed).toMatchObject({ BatchSize: 7, MaximumRetryAttempts: -1, DestinationConfig: { OnFailure: {} } });
    expect(changed).not.toHaveProperty('FilterCriteria');
  });

  test('has the defaults of AWS', async () => {
    const { UUID } = await streams.map();
    expect(await streams.lambda('GetEventSourceMapping', { UUID })).toMatchObject({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      FunctionResponseTypes: [],
    });
  });

  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['no starting position', { StartingPosition: undefined }, 'ValidationException', /startingPosition/],
    ['AT_TIMESTAMP', { StartingPosition: 'AT_TIMESTAMP' }, 'InvalidParameterValueException', /AT_TIMESTAMP/],
    [
      'an invalid pattern',
      filter({ eventName: 'INSERT' }),
      'InvalidParameterValueException',
      /^Invalid filter pattern/,
    ],
    ['six filters', filter({}, {}, {}, {}, {}, {}), 'InvalidParameterValueException', /at most 5 filters/],
    ['a low record age', { MaximumRecordAgeInSeconds: 59 }, 'InvalidParameterValueException', /at least 60/],
    ['parallel batches', { ParallelizationFactor: 2 }, 'UnsupportedOperation', /ParallelizationFactor/],
    ['a tumbling window', { TumblingWindowInSeconds: 1 }, 'UnsupportedOperation', /TumblingWindowInSeconds/],
    [
      'a bucket as destination',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failed' } } },
      'UnsupportedOperation',
      /arn:aws:s3:::failed/,
    ],
    ['a scaling configuration', { ScalingConfig: { MaximumConcurrency: 2 } }, 'UnsupportedOperation', /ScalingConfig/],
  ])('is rejected with %s', async (_name, input, code, message) => {
    expect(await refusal(streams.map(input))).toEqual({ code, message: expect.stringMatching(message) });
  });

  test('is rejected for a stream that does not exist', async () => {
    const EventSourceArn = `${streams.streamArn}0`;
    expect(await refusal(streams.map({ EventSourceArn }))).toEqual({
      code: 'InvalidParameterValueException',
      message: `Stream not found: ${EventSourceArn}`,
    });
  });
});
