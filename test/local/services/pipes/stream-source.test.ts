import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { at, type PipesSystem, queueArn, startPipes, until } from './system.ts';

const BUS = at('events', 'event-bus/shop');
const WORKER = at('lambda', 'function:worker');

let dataDir: string;
let system: PipesSystem;
let Source: string;
beforeEach(async () => {
  dataDir = temporaryDirectory();
  system = await startPipes({ dataDir });
  Source = await system.table();
});
afterEach(async () => {
  await system.kernel.stop();
  removeDirectory(dataDir);
});

const settings = (more: Record<string, unknown> = {}, FilterCriteria?: unknown) => ({
  Source,
  SourceParameters: {
    DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', ...more },
    ...(FilterCriteria === undefined ? {} : { FilterCriteria }),
  },
});

interface StreamRecord {
  readonly eventID: string;
  readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
}

const idOf = ({ dynamodb }: StreamRecord): string => dynamodb.Keys.id.S;

/** The ids of the records of each call. */
const batches = (): readonly (readonly string[])[] =>
  system.calls.map(({ input }) =>
    (input.Entries === undefined
      ? (JSON.parse(String(input.Payload)) as StreamRecord[])
      : (input.Entries as { Detail: string }[]).map(({ Detail }) => JSON.parse(Detail) as StreamRecord)
    ).map(idOf),
  );

/** Makes the function report the records whose id starts with `bad`. */
const reportBad = (): void => {
  system.answer = ({ input }) => {
    const records = JSON.parse(String(input.Payload)) as StreamRecord[];
    const failed = records.filter((record) => idOf(record).startsWith('bad'));
    const batchItemFailures = failed.map(({ eventID }) => ({ itemIdentifier: eventID }));
    return { Payload: JSON.stringify({ batchItemFailures }) };
  };
};

describe('a pipe from a stream', () => {
  test('puts the filtered records on a bus in order, as an outbox does', async () => {
    await system.put('a', 'skip', 'b');
    const Filters = [{ Pattern: '{"dynamodb":{"Keys":{"id":{"S":["a","b","c"]}}},"eventName":["INSERT"]}' }];
    await system.pipe(BUS, settings({}, { Filters }));
    await system.put('c', 'a');
    await until(() => batches().flat().length === 3);
    await system.settled();
    expect(batches().flat()).toEqual(['a', 'b', 'c']);
    expect(system.calls[0]?.input.Entries).toContainEqual(
      expect.objectContaining({ DetailType: 'Event from aws:dynamodb' }),
    );
  });

  test('with the position LATEST starts after its creation', async () => {
    await system.put('before');
    await system.pipe(BUS, settings({ StartingPosition: 'LATEST' }));
    await system.put('after');
    await until(() => system.calls.length > 0);
    expect(batches()).toEqual([['after']]);
  });

  test('passes at most BatchSize records, and at most ten to a bus', async () => {
    await system.put(...Array.from({ length: 12 }, (_, index) => `r${index}`));
    await system.pipe(BUS, settings());
    await until(() => batches().flat().length === 12);
    expect(batches().map(({ length }) => length)).toEqual([10, 2]);
    expect(await system.call('pipes', 'DescribePipe', { Name: 'flow' })).toMatchObject({
      SourceParameters: { DynamoDBStreamParameters: { BatchSize: 10, MaximumRetryAttempts: -1 } },
    });
  });

  test('repeats a batch from the first failed record, and then sends its position to the dead-letter queue', async () => {
    await system.queue('dead');
    reportBad();
    await system.put('a', 'bad', 'b');
    const DeadLetterConfig = { Arn: queueArn('dead') };
    await system.pipe(WORKER, settings({ MaximumRetryAttempts: 1, DeadLetterConfig }));
    await until(async () => (await system.count('dead')) === 1);
    expect(batches()).toEqual([
      ['a', 'bad', 'b'],
      ['bad', 'b'],
    ]);
    const [body] = await system.bodies('dead');
    expect(JSON.parse(body ?? '')).toMatchObject({
      context: { partnerResourceArn: at('pipes', 'pipe/flow'), condition: 'RetryAttemptsExhausted' },
      version: '1.0',
      DDBStreamBatchInfo: { batchSize: 2, streamArn: Source, shardId: expect.any(String) },
    });
  });

  test('with AUTOMATIC_BISECT halves a failed batch until the failed record is alone', async () => {
    system.answer = ({ input }) =>
      String(input.Payload).includes('"bad"') ? { FunctionError: 'Unhandled', Payload: '{}' } : undefined;
    await system.put('a', 'b', 'bad', 'c');
    await system.pipe(WORKER, settings({ MaximumRetryAttempts: 0, OnPartialBatchItemFailure: 'AUTOMATIC_BISECT' }));
    await until(() => batches().at(-1)?.[0] === 'c');
    expect(batches()).toEqual([['a', 'b', 'bad', 'c'], ['a', 'b'], ['bad', 'c'], ['bad'], ['c']]);
  });

  test('continues after a restart where it ended', async () => {
    await system.pipe(BUS, settings());
    await system.put('a');
    await until(() => system.calls.length === 1);
    await system.settled();
    await system.kernel.stop();
    system = await startPipes({ dataDir });
    await system.put('b');
    await until(() => system.calls.length === 1);
    expect(batches()).toEqual([['b']]);
  });

  test('that is created again with the same name starts at the beginning', async () => {
    await system.put('a');
    for (const count of [1, 2]) {
      await system.pipe(BUS, settings());
      await until(() => system.calls.length === count);
      await system.settled();
      await system.call('pipes', 'DeletePipe', { Name: 'flow' });
    }
    expect(batches()).toEqual([['a'], ['a']]);
  });
});
