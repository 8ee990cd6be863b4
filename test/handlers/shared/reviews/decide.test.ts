import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReviewChangeResult } from '../../../../handlers/shared/reviews/change-entry.ts';
import { decide, finishDecision } from '../../../../handlers/shared/reviews/decide.ts';
import { LATER_EXECUTION } from '../../in-memory-applications.ts';
import { approval, entryOf, InMemoryReview, rejection } from './in-memory-review.ts';

const AT = '2026-01-31T12:00:00.000Z';

const refusalOf = (outcome: ReviewChangeResult) => (outcome.ok ? undefined : outcome.refusal);
const statusOf = (outcome: ReviewChangeResult) => refusalOf(outcome)?.status ?? 200;

describe('A decision', () => {
  test('is sent to the workflow and stored in the ledger with reviewer, reason and comment', async () => {
    const review = new InMemoryReview();
    const outcome = await decide(review, { ...rejection('kirk'), comment: 'Not him.' });
    expect(outcome.ok).toBe(true);
    expect(review.taken).toEqual([{ decision: 'REJECT', reviewer: 'kirk', comment: 'Not him.' }]);
    expect(review.entry).toMatchObject({
      state: 'REVIEW_REJECTED',
      closedAt: AT,
      decision: { decision: 'REJECT', reviewer: 'kirk', at: AT, reasonCode: 'OTHER', comment: 'Not him.' },
      audit: [{ at: AT, what: 'DECIDED', who: 'kirk' }],
      version: 3,
    });
    expect(review.entry).not.toHaveProperty('deciding');
  });

  test('whose comment is erased before it is confirmed does not bring the comment back', async () => {
    const review = new InMemoryReview();
    review.afterCall = (call) => {
      if (call !== 'succeed' || review.entry?.deciding === undefined) return;
      const { comment: _, ...deciding } = review.entry.deciding;
      const closed = { state: 'REVIEW_REJECTED', closedAt: AT, deciding, erasedAt: AT } as const;
      review.entry = { ...review.entry, ...closed, version: review.entry.version + 1 };
    };
    const outcome = await decide(review, { ...rejection('kirk'), comment: 'Quillfeather lied.' });
    expect(outcome).toMatchObject({ ok: true, entry: { state: 'REVIEW_REJECTED', erasedAt: AT } });
    expect(JSON.stringify([outcome, review.entry])).not.toContain('Quillfeather');
  });

  test('that the same reviewer repeats gets the same answer, and the workflow gets it once', async () => {
    const review = new InMemoryReview();
    const first = await decide(review, approval('kirk', { seenVersion: 1 }));
    expect(await decide(review, approval('kirk', { seenVersion: 1 }))).toEqual(first);
    expect(review.taken).toHaveLength(1);
  });

  test('after another decision is refused with reviewer, decision and time of that other decision', async () => {
    const review = new InMemoryReview();
    await decide(review, rejection('kirk'));
    const refusal = { status: 409, code: 'ALREADY_DECIDED', decidedBy: 'kirk', decidedAt: AT, decision: 'REJECT' };
    expect(refusalOf(await decide(review, approval('mccoy')))).toMatchObject(refusal);
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject(refusal);
  });

  test('about an unknown review is answered with 404', async () => {
    const review = new InMemoryReview();
    review.entry = undefined;
    expect(statusOf(await decide(review, approval('kirk')))).toBe(404);
  });

  test('of the submitter of the application is refused', async () => {
    const review = new InMemoryReview(entryOf(), { submittedBy: 'kirk' });
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({
      status: 403,
      code: 'REVIEWER_IS_SUBMITTER',
    });
    expect(statusOf(await decide(review, approval('mccoy')))).toBe(200);
  });

  test('about a review that another reviewer has claimed is refused, and accepted after the claim has ended', async () => {
    const claim = { reviewer: 'kirk', until: '2026-01-31T12:10:00.000Z' };
    const review = new InMemoryReview(entryOf({ claim }));
    expect(refusalOf(await decide(review, approval('mccoy')))).toMatchObject({
      status: 409,
      code: 'CLAIMED',
      claimedBy: 'kirk',
      claimedUntil: '2026-01-31T12:10:00.000Z',
    });
    review.time = new Date('2026-01-31T12:10:00.000Z');
    expect(statusOf(await decide(review, approval('mccoy')))).toBe(200);
  });

  test('about an outdated version is refused', async () => {
    const review = new InMemoryReview(entryOf({ version: 4 }));
    expect(refusalOf(await decide(review, approval('kirk', { seenVersion: 3 })))).toMatchObject({
      status: 412,
      version: 4,
    });
    expect(review.taken).toEqual([]);
  });

  test('after the deadline is answered with 410', async () => {
    const review = new InMemoryReview();
    review.time = new Date('2026-03-02T11:00:00.000Z');
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({ status: 410, code: 'REVIEW_EXPIRED' });
    expect(review.taken).toEqual([]);
  });
});

