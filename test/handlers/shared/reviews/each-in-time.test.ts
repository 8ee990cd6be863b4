import { expect, test } from '@jest/globals';
import { eachInTime, notBegun } from '../../../../handlers/shared/reviews/each-in-time.ts';

const ITEMS = Array.from({ length: 25 }, (_, index) => ({ applicationId: `a-${index}` }));

/** Performs the items; each batch of ten finds that one of these times has passed. */
async function performed(...elapsed: readonly number[]): Promise<readonly string[]> {
  let batch = 0;
  const elapsedMs = () => {
    batch += 1;
    return elapsed[batch - 1] ?? 0;
  };
  const perform = async ({ applicationId }: { readonly applicationId: string }) => `${applicationId}: done`;
  const late = ({ applicationId }: { readonly applicationId: string }) => `${applicationId}: late`;
  return eachInTime(ITEMS, { perform, late, elapsedMs });
}

test('In time, a step is performed for each item, and the results have the order of the items', async () => {
  expect(await performed(0, 5_000, 20_000)).toEqual(ITEMS.map(({ applicationId }) => `${applicationId}: done`));
});

test('Items that are not begun in time are late, and those that were begun are done', async () => {
  const results = await performed(0, 19_999, 20_001);
  expect(results.filter((result) => result.endsWith('done'))).toHaveLength(20);
  expect(results.slice(20)).toEqual(['a-20: late', 'a-21: late', 'a-22: late', 'a-23: late', 'a-24: late']);
});

test('The answer for a late item says to send the same request again', () => {
  expect(notBegun({ applicationId: 'a-1' })).toEqual({
    applicationId: 'a-1',
    result: 'TRY_AGAIN',
    detail: 'The time for one request is over. Send the same request again.',
  });
});
