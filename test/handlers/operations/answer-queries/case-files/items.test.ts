import { expect, test } from '@jest/globals';
import { itemsOf } from '../../../../../handlers/operations/answer-queries/case-files/items.ts';
import type { ReviewEntry } from '../../../../../handlers/shared/reviews/entry.ts';
import { NOON, recordOf } from '../../../in-memory-applications.ts';
import { entryOf } from '../../../shared/reviews/in-memory-review.ts';

const isRecent = (changes: Partial<ReviewEntry> & Readonly<Record<string, unknown>>): boolean | undefined =>
  itemsOf({ record: undefined, review: entryOf(changes), account: undefined }, NOON)[0]?.isRecent;

test('The items of a file are the record, the review and the account that exist, with their versions', () => {
  const account = { accountId: 'account-1', openedAt: '2026-01-31T11:59:59.000Z' };
  const record = recordOf({ version: 3 });
  expect(itemsOf({ record, review: entryOf({ version: 4 }), account }, NOON)).toEqual([
    { table: 'applications', version: 3, isRecent: false },
    { table: 'reviews', version: 4, isRecent: false },
    { table: 'accounts', version: 1, isRecent: true },
  ]);
  expect(itemsOf({ record: undefined, review: undefined, account: undefined }, NOON)).toEqual([]);
});

test('A record is recent for 15 minutes after its last write', () => {
  const recordWritten = (updatedAt: string) =>
    itemsOf({ record: recordOf({ updatedAt }), review: undefined, account: undefined }, NOON)[0]?.isRecent;
  expect(recordWritten('2026-01-31T11:45:00.001Z')).toBe(true);
  expect(recordWritten('2026-01-31T11:45:00.000Z')).toBe(false);
});

test('A review is recent by the latest time of any of its members, but not by its due date and its deadline', () => {
  const at = '2026-01-31T11:59:00.000Z';
  expect(isRecent({})).toBe(false);
  expect(isRecent({ closedAt: at })).toBe(true);
  expect(isRecent({ audit: [{ at, what: 'RELEASED', who: 'kirk' }] })).toBe(true);
  expect(isRecent({ decisions: [{ decision: 'APPROVE', at, reviewer: 'kirk' }] })).toBe(true);
  expect(isRecent({ claim: { reviewer: 'kirk', until: '2026-01-31T12:20:00.000Z' } })).toBe(true);
  expect(isRecent({ claim: { reviewer: 'kirk', until: '2026-01-31T11:30:00.000Z' } })).toBe(false);
});
