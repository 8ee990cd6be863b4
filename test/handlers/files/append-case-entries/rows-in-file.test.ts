import { describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained, type Members } from '../../../../case-file/entry.ts';
import { applicationRow, reviewRow } from '../../../../handlers/files/append-case-entries/rows-in-file.ts';

type Step = readonly [minute: number, kind: string, facts: Members];

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString();

/** A case file with an entry for each step; each is another version of the ledger entry. */
const fileOf = (...steps: readonly Step[]): readonly CaseEntry[] => {
  const file: CaseEntry[] = [];
  for (const [index, [minute, kind, facts]] of steps.entries()) {
    const source = { table: 'reviews', version: index + 1, part: 1, parts: 1 };
    file.push(chained('a-1', file.at(-1), { at: at(minute), kind, source, facts }));
  }
  return file;
};

const OPENED: Step = [0, 'REVIEW_OPENED', { reasons: ['NAME'], requestedAt: at(0), dueAt: at(30) }];
const claimed = (minute: number, who: string): Step => [minute, 'REVIEW_CLAIMED', { who }];
const noted = (minute: number, reviewer: string, decision: string): Step => [
  minute,
  'DECISION_NOTED',
  { decision, reviewer, at: at(minute) },
];
const moved = (minute: number, state: string): Step => [minute, 'REVIEW_MOVED', { state }];
const closed = (minute: number, state: string, facts: Members = {}): Step => [
  minute,
  'REVIEW_CLOSED',
  { state, ...facts },
];
const approved = (minute: number, reviewer: string): Step =>
  closed(minute, 'REVIEW_APPROVED', { decision: 'APPROVE', reviewer, at: at(minute - 1) });

const rowOf = (...steps: readonly Step[]) => reviewRow(fileOf(...steps), steps.length);

