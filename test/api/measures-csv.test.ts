import { expect, test } from '@jest/globals';
import { csvLines } from '../../api/measures-csv.ts';
import { MEASURES } from './measures-example.ts';

test('Measures as CSV have one figure in each line', () => {
  const lines = csvLines(MEASURES);
  expect(lines[0]).toBe('group,item,measure,value');
  expect(lines).toEqual(
    expect.arrayContaining([
      'range,,from,2026-01-30T12:00:00.000Z',
      'waiting,,overdue,1',
      'reviews,,toFinalDecisionP90Seconds,266400',
      'reviewOutcomes,REVIEW_APPROVED,count,3',
      'reasonCodes,OTHER,count,1',
      'applications,,withoutReview,6',
      'days,2026-01-30,reviews,4',
      'reviewers,reviewer-1,REJECT,1',
    ]),
  );
});

test('A duration that does not exist is an empty cell', () => {
  expect(csvLines(MEASURES)).toContain('days,2026-01-30,toFinalDecisionP50Seconds,');
});

test.each([
  ['a,b "c"', '"a,b ""c"""'],
  ['=HYPERLINK(1)', "'=HYPERLINK(1)"],
  ['@kirk', "'@kirk"],
])('The user name %s is a quoted text, never a formula', (reviewer, cell) => {
  const [first] = MEASURES.reviewers ?? [];
  const reviewers = first === undefined ? [] : [{ ...first, reviewer }];
  expect(csvLines({ ...MEASURES, reviewers })).toContain(`reviewers,${cell},decisions,5`);
});
