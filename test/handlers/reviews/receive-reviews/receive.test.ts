import { describe, expect, test } from '@jest/globals';
import { performBatch } from '../../../../handlers/reviews/receive-reviews/batch.ts';
import type { IncomingReviewLedger } from '../../../../handlers/reviews/receive-reviews/ports.ts';
import { type Ports, receiveReview } from '../../../../handlers/reviews/receive-reviews/receive.ts';
import type { PendingReview } from '../../../../handlers/shared/reviews/entry.ts';

const REQUEST = {
  taskToken: 'token-1',
  applicationId: 'app-1',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T12:00:00.000Z',
};

class InMemoryIncomingReviewLedger implements IncomingReviewLedger {
  readonly entries = new Map<string, PendingReview>();

  async keepNewest(entry: PendingReview): Promise<'STORED' | 'KNOWN'> {
    const known = this.entries.get(entry.applicationId);
    if (known !== undefined && known.requestedAt >= entry.requestedAt) return 'KNOWN';
    this.entries.set(entry.applicationId, entry);
    return 'STORED';
  }
}

function setUp() {
  const ledger = new InMemoryIncomingReviewLedger();
  const reviewDeadline = '2026-03-02T12:00:00.000Z';
  const ports: Ports = {
    viewApplication: async (id) =>
      id === 'app-1' ? { state: 'FLAGGED_FOR_REVIEW', executionArn: 'the run', reviewDeadline } : undefined,
    ledger,
    dueAfterSeconds: 259_200,
    now: () => new Date('2026-01-31T12:00:01.000Z'),
  };
  const receive = (changes: Record<string, unknown> = {}) =>
    receiveReview(ports, JSON.stringify({ ...REQUEST, ...changes }));
  return { ledger, ports, receive };
}

describe('A review request', () => {
  test('becomes a pending entry of the ledger with the deadline of the record', async () => {
    const { ledger, receive } = setUp();
    expect(await receive()).toEqual({ applicationId: 'app-1', result: 'STORED' });
    expect(ledger.entries.get('app-1')).toEqual({
      ...REQUEST,
      dueAt: '2026-02-03T12:00:00.000Z',
      reviewDeadline: '2026-03-02T12:00:00.000Z',
      receivedAt: '2026-01-31T12:00:01.000Z',
    });
  });

  test('is due at its deadline if the deadline comes first', async () => {
    const { ledger, ports } = setUp();
    await receiveReview({ ...ports, dueAfterSeconds: 31_536_000 }, JSON.stringify(REQUEST));
    expect(ledger.entries.get('app-1')?.dueAt).toBe('2026-03-02T12:00:00.000Z');
  });

  test('that is delivered twice is KNOWN the second time', async () => {
    const { receive } = setUp();
    await receive();
    expect(await receive()).toEqual({ applicationId: 'app-1', result: 'KNOWN' });
  });

  test('that is newer replaces the token, in any order of arrival', async () => {
    const newer = { taskToken: 'token-2', requestedAt: '2026-02-01T12:00:00Z' };
    const inOrder = setUp();
    await inOrder.receive();
    await inOrder.receive(newer);
    expect(inOrder.ledger.entries.get('app-1')?.taskToken).toBe('token-2');
    const swapped = setUp();
    await swapped.receive(newer);
    expect(await swapped.receive()).toMatchObject({ result: 'KNOWN' });
    expect(swapped.ledger.entries.get('app-1')?.taskToken).toBe('token-2');
  });

  test('is compared by its time, not by the precision of the time', async () => {
    const { ledger, receive } = setUp();
    await receive({ taskToken: 'at-500ms', requestedAt: '2026-01-31T12:00:00.5Z' });
    await receive({ taskToken: 'at-0ms', requestedAt: '2026-01-31T12:00:00Z' });
    expect(ledger.entries.get('app-1')?.taskToken).toBe('at-500ms');
  });

  test.each(['APPROVED', 'REJECTED', 'REVIEW_EXPIRED'] as const)(
    'that arrives after its application is %s does not become pending, because it can no longer be decided',
    async (state) => {
      const { ledger, ports } = setUp();
      const ended: Ports = { ...ports, viewApplication: async () => ({ state, executionArn: 'the run' }) };
      const received = await receiveReview(ended, JSON.stringify(REQUEST));
      expect(received).toEqual({ applicationId: 'app-1', result: 'ENDED' });
      expect(ledger.entries.size).toBe(0);
    },
  );

  test('for an application without a review deadline is refused', async () => {
    const { receive } = setUp();
    await expect(receive({ applicationId: 'app-2' })).rejects.toMatchObject({ name: 'ReviewWithoutDeadlineError' });
  });
});

test.each([
  ['not JSON', '{'],
  ['no object', '"text"'],
  ['null', 'null'],
  ['no token', JSON.stringify({ ...REQUEST, taskToken: undefined })],
  ['no id', JSON.stringify({ ...REQUEST, applicationId: '' })],
  ['no reason', JSON.stringify({ ...REQUEST, reasons: [] })],
  ['an unknown reason', JSON.stringify({ ...REQUEST, reasons: ['MOOD'] })],
  ['no time', JSON.stringify({ ...REQUEST, requestedAt: 'noon' })],
])('A message with %s is no review request, and its refusal does not repeat it', async (_, body) => {
  const { ledger, ports } = setUp();
  const refusal = await receiveReview(ports, body).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'MalformedReviewRequestError' });
  expect(String(refusal)).not.toContain('token-1');
  expect(ledger.entries.size).toBe(0);
});

test('a poison message fails alone; the other messages of its batch succeed', async () => {
  const done: string[] = [];
  const failures: string[] = [];
  const messages = ['a', 'poison', 'b'].map((body, index) => ({ messageId: `message-${index}`, body }));
  const answer = await performBatch(messages, {
    perform: async ({ body }) => {
      if (body === 'poison') throw new Error('cannot be read');
      done.push(body);
    },
    onFailure: ({ messageId }) => failures.push(messageId),
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
  expect(done).toEqual(['a', 'b']);
  expect(failures).toEqual(['message-1']);
});