describe('The row of an ended review', () => {
  test('has the times of the request, of the first claim and of the decision, and who decided', () => {
    expect(
      rowOf(OPENED, claimed(5, 'ann'), claimed(40, 'ann'), noted(45, 'ann', 'APPROVE'), approved(46, 'ann')),
    ).toEqual({
      kind: 'review',
      at: at(46),
      state: 'REVIEW_APPROVED',
      reasons: ['NAME'],
      requestedAt: at(0),
      dueAt: at(30),
      claimedAt: at(5),
      decisions: [{ decision: 'APPROVE', at: at(45), reviewer: 'ann', heldAt: at(40) }],
      final: { decision: 'APPROVE', at: at(45), reviewer: 'ann', heldAt: at(40) },
    });
  });

  test('counts an assignment as the claim of the person to whom it was assigned', () => {
    const assigned: Step = [7, 'REVIEW_ASSIGNED', { who: 'eve', whom: 'ann' }];
    expect(rowOf(OPENED, assigned, noted(9, 'ann', 'APPROVE'), approved(10, 'ann'))).toMatchObject({
      claimedAt: at(7),
      final: { heldAt: at(7) },
    });
  });

  test('has the reason code of the note if the outcome event closed the entry without it', () => {
    const note: Step = [9, 'DECISION_NOTED', { decision: 'REJECT', reviewer: 'ann', at: at(9), reasonCode: 'OTHER' }];
    const end = closed(10, 'REVIEW_REJECTED', { decision: 'REJECT', reviewer: 'ann', at: at(10) });
    expect(rowOf(OPENED, note, end)?.final).toEqual({
      decision: 'REJECT',
      at: at(9),
      reviewer: 'ann',
      reasonCode: 'OTHER',
    });
  });

  test('has both decisions of two people who agree, and the second is final', () => {
    const row = rowOf(
      OPENED,
      noted(5, 'ann', 'APPROVE'),
      moved(5, 'PENDING_SECOND'),
      noted(8, 'bob', 'APPROVE'),
      approved(9, 'bob'),
    );
    expect(row?.decisions.map(({ reviewer }) => reviewer)).toEqual(['ann', 'bob']);
    expect(row?.final?.at).toBe(at(8));
  });

  test('has three decisions if two people differ and a supervisor decides', () => {
    const row = rowOf(
      OPENED,
      noted(5, 'ann', 'APPROVE'),
      moved(5, 'PENDING_SECOND'),
      noted(8, 'bob', 'REJECT'),
      moved(8, 'PENDING_SUPERVISOR'),
      noted(12, 'eve', 'APPROVE'),
      approved(13, 'eve'),
    );
    expect(row?.decisions.map(({ decision }) => decision)).toEqual(['APPROVE', 'REJECT', 'APPROVE']);
  });

  test('leaves out a withdrawn decision, and has the decision that was sent with the task token', () => {
    const withdrawn: Step = [20, 'REVIEW_WITHDRAWN', { who: 'ann' }];
    const byHand = closed(21, 'REVIEW_REJECTED', { decision: 'REJECT', at: at(6) });
    expect(rowOf(OPENED, noted(5, 'ann', 'APPROVE'), withdrawn, byHand)).toMatchObject({
      decisions: [{ decision: 'REJECT', at: at(6) }],
      final: { decision: 'REJECT', at: at(6) },
    });
  });

  test('counts a decision once if it was noted again with another token', () => {
    const row = rowOf(OPENED, noted(5, 'ann', 'APPROVE'), noted(5, 'ann', 'APPROVE'), approved(9, 'ann'));
    expect(row?.decisions).toHaveLength(1);
  });

  test('leaves out the decisions about an earlier submission', () => {
    const row = rowOf(
      OPENED,
      noted(5, 'ann', 'REJECT'),
      moved(5, 'PENDING_SECOND'),
      moved(20, 'PENDING'),
      noted(25, 'bob', 'APPROVE'),
      approved(26, 'bob'),
    );
    expect(row?.decisions.map(({ reviewer }) => reviewer)).toEqual(['bob']);
  });

  test('has no final decision if the review expired', () => {
    const row = rowOf(OPENED, noted(5, 'ann', 'REJECT'), moved(5, 'PENDING_SECOND'), closed(90, 'REVIEW_EXPIRED'));
    expect(row?.decisions).toHaveLength(1);
    expect(row).not.toHaveProperty('final');
  });

  test('is about the last of several reviews of one application, and stays the same when the file grows', () => {
    const first = [OPENED, claimed(5, 'ann'), closed(90, 'REVIEW_EXPIRED')] as const;
    const again: Step = [100, 'REVIEW_OPENED', { reasons: ['ADDRESS'], requestedAt: at(100), dueAt: at(130) }];
    const file = fileOf(...first, again, noted(110, 'bob', 'APPROVE'), approved(111, 'bob'));
    expect(reviewRow(file, 3)).toEqual(reviewRow(fileOf(...first), 3));
    expect(reviewRow(file, 6)).toMatchObject({ reasons: ['ADDRESS'], requestedAt: at(100) });
    expect(reviewRow(file, 6)).not.toHaveProperty('claimedAt');
  });

  test('has no times if the file lacks the beginning of the review', () => {
    const row = rowOf([90, 'CHANGES_NOT_RECORDED', { table: 'reviews', from: 1, to: 4 }], closed(91, 'REVIEW_EXPIRED'));
    expect(row).toEqual({ kind: 'review', at: at(91), state: 'REVIEW_EXPIRED', reasons: [], decisions: [] });
  });

  test('does not exist if the file has no end of this version', () => {
    expect(reviewRow(fileOf(OPENED), 1)).toBeUndefined();
  });
});

test.each([
  [{ state: 'APPROVED' }, false],
  [{ state: 'APPROVED', decision: 'APPROVE' }, true],
  [{ state: 'REVIEW_EXPIRED' }, true],
  [{ state: 'FLAGGED_WITH_UNPROCESSABLE_DATA' }, false],
])('An application that ended with %j was reviewed: %s', (facts, isReviewed) => {
  expect(applicationRow({ at: at(1), kind: 'OUTCOME_RECORDED', facts })).toMatchObject({ isReviewed });
});