test('a decision is refused and not noted if the review request of a later run has not arrived yet', async () => {
  const review = new InMemoryReview(entryOf(), {
    executionArn: LATER_EXECUTION,
    reviewDeadline: '2026-03-03T11:00:00.000Z',
  });
  expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({ status: 409, code: 'SUBMITTED_ANEW' });
  expect(review.entry).toEqual(entryOf());
});

describe('If the token is no longer valid', () => {
  test('because of a decision sent with the token, the answer names the reviewer and the ledger closes with that decision', async () => {
    const review = new InMemoryReview();
    review.decideByHand('REJECT', 'scotty');
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({
      status: 409,
      decidedBy: 'scotty',
      decision: 'REJECT',
    });
    expect(review.entry).toMatchObject({
      state: 'REVIEW_REJECTED',
      decision: { decision: 'REJECT', reviewer: 'scotty' },
      audit: [{ what: 'WITHDRAWN', who: 'kirk' }],
    });
  });

  test('and the record is not written yet, the decision is read from the history of the run', async () => {
    const review = new InMemoryReview();
    review.recordsImmediately = false;
    review.decideByHand('APPROVE', 'scotty');
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({ status: 409, decidedBy: 'scotty' });
    expect(review.entry).toMatchObject({ state: 'REVIEW_APPROVED' });
  });

  test.each(['EXPIRED', 'ENDED'] as const)('because the wait is %s, the answer is 410', async (kind) => {
    const review = new InMemoryReview();
    review.token = undefined;
    review.wait = { kind };
    expect(statusOf(await decide(review, approval('kirk')))).toBe(410);
    expect(review.entry).toMatchObject({ state: 'REVIEW_EXPIRED' });
    expect(review.entry).not.toHaveProperty('deciding');
  });

  test('because the run failed, and a redrive requests the review before the entry is closed, it is decided with the new token', async () => {
    const review = new InMemoryReview();
    review.token = 'token-2';
    review.wait = { kind: 'ENDED' };
    review.afterCall = (call) => {
      if (call === 'wait') review.renew('token-2');
    };
    expect(statusOf(await decide(review, approval('kirk')))).toBe(200);
    expect(review.taken).toEqual([{ decision: 'APPROVE', reviewer: 'kirk' }]);
    expect(review.entry).toMatchObject({ state: 'REVIEW_APPROVED' });
  });

  test('because the review request was renewed, it is decided with the new token', async () => {
    const review = new InMemoryReview();
    review.token = 'token-2';
    review.beforeCall = (call) => {
      if (call === 'wait') review.renew('token-2');
    };
    expect(statusOf(await decide(review, approval('kirk')))).toBe(200);
    expect(review.taken).toEqual([{ decision: 'APPROVE', reviewer: 'kirk' }]);
  });

  test('and the new token has not arrived yet, the decision stays noted, and a repeated request sends it later', async () => {
    const review = new InMemoryReview();
    review.token = 'token-2';
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({ status: 503, code: 'TRY_AGAIN' });
    expect(refusalOf(await decide(review, rejection('mccoy')))).toMatchObject({ status: 409, decidedBy: 'kirk' });
    review.renew('token-2');
    expect(statusOf(await decide(review, approval('kirk')))).toBe(200);
    expect(review.taken).toEqual([{ decision: 'APPROVE', reviewer: 'kirk' }]);
  });

  test('because a later run requested the review between the reads of the entry and of its token, nothing is sent to that run', async () => {
    const review = new InMemoryReview();
    review.token = 'token of a later run';
    review.beforeCall = (call) => {
      if (call !== 'token') return;
      review.renew('token of a later run');
      if (review.record) review.record = { ...review.record, executionArn: LATER_EXECUTION };
    };
    expect(refusalOf(await decide(review, approval('kirk')))).toMatchObject({ status: 409, code: 'SUBMITTED_ANEW' });
    expect(review.taken).toEqual([]);
    expect(review.entry).not.toHaveProperty('deciding');
  });

  test('because the application was submitted again, the decision about the earlier submission is withdrawn', async () => {
    const review = new InMemoryReview();
    review.token = 'token of a later run';
    expect(statusOf(await decide(review, approval('kirk')))).toBe(503);
    review.renew('token of a later run');
    if (review.record) review.record = { ...review.record, executionArn: LATER_EXECUTION };
    expect(refusalOf(await finishDecision(review, 'app-1'))).toMatchObject({ status: 409, code: 'SUBMITTED_ANEW' });
    expect(review.taken).toEqual([]);
    expect(review.entry).toMatchObject({ state: 'PENDING' });
    expect(review.entry).not.toHaveProperty('deciding');
  });
});

