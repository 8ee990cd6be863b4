import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReviewChangeResult } from '../../../../handlers/shared/reviews/change-entry.ts';
import { decide } from '../../../../handlers/shared/reviews/decide.ts';
import { claim } from '../../../../handlers/shared/reviews/rules.ts';
import { itemOf } from '../../../../handlers/shared/reviews/view.ts';
import { approval, entryOf, InMemoryReview, rejection } from './in-memory-review.ts';

const AT = '2026-01-31T12:00:00.000Z';
const RUN = 'arn:aws:states:us-east-1:000000000000:execution:account-application:run-1';

const forTwo = (record = {}) =>
  new InMemoryReview(entryOf({ decisionsRequired: 2, reasons: ['NAME', 'ADDRESS'], run: RUN }), {
    decisionsRequired: 2,
    reasons: ['NAME', 'ADDRESS'],
    ...record,
  });

const refusalOf = (outcome: ReviewChangeResult) => (outcome.ok ? undefined : outcome.refusal);
const codeOf = (outcome: ReviewChangeResult) => (outcome.ok ? outcome.entry.state : outcome.refusal.code);
const supervisor = (name: string) => approval(name, { isSupervisor: true });
const BLIND = { secondSeesFirst: false };

describe('A review that requires two people', () => {
  test('waits for a second person after the first decision, and the workflow is not called', async () => {
    const review = forTwo();
    const outcome = await decide(review, rejection('kirk'));
    expect(codeOf(outcome)).toBe('PENDING_SECOND');
    expect(review.taken).toEqual([]);
    expect(review.entry).toMatchObject({
      decisions: [{ decision: 'REJECT', reviewer: 'kirk', at: AT, reasonCode: 'OTHER' }],
      audit: [{ at: AT, what: 'DECIDED_FIRST', who: 'kirk' }],
    });
  });

  test('is decided by two people who agree; the workflow gets both names and the last comment', async () => {
    const review = forTwo();
    await decide(review, rejection('kirk'));
    const outcome = await decide(review, { ...rejection('mccoy'), comment: 'I agree.' });
    expect(codeOf(outcome)).toBe('REVIEW_REJECTED');
    expect(review.taken).toEqual([
      { decision: 'REJECT', reviewer: 'mccoy', comment: 'I agree.', reviewers: ['kirk', 'mccoy'] },
    ]);
    expect(itemOf(review.entry ?? entryOf(), review.time, BLIND).decisions).toMatchObject([
      { decision: 'REJECT', reviewer: 'kirk' },
      { decision: 'REJECT', reviewer: 'mccoy', comment: 'I agree.' },
    ]);
  });

  test('goes to a supervisor if the two people differ; any other person is refused', async () => {
    const review = forTwo();
    await decide(review, rejection('kirk'));
    expect(codeOf(await decide(review, approval('mccoy')))).toBe('PENDING_SUPERVISOR');
    expect(refusalOf(await decide(review, approval('sulu')))).toMatchObject({
      status: 403,
      code: 'SUPERVISOR_REQUIRED',
    });
    expect(review.taken).toEqual([]);
    expect(codeOf(await decide(review, supervisor('pike')))).toBe('REVIEW_APPROVED');
    expect(review.taken).toEqual([{ decision: 'APPROVE', reviewer: 'pike', reviewers: ['mccoy', 'pike'] }]);
  });

  test('refuses a supervisor who made one of the two decisions', async () => {
    const review = forTwo();
    await decide(review, supervisor('pike'));
    await decide(review, rejection('mccoy'));
    expect(codeOf(await decide(review, supervisor('pike')))).toBe('SECOND_PERSON_REQUIRED');
    expect(codeOf(await decide(review, { ...rejection('mccoy'), isSupervisor: true }))).toBe('SECOND_PERSON_REQUIRED');
    expect(review.taken).toEqual([]);
  });

  test.each([
    ['the same decision', approval('kirk')],
    ['another decision', rejection('kirk')],
  ])('refuses %s of the first person with the time of the first decision', async (_, again) => {
    const review = forTwo();
    await decide(review, approval('kirk'));
    const refusal = { status: 403, code: 'SECOND_PERSON_REQUIRED', decidedAt: AT };
    expect(refusalOf(await decide(review, again))).toMatchObject(refusal);
    expect(review.entry?.state).toBe('PENDING_SECOND');
  });

  test('answers a first decision that is sent again for the version it was about with the same answer', async () => {
    const review = forTwo();
    const first = await decide(review, approval('kirk', { seenVersion: 1 }));
    expect(await decide(review, approval('kirk', { seenVersion: 1 }))).toEqual(first);
    expect(review.entry?.decisions).toHaveLength(1);
  });

  test('refuses the submitter as the first, the second and the third person', async () => {
    const review = forTwo({ submittedBy: 'spock' });
    expect(codeOf(await decide(review, approval('spock')))).toBe('REVIEWER_IS_SUBMITTER');
    await decide(review, approval('kirk'));
    expect(codeOf(await decide(review, approval('spock')))).toBe('REVIEWER_IS_SUBMITTER');
    await decide(review, rejection('mccoy'));
    expect(codeOf(await decide(review, supervisor('spock')))).toBe('REVIEWER_IS_SUBMITTER');
  });

  test('is free to be claimed by the next person, but not by a person who may not make the next decision', async () => {
    const review = forTwo();
    const claimBy = (reviewer: string, isSupervisor = false) =>
      claim(review.entry ?? entryOf(), { reviewer, isSupervisor, takeOver: false }, review.time);
    await decide(review, approval('kirk'));
    expect(claimBy('kirk')).toMatchObject({ refusal: { code: 'SECOND_PERSON_REQUIRED' } });
    expect(claimBy('mccoy')).toMatchObject({ write: { claim: { reviewer: 'mccoy' } } });
    await decide(review, rejection('mccoy'));
    expect(claimBy('sulu')).toMatchObject({ refusal: { code: 'SUPERVISOR_REQUIRED' } });
    expect(claimBy('pike', true)).toMatchObject({ write: { claim: { reviewer: 'pike' } } });
  });

  test('stays open if a decision by too few people was sent by hand, until the workflow requests it again', async () => {
    const review = forTwo();
    await decide(review, approval('kirk'));
    review.token = undefined;
    review.wait = { kind: 'OPEN' };
    expect(codeOf(await decide(review, approval('mccoy')))).toBe('TRY_AGAIN');
    review.token = 'token-2';
    review.renew('token-2');
    expect(codeOf(await decide(review, approval('mccoy')))).toBe('REVIEW_APPROVED');
    expect(review.taken).toHaveLength(1);
  });
});

