import { describe, expect, test } from '@jest/globals';
import { type EventWork, performEvents } from '../../../handlers/shared/event-batch.ts';

/** Work whose inputs are numbers. Even numbers fail. */
function setUp() {
  const log: string[] = [];
  const work: EventWork<number, string> = {
    parse: (detail) => {
      if (typeof detail !== 'number') throw new TypeError('The detail must be a number.');
      return detail;
    },
    perform: async (inputs) => {
      log.push(`perform ${inputs.join()}`);
      return Promise.allSettled(
        inputs.map(async (input) => {
          if (input % 2 === 0) throw new RangeError('even');
          return `result of ${input}`;
        }),
      );
    },
    onDone: (input, result) => void log.push(`${input}: ${result}`),
    onFailure: (messageId, input, error) => void log.push(`${messageId} ${input}: ${(error as Error).name}`),
  };
  return { log, work };
}

const message = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('Events of a queue', () => {
  test('are processed together; only the failed messages are returned, and each is reported with its error', async () => {
    const { log, work } = setUp();
    const Records = [1, 2, 3, 4].map((detail) => message(`m${detail}`, { detail }));
    expect(await performEvents({ Records }, work)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm2' }, { itemIdentifier: 'm4' }],
    });
    expect(log).toEqual([
      'perform 1,2,3,4',
      '1: result of 1',
      'm2 2: RangeError',
      '3: result of 3',
      'm4 4: RangeError',
    ]);
  });

  test.each([['no JSON'], ['null'], ['{}'], ['{"detail":"text"}']])(
    'of which one is %s: it fails alone and the others are processed',
    async (body) => {
      const { work } = setUp();
      const Records = [message('bad', body), message('good', { detail: 1 })];
      expect(await performEvents({ Records }, work)).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    },
  );

  test('are all returned and reported if perform rejects', async () => {
    const { log, work } = setUp();
    const Records = [1, 3].map((detail) => message(`m${detail}`, { detail }));
    const perform = () => Promise.reject(new Error('The table is away.'));
    expect(await performEvents({ Records }, { ...work, perform })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }],
    });
    expect(log).toEqual(['m1 1: Error', 'm3 3: Error']);
  });
});

describe('An event that a rule delivered without a queue', () => {
  test('is processed alone', async () => {
    const { log, work } = setUp();
    expect(await performEvents({ detail: 1 }, work)).toEqual({ batchItemFailures: [] });
    expect(log).toEqual(['perform 1', '1: result of 1']);
  });

  test('fails the invocation, so that Lambda retries it', async () => {
    const { work } = setUp();
    await expect(performEvents({ detail: 2 }, work)).rejects.toThrow('even');
    await expect(performEvents({ detail: 'text' }, work)).rejects.toThrow('The detail must be a number.');
  });
});