describe('A failure at any call', () => {
  const broken = new Error('the process was killed');
  const callsOf = async (command = approval('kirk')): Promise<string[]> => {
    const review = new InMemoryReview();
    const calls: string[] = [];
    review.beforeCall = (call) => void calls.push(call);
    await decide(review, command);
    return calls;
  };

  /** A review whose nth port call fails, before or after the call has its effect. */
  const breakingAt = (nth: number, when: 'beforeCall' | 'afterCall'): InMemoryReview => {
    const review = new InMemoryReview();
    let count = 0;
    review[when] = () => {
      count += 1;
      if (count === nth) throw broken;
    };
    return review;
  };

  const cases = (['beforeCall', 'afterCall'] as const).flatMap((when) =>
    [1, 2, 3, 4, 5, 6, 7].map((nth) => [nth, when] as const),
  );

  test('is tested at every call', async () => {
    expect(await callsOf()).toEqual(['read', 'find', 'write', 'token', 'succeed', 'read', 'write']);
  });

  test.each(cases)(
    'at call %i, %s: a retry of the same reviewer has the same result as without the failure',
    async (nth, when) => {
      const review = breakingAt(nth, when);
      await expect(decide(review, approval('kirk'))).rejects.toThrow(broken);
      const outcome = await decide(review, approval('kirk'));
      expect(outcome).toMatchObject({
        ok: true,
        entry: { state: 'REVIEW_APPROVED', decision: { decision: 'APPROVE', reviewer: 'kirk', at: AT }, version: 3 },
      });
      expect(review.taken).toEqual([{ decision: 'APPROVE', reviewer: 'kirk' }]);
    },
  );

  test.each(cases)(
    'at call %i, %s: finishDecision finishes a noted decision; without a note the review stays open',
    async (nth, when) => {
      const review = breakingAt(nth, when);
      await expect(decide(review, approval('kirk'))).rejects.toThrow(broken);
      const isNoted = review.entry?.deciding !== undefined || review.entry?.decision !== undefined;
      await finishDecision(review, 'app-1');
      expect(review.entry?.state).toBe(isNoted ? 'REVIEW_APPROVED' : 'PENDING');
      expect(review.taken).toHaveLength(isNoted ? 1 : 0);
    },
  );

  test.each(cases)(
    'at call %i, %s: another reviewer then wins or gets 409, and the workflow gets one decision',
    async (nth, when) => {
      const review = breakingAt(nth, when);
      await expect(decide(review, approval('kirk'))).rejects.toThrow(broken);
      const isNoted = review.entry?.deciding !== undefined || review.entry?.decision !== undefined;
      const other = await decide(review, rejection('mccoy'));
      expect(statusOf(other)).toBe(isNoted ? 409 : 200);
      await finishDecision(review, 'app-1');
      expect(review.taken.map(({ reviewer }) => reviewer)).toEqual([isNoted ? 'kirk' : 'mccoy']);
    },
  );

  test('after the workflow has accepted the decision and before the record is written ends with the same decision', async () => {
    const review = breakingAt(5, 'afterCall');
    review.recordsImmediately = false;
    await expect(decide(review, approval('kirk'))).rejects.toThrow(broken);
    expect(statusOf(await decide(review, approval('kirk')))).toBe(200);
    expect(review.taken).toHaveLength(1);
  });

  test('keeps reason and comment if the outcome event closes the entry first', async () => {
    const review = breakingAt(5, 'afterCall');
    await expect(decide(review, rejection('kirk'))).rejects.toThrow(broken);
    const decision = { decision: 'REJECT', reviewer: 'kirk', at: AT } as const;
    if (review.entry) review.entry = { ...review.entry, state: 'REVIEW_REJECTED', decision, closedAt: AT, version: 3 };
    expect(await decide(review, rejection('kirk'))).toMatchObject({
      ok: true,
      entry: { state: 'REVIEW_REJECTED', decision: { reasonCode: 'OTHER' } },
    });
  });
});

