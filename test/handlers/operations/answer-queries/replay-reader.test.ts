import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect, jest, test } from '@jest/globals';
import { createReplayReader } from '../../../../handlers/operations/answer-queries/replay-reader.ts';
import { TryAgainException } from '../../../../handlers/shared/errors.ts';

const ARCHIVE = 'arn:aws:events:us-east-1:000000000000:archive/account-applications';
const at = (hour: number) => new Date(Date.UTC(2026, 0, 31, hour));

/** A client that records requests. `answer` gets the number of the call, starting at 1. */
function clientAnswering(answer: (call: number) => object) {
  const client = new EventBridgeClient({ region: 'us-east-1' });
  const asked: unknown[] = [];
  jest.spyOn(client, 'send').mockImplementation(async ({ input }) => {
    asked.push(input);
    return answer(asked.length);
  });
  return { client, asked };
}

const times = { ReplayStartTime: at(12), EventStartTime: at(9), EventEndTime: at(10) };
const read = {
  startedAt: '2026-01-31T12:00:00.000Z',
  from: '2026-01-31T09:00:00.000Z',
  to: '2026-01-31T10:00:00.000Z',
};

test('the replays of the archive are read page by page', async () => {
  const { client, asked } = clientAnswering((call) =>
    call === 1
      ? { Replays: [{ ReplayName: 'one', State: 'COMPLETED', ...times }], NextToken: 'more' }
      : { Replays: [{ ReplayName: 'two', State: 'STARTING', ...times }, { ReplayName: 'without its times' }] },
  );
  expect(await createReplayReader(client, ARCHIVE)()).toEqual([
    { name: 'one', state: 'COMPLETED', ...read },
    { name: 'two', state: 'STARTING', ...read },
  ]);
  expect(asked).toEqual([
    { EventSourceArn: ARCHIVE, Limit: 100, NextToken: undefined },
    { EventSourceArn: ARCHIVE, Limit: 100, NextToken: 'more' },
  ]);
});

test('at most ten pages are read', async () => {
  const { client, asked } = clientAnswering((call) => ({ Replays: [], NextToken: `page ${call + 1}` }));
  expect(await createReplayReader(client, ARCHIVE)()).toEqual([]);
  expect(asked).toHaveLength(10);
});

test('throttling is thrown as a retryable error', async () => {
  const { client } = clientAnswering(() => {
    throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  });
  await expect(createReplayReader(client, ARCHIVE)()).rejects.toThrow(TryAgainException);
});
