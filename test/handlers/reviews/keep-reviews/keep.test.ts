import { describe, expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../../events/states.ts';
import { backlogOf } from '../../../../handlers/reviews/keep-reviews/backlog.ts';
import { keepReviews, type Ports, type Summary } from '../../../../handlers/reviews/keep-reviews/keep.ts';
import type { KeptReview } from '../../../../handlers/reviews/keep-reviews/ports.ts';

const REQUESTED_AT = '2026-02-01T09:00:00.000Z';

function entryOf(applicationId: string): KeptReview {
  return {
    applicationId,
    tokenFingerprint: `fingerprint of ${applicationId}`,
    requestedAt: REQUESTED_AT,
    dueAt: '2026-02-04T09:00:00.000Z',
    reviewDeadline: '2026-03-03T09:00:00.000Z',
    reasons: ['NAME'],
  };
}

const NOTHING: Summary = {
  alive: 0,
  finished: 0,
  closed: 0,
  left: 0,
  failed: 0,
  reminded: 0,
  escalated: 0,
  oldestRequestedAt: undefined,
};

function setUp(
  entries: readonly KeptReview[],
  {
    gone = [] as string[],
    replaced = [] as string[],
    state = 'APPROVED' as ApplicationState,
    hasRunFailed = false,
  } = {},
) {
  const renewed: string[] = [];
  const closed: string[] = [];
  const finished: string[] = [];
  const mailed: string[] = [];
  const failures: [string, unknown][] = [];
  const ports: Ports = {
    ledger: {
      async *openPages() {
        yield entries.slice(0, 15);
        yield entries.slice(15);
      },
      close: async ({ applicationId, state: end }) => closed.push(`${applicationId} ${end}`) > 0,
      markPrompted: async () => true,
    },
    notifications: { claim: async () => 'CLAIMED', markSent: async () => {} },
    publish: async ({ subject }) => void mailed.push(subject),
    remindBeforeSeconds: 86_400,
    findTokens: async (batch) =>
      new Map(
        batch
          .filter(({ applicationId }) => !replaced.includes(applicationId))
          .map(({ applicationId }) => [applicationId, `token of ${applicationId}`]),
      ),
    viewApplication: async () => ({ state, executionArn: 'the run' }),
    finishDecision: async (applicationId) => void finished.push(applicationId),
    hasRunFailed: async (executionArn) => executionArn === 'the run' && hasRunFailed,
    sendHeartbeat: async (taskToken) => {
      if (gone.includes(taskToken)) return 'GONE';
      renewed.push(taskToken);
      return 'ALIVE';
    },
    now: () => new Date('2026-02-01T12:00:00.000Z'),
    onFailure: (...failure) => void failures.push(failure),
  };
  return { closed, failures, finished, mailed, ports, renewed };
}

describe('keepReviews', () => {
  test('renews the heartbeat of every pending review, page by page', async () => {
    const entries = Array.from({ length: 32 }, (_, index) => entryOf(`app-${index}`));
    const { ports, renewed } = setUp(entries);
    expect(await keepReviews(ports)).toEqual({ ...NOTHING, alive: 32, oldestRequestedAt: REQUESTED_AT });
    expect(new Set(renewed).size).toBe(32);
  });

  test.each([
    ['APPROVED', 'REVIEW_APPROVED'],
    ['REJECTED', 'REVIEW_REJECTED'],
    ['REVIEW_EXPIRED', 'REVIEW_EXPIRED'],
    ['FLAGGED_WITH_UNPROCESSABLE_DATA', 'REVIEW_EXPIRED'],
  ] as const)('closes a review if its token is no longer valid and its application is %s', async (state, end) => {
    const { closed, ports } = setUp([entryOf('app-1')], { gone: ['token of app-1'], state });
    expect(await keepReviews(ports)).toEqual({ ...NOTHING, closed: 1 });
    expect(closed).toEqual([`app-1 ${end}`]);
  });

  test.each(['FLAGGED_FOR_REVIEW', 'SUBMITTED'] as const)(
    'does not change a review if its token is no longer valid, its application is %s and its run is running',
    async (state) => {
      const { closed, ports } = setUp([entryOf('app-1')], { gone: ['token of app-1'], state });
      expect(await keepReviews(ports)).toEqual({ ...NOTHING, left: 1, oldestRequestedAt: REQUESTED_AT });
      expect(closed).toEqual([]);
    },
  );

  test.each(['FLAGGED_FOR_REVIEW', 'SUBMITTED'] as const)(
    'closes a review if its token is no longer valid and a failed run left its application as %s',
    async (state) => {
      const { closed, ports } = setUp([entryOf('app-1')], { gone: ['token of app-1'], state, hasRunFailed: true });
      expect(await keepReviews(ports)).toEqual({ ...NOTHING, closed: 1 });
      expect(closed).toEqual(['app-1 REVIEW_EXPIRED']);
    },
  );

  test('does not renew a review whose token a later request replaced', async () => {
    const entries = [entryOf('app-1'), entryOf('app-2')];
    const { closed, ports, renewed } = setUp(entries, { replaced: ['app-1'], state: 'FLAGGED_FOR_REVIEW' });
    expect(await keepReviews(ports)).toMatchObject({ alive: 1, closed: 0, left: 1, failed: 0 });
    expect([renewed, closed]).toEqual([['token of app-2'], []]);
  });

  test('finishes a decision that was noted 30 seconds ago, but not one that was noted just now', async () => {
    const intent = { decision: 'APPROVE', reviewer: 'kirk', tokenFingerprint: '', run: '' } as const;
    const noted = (id: string, at: string) => ({ ...entryOf(id), deciding: { ...intent, at } });
    const { finished, ports, renewed } = setUp([
      noted('left alone', '2026-02-01T11:59:30.000Z'),
      noted('in hand', '2026-02-01T11:59:31.000Z'),
    ]);
    expect(await keepReviews(ports)).toEqual({ ...NOTHING, alive: 1, finished: 1, oldestRequestedAt: REQUESTED_AT });
    expect([finished, renewed]).toEqual([['left alone'], ['token of in hand']]);
  });

  test('counts a failed review and continues with the others', async () => {
    const { ports, renewed } = setUp([entryOf('app-1'), entryOf('app-2')]);
    const sendHeartbeat: Ports['sendHeartbeat'] = async (taskToken) => {
      if (taskToken === 'token of app-1') throw new Error('Step Functions is not available');
      return ports.sendHeartbeat(taskToken);
    };
    expect(await keepReviews({ ...ports, sendHeartbeat })).toEqual({
      ...NOTHING,
      alive: 1,
      failed: 1,
      oldestRequestedAt: REQUESTED_AT,
    });
    expect(renewed).toEqual(['token of app-2']);
  });

  test('sends mails about the reviews that stay open, and about none that it closes', async () => {
    const overdue = (id: string) => ({ ...entryOf(id), dueAt: '2026-02-01T11:00:00.000Z' });
    const dueSoon = { ...entryOf('app-1'), dueAt: '2026-02-02T11:00:00.000Z' };
    const { mailed, ports } = setUp([dueSoon, overdue('app-2'), overdue('app-3')], { gone: ['token of app-3'] });
    expect(await keepReviews(ports)).toMatchObject({ alive: 2, closed: 1, failed: 0, reminded: 1, escalated: 1 });
    expect(mailed).toEqual(['app-1: review due soon', 'app-2: REVIEW OVERDUE']);
  });

  test('counts a review whose mail failed as failed, after its heartbeat was renewed', async () => {
    const { ports, renewed } = setUp([{ ...entryOf('app-1'), dueAt: '2026-02-01T11:00:00.000Z' }]);
    const publish: Ports['publish'] = () => Promise.reject(new Error('no mail today'));
    expect(await keepReviews({ ...ports, publish })).toMatchObject({ alive: 0, failed: 1, escalated: 0 });
    expect(renewed).toEqual(['token of app-1']);
  });

  test('reports each failed review with its error', async () => {
    const { failures, ports } = setUp([entryOf('app-1'), entryOf('app-2')]);
    const away = new Error('Step Functions is not available');
    const sendHeartbeat: Ports['sendHeartbeat'] = async (taskToken) => {
      if (taskToken === 'token of app-1') throw away;
      return ports.sendHeartbeat(taskToken);
    };
    await keepReviews({ ...ports, sendHeartbeat });
    expect(failures).toEqual([['app-1', away]]);
    expect(failures[0]?.[1]).toBe(away);
  });
});

test('The backlog is what stays open, with the age of the oldest request', async () => {
  const older = { ...entryOf('older'), requestedAt: '2026-01-31T12:00:00.000Z' };
  const closing = { ...entryOf('closing'), requestedAt: '2026-01-01T12:00:00.000Z' };
  const { ports } = setUp([entryOf('app-1'), older, closing], { gone: ['token of closing'] });
  const summary = await keepReviews(ports);
  expect(backlogOf(summary, ports.now())).toEqual({ waiting: 2, oldestSeconds: 86_400 });
  const nothing = await keepReviews(setUp([]).ports);
  expect(backlogOf(nothing, ports.now())).toEqual({ waiting: 0, oldestSeconds: 0 });
});