describe('A thousand concurrent cases', () => {
  test('of two to five reviewers on one review: one decision succeeds, and the other reviewers get that decision', async () => {
    let races = 0;
    const racers = fc.array(fc.constantFrom('APPROVE' as const, 'REJECT' as const), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(racers, fc.scheduler(), async (wishes, scheduler) => {
        races += 1;
        const review = new InMemoryReview();
        review.beforeCall = (call) => scheduler.schedule(Promise.resolve(), call);
        const running = wishes.map((wish, index) => {
          const reviewer = `reviewer-${index}`;
          return decide(review, wish === 'APPROVE' ? approval(reviewer) : rejection(reviewer));
        });
        await scheduler.waitFor(Promise.all(running));
        const outcomes = await Promise.all(running);
        const winners = outcomes.flatMap((outcome, index) => (outcome.ok ? [index] : []));
        expect(winners).toHaveLength(1);
        const winner = winners[0] ?? 0;
        expect(review.taken.map(({ decision, reviewer }) => [decision, reviewer])).toEqual([
          [wishes[winner], `reviewer-${winner}`],
        ]);
        const refusal = { status: 409, decidedBy: `reviewer-${winner}`, decision: wishes[winner], decidedAt: AT };
        for (const outcome of outcomes) if (!outcome.ok) expect(outcome.refusal).toMatchObject(refusal);
      }),
      { numRuns: 1000, seed: 20260131 },
    );
    expect(races).toBe(1000);
  });

  test('with one more decision sent with the token: one decision succeeds, and all answers agree with it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 4 }), fc.scheduler(), async (count, scheduler) => {
        const review = new InMemoryReview();
        review.beforeCall = (call) => scheduler.schedule(Promise.resolve(), call);
        const byHand = scheduler
          .schedule(Promise.resolve(), 'decided with the token')
          .then(() => review.decideByHand('REJECT', 'hand'));
        const names = Array.from({ length: count }, (_, index) => `reviewer-${index}`);
        const running = names.map((name) => decide(review, approval(name)));
        await scheduler.waitFor(Promise.all([...running, byHand]));
        const outcomes = await Promise.all(running);
        expect(review.taken).toHaveLength(1);
        const winner = review.taken[0]?.reviewer;
        expect(names.filter((_, index) => outcomes[index]?.ok)).toEqual(winner === 'hand' ? [] : [winner]);
      }),
      { numRuns: 300, seed: 20260131 },
    );
  });
});
