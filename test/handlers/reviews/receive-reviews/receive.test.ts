import { describe, expect, test } from '@jest/globals';
import type { IncomingReviewLedger } from '../../../../handlers/reviews/receive-reviews/ports.ts';
import { type Ports, receiveReview } from '../../../../handlers/reviews/receive-reviews/receive.ts';
import { performBatch } from '../../../../handlers/shared/batch.ts';
import type { IncomingReview } from '../../../../handlers/shared/reviews/entry-updates.ts';

const REQUEST = {
  taskToken: 'token-1',
  applicationId: 'app-1',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T12:00:00.000Z',
  executionArn: 'the run',
  attempt: 0,
};

const messageOf = (request: object, sentAt = '2026-01-31T12:00:00.500Z') => ({
  body: JSON.stringify(request),
  attributes: { SentTimestamp: String(Date.parse(sentAt)) },
});

class InMemoryIncomingReviewLedger implements IncomingReviewLedger {
  readonly entries = new Map<string, IncomingReview>();

  async keepNewest(entry: IncomingReview): Promise<'STORED' | 'KNOWN'> {
    const known = this.entries.get(entry.applicationId);
    if (known !== undefined && orderOf(known) >= orderOf(entry)) return 'KNOWN';
    this.entries.set(entry.applicationId, entry);
    return 'STORED';
  }
}

const orderOf = ({ requestedAt, attempt }: IncomingReview) => `${requestedAt} ${String(attempt).padStart(16, '0')}`;

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
    receiveReview(ports, messageOf({ ...REQUEST, ...changes }));
  return { ledger, ports, receive };
}

describe('A review request', () => {
  test('becomes a pending entry of the ledger with the deadline of the record', async () => {
    const { ledger, receive } = setUp();
    expect(await receive()).toEqual({ applicationId: 'app-1', result: 'STORED' });
    const { executionArn: _, ...request } = REQUEST;
    expect(ledger.entries.get('app-1')).toEqual({
      ...request,
      dueAt: '2026-02-03T12:00:00.000Z',
      reviewDeadline: '2026-03-02T12:00:00.000Z',
      receivedAt: '2026-01-31T12:00:01.000Z',
      run: 'the run',
      decisionsRequired: 1,
    });
  });

  test('keeps the number of people that the record requires, not the one in the message', async () => {
    const { ledger, ports } = setUp();
    const viewApplication: Ports['viewApplication'] = async (id) => {
      const view = await ports.viewApplication(id);
      return view && { ...view, decisionsRequired: 2 };
    };
    await receiveReview({ ...ports, viewApplication }, messageOf({ ...REQUEST, decisionsRequired: 1 }));
    expect(ledger.entries.get('app-1')?.decisionsRequired).toBe(2);
  });

  test.each([
    [{ decision: 'APPROVE', reviewer: 'kirk' }, 'kirk'],
    [{ decision: 'APPROVE', reviewer: null }, 'unknown'],
    [{ decision: 'APPROVE', reviewer: 'x'.repeat(300) }, 'x'.repeat(200)],
  ])('notes who sent a decision by too few people: %j', async (insufficientDecision, who) => {
    const { ledger, receive } = setUp();
    await receive({ insufficientDecision });
    expect(ledger.entries.get('app-1')).toMatchObject({
      audited: [{ at: '2026-01-31T12:00:00.000Z', what: 'INSUFFICIENT', who }],
    });
  });

  test('is due at its deadline if the deadline is before the computed due date', async () => {
    const { ledger, ports } = setUp();
    await receiveReview({ ...ports, dueAfterSeconds: 31_536_000 }, messageOf(REQUEST));
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

  test('of a later attempt at the same time replaces the token, in any order of arrival', async () => {
    const later = { taskToken: 'token-2', attempt: 10 };
    const inOrder = setUp();
    await inOrder.receive();
    expect(await inOrder.receive(later)).toMatchObject({ result: 'STORED' });
    const swapped = setUp();
    await swapped.receive(later);
    expect(await swapped.receive()).toMatchObject({ result: 'KNOWN' });
    expect(swapped.ledger.entries.get('app-1')?.taskToken).toBe('token-2');
  });

  test('without an attempt, from an earlier workflow definition, is ordered by the time at which SQS accepted it', async () => {
    const { ledger, ports } = setUp();
    const { attempt: _, executionArn: __, ...earlier } = REQUEST;
    const first = messageOf(earlier, '2026-01-31T12:00:00.500Z');
    const again = messageOf({ ...earlier, taskToken: 'token-2' }, '2026-02-05T09:00:00.000Z');
    expect(await receiveReview(ports, first)).toMatchObject({ result: 'STORED' });
    expect(await receiveReview(ports, again)).toMatchObject({ result: 'STORED' });
    expect(await receiveReview(ports, again)).toMatchObject({ result: 'KNOWN' });
    expect(await receiveReview(ports, first)).toMatchObject({ result: 'KNOWN' });
    expect(ledger.entries.get('app-1')?.taskToken).toBe('token-2');
  });

  test('of an earlier run is not stored, even if its time is later than that of the current run', async () => {
    const { ledger, receive } = setUp();
    await receive();
    const redriven = { taskToken: 'token-2', executionArn: 'the former run', requestedAt: '2026-02-05T09:00:00.000Z' };
    expect(await receive(redriven)).toEqual({ applicationId: 'app-1', result: 'SUPERSEDED' });
    expect(ledger.entries.get('app-1')?.taskToken).toBe('token-1');
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
      const received = await receiveReview(ended, messageOf(REQUEST));
      expect(received).toEqual({ applicationId: 'app-1', result: 'ENDED' });
      expect(ledger.entries.size).toBe(0);
    },
  );

  test('for an application without a review deadline is refused', async () => {
    const { receive } = setUp();
    await expect(receive({ applicationId: 'app-2' })).rejects.toMatchObject({ name: 'ReviewWithoutDeadlineError' });
  });
});

const without = (name: keyof typeof REQUEST) => JSON.stringify({ ...REQUEST, [name]: undefined });

test.each([
  ['not JSON', '{'],
  ['no object', '"text"'],
  ['null', 'null'],
  ['no token', without('taskToken')],
  ['no id', JSON.stringify({ ...REQUEST, applicationId: '' })],
  ['no reason', JSON.stringify({ ...REQUEST, reasons: [] })],
  ['an unknown reason', JSON.stringify({ ...REQUEST, reasons: ['MOOD'] })],
  ['no time', JSON.stringify({ ...REQUEST, requestedAt: 'noon' })],
  ['a run that is no text', JSON.stringify({ ...REQUEST, executionArn: 7 })],
  ['an attempt that is no number', JSON.stringify({ ...REQUEST, attempt: 'first' })],
  ['an attempt that is no whole number', JSON.stringify({ ...REQUEST, attempt: 1.5 })],
])('A message with %s is refused, and the error does not contain its values', async (_, body) => {
  const { ledger, ports } = setUp();
  const refusal = await receiveReview(ports, { ...messageOf({}), body }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'MalformedReviewRequestError' });
  expect(String(refusal)).not.toContain('token-1');
  expect(ledger.entries.size).toBe(0);
});

test('a poison message fails alone; the other messages of its batch succeed', async () => {
  const done: string[] = [];
  const failures: string[] = [];
  const messages = ['a', 'poison', 'b'].map((body, index) => ({
    ...messageOf({}),
    messageId: `message-${index}`,
    body,
  }));
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
