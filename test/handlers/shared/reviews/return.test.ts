import { describe, expect, test } from '@jest/globals';
import type { ReviewChangeResult } from '../../../../handlers/shared/reviews/change-entry.ts';
import type { DecisionCommand } from '../../../../handlers/shared/reviews/command.ts';
import { decide } from '../../../../handlers/shared/reviews/decide.ts';
import { EXECUTION } from '../../in-memory-applications.ts';
import { approval, entryOf, InMemoryReview } from './in-memory-review.ts';

const QUESTIONS = ['Is this your real name?'];
const giveBack = (reviewer: string): DecisionCommand =>
  approval(reviewer, { decision: 'RETURN', reasonCode: 'NAME_UNCLEAR', questions: QUESTIONS });
const codeOf = (outcome: ReviewChangeResult) => (outcome.ok ? outcome.entry.state : outcome.refusal.code);

const REQUEST = {
  round: 1,
  reasonCode: 'OTHER',
  questions: QUESTIONS,
  reviewer: 'kirk',
  requestedAt: '2026-01-31T11:30:00.000Z',
  deadline: '2026-02-14T11:30:00.000Z',
} as const;

describe('A return to the applicant', () => {
  test('needs one person, also where two must decide, and sends the reason and the questions to the workflow', async () => {
    const review = new InMemoryReview(entryOf({ decisionsRequired: 2, run: EXECUTION }), { decisionsRequired: 2 });
    await decide(review, approval('mccoy'));
    expect(codeOf(await decide(review, giveBack('kirk')))).toBe('REVIEW_RETURNED');
    expect(review.taken).toEqual([
      { decision: 'RETURN', reviewer: 'kirk', reasonCode: 'NAME_UNCLEAR', questions: QUESTIONS },
    ]);
    expect(review.entry).toMatchObject({
      state: 'REVIEW_RETURNED',
      decision: { decision: 'RETURN', reviewer: 'kirk', reasonCode: 'NAME_UNCLEAR', questions: QUESTIONS },
    });
    expect(review.entry?.deciding).toBeUndefined();
  });

  test('gets the same answer if it is repeated; another decision gets who returned it', async () => {
    const review = new InMemoryReview();
    await decide(review, giveBack('kirk'));
    expect(codeOf(await decide(review, giveBack('kirk')))).toBe('REVIEW_RETURNED');
    const other = await decide(review, approval('mccoy'));
    expect(other).toMatchObject({
      ok: false,
      refusal: { code: 'ALREADY_DECIDED', decision: 'RETURN', decidedBy: 'kirk' },
    });
    expect(review.taken).toHaveLength(1);
  });

  test('is refused after three returns, and for a person who submitted or amended the application', async () => {
    const times = new InMemoryReview(entryOf({ round: 3 }), { informationRequests: [REQUEST, REQUEST, REQUEST] });
    expect(codeOf(await decide(times, giveBack('kirk')))).toBe('RETURN_LIMIT');
    expect(codeOf(await decide(times, approval('kirk')))).toBe('REVIEW_APPROVED');
    const submitted = new InMemoryReview(entryOf(), { submittedBy: 'kirk' });
    expect(codeOf(await decide(submitted, giveBack('kirk')))).toBe('REVIEWER_IS_SUBMITTER');
    const amendment = { version: 2, name: 'Spock', amendedAt: '2026-01-31T11:40:00.000Z', amendedBy: 'kirk' } as const;
    const amended = new InMemoryReview(entryOf({ round: 1 }), {
      informationRequests: [REQUEST],
      amendments: [amendment],
    });
    expect(codeOf(await decide(amended, approval('kirk')))).toBe('REVIEWER_IS_SUBMITTER');
  });

  test('by hand withdraws a decision that was noted at the same time, and closes the entry as returned', async () => {
    const review = new InMemoryReview();
    review.beforeCall = (call) => {
      if (call === 'succeed') review.decideByHand('RETURN', 'spock');
    };
    const outcome = await decide(review, approval('kirk'));
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { code: 'ALREADY_DECIDED', decision: 'RETURN', decidedBy: 'spock' },
    });
    expect(review.entry).toMatchObject({
      state: 'REVIEW_RETURNED',
      decision: { decision: 'RETURN', reviewer: 'spock' },
    });
  });

  test('that the workflow took is confirmed even if the application has been flagged again since', async () => {
    const review = new InMemoryReview();
    review.afterCall = (call) => {
      if (call !== 'succeed') return;
      review.afterCall = () => {};
      throw new Error('killed');
    };
    await expect(decide(review, giveBack('kirk'))).rejects.toThrow('killed');
    expect(review.entry?.deciding).toBeDefined();
    if (review.record !== undefined) review.record = { ...review.record, state: 'FLAGGED_FOR_REVIEW' };
    expect(codeOf(await decide(review, giveBack('kirk')))).toBe('REVIEW_RETURNED');
    expect(review.taken).toHaveLength(1);
  });
});
