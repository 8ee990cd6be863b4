import { expect, test } from '@jest/globals';
import { decisionsRequired } from '../../../../handlers/outcomes/record-outcome/two-people.ts';

const BOTH = { reasons: [['NAME', 'ADDRESS']], samplePercent: 0 } as const;

test.each([
  [['NAME'], 1],
  [['ADDRESS'], 1],
  [['NAME', 'ADDRESS'], 2],
  [['ADDRESS', 'NAME'], 2],
] as const)('A review for %j needs %i people if the policy lists both reasons as one set', (reasons, people) => {
  expect(decisionsRequired(BOTH, { applicationId: 'app-1', reasons })).toBe(people);
});

test('The sample has its share of all ids, and the same ids each time', () => {
  const policy = { reasons: [], samplePercent: 5 };
  const ids = Array.from({ length: 20_000 }, (_, index) => `app-${index}`);
  const chosen = () =>
    ids.filter((applicationId) => decisionsRequired(policy, { applicationId, reasons: ['NAME'] }) === 2);
  expect(chosen().length / ids.length).toBeCloseTo(0.05, 2);
  expect(chosen()).toEqual(chosen());
});

test.each([
  [0, 0],
  [100, 100],
])('A sample of %i % has %i of 100 reviews', (samplePercent, count) => {
  const policy = { reasons: [], samplePercent };
  const ids = Array.from({ length: 100 }, (_, index) => `app-${index}`);
  const chosen = ids.filter((applicationId) => decisionsRequired(policy, { applicationId, reasons: ['NAME'] }) === 2);
  expect(chosen).toHaveLength(count);
});