describe('The first decision', () => {
  const afterFirst = async () => {
    const review = forTwo();
    await decide(review, { ...rejection('kirk'), comment: 'Not him.' });
    return review.entry ?? entryOf();
  };

  test('is not shown to the second person; who made it is', async () => {
    const shown = itemOf(await afterFirst(), new Date(AT), BLIND);
    expect(shown).toMatchObject({ state: 'PENDING_SECOND', decisionsRequired: 2, decidedBy: ['kirk'] });
    expect(JSON.stringify(shown)).not.toMatch(/REJECT|Not him|OTHER/);
  });

  test('is shown to the second person if the policy says so', async () => {
    const shown = itemOf(await afterFirst(), new Date(AT), { secondSeesFirst: true });
    expect(shown.decisions).toMatchObject([{ decision: 'REJECT', reviewer: 'kirk', comment: 'Not him.' }]);
  });

  test('is shown with the second one when a supervisor must decide', async () => {
    const review = forTwo();
    await decide(review, rejection('kirk'));
    await decide(review, approval('mccoy'));
    const shown = itemOf(review.entry ?? entryOf(), review.time, BLIND);
    expect(shown).toMatchObject({
      state: 'PENDING_SUPERVISOR',
      decidedBy: ['kirk', 'mccoy'],
      decisions: [{ decision: 'REJECT' }, { decision: 'APPROVE' }],
    });
  });
});

test('Whatever people decide in whatever order, the workflow gets one decision of two different people or none', async () => {
  const people = ['kirk', 'mccoy', 'sulu', 'pike', 'spock'] as const;
  const step = fc.record({
    reviewer: fc.constantFrom(...people),
    isSupervisor: fc.boolean(),
    decision: fc.constantFrom('APPROVE' as const, 'REJECT' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, inParallel) => {
      const review = forTwo({ submittedBy: 'spock' });
      const commands = steps.map((each) =>
        approval(each.reviewer, { ...each, ...(each.decision === 'REJECT' ? { reasonCode: 'OTHER' as const } : {}) }),
      );
      if (inParallel) await Promise.all(commands.map((command) => decide(review, command)));
      else for (const command of commands) await decide(review, command);
      expect(review.taken.length).toBeLessThanOrEqual(1);
      for (const { reviewers = [] } of review.taken) {
        expect(new Set(reviewers).size).toBe(2);
        expect(reviewers).not.toContain('spock');
      }
      expect(review.entry?.state.startsWith('PENDING')).toBe(review.taken.length === 0);
    }),
    { numRuns: 1000 },
  );
});
