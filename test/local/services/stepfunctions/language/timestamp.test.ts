import { expect, test } from '@jest/globals';
import { isRfc3339, parseInstant } from '../../../../../local/src/services/stepfunctions/language/timestamp.ts';

test.each([
  ['2016-03-14T01:59:00Z', 1_457_920_740_000],
  ['2016-03-14T01:59:00.123456Z', 1_457_920_740_123],
  ['2016-03-14T02:59:00+01:00', 1_457_920_740_000],
  ['2016-03-13T23:29:00-02:30', 1_457_920_740_000],
  ['2016-03-14T01:59Z', 1_457_920_740_000],
])('%s is a valid timestamp', (text, epochMs) => {
  expect(parseInstant(text)?.epochMs).toBe(epochMs);
});

test.each([
  '2016-03-14',
  '2016-03-14T01:59:00',
  '2016-03-14 01:59:00Z',
  '05-12-2016T21:29:29Z',
  '2016-13-05T21:29:29Z',
  '2015-02-29T00:00:00Z',
  '2016-12-05T25:29:29Z',
  '',
])('%j is not a valid timestamp', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});

test('a timestamp in a definition must have seconds', () => {
  expect(['2016-03-14T01:59:00Z', '2016-03-14T01:59Z', '2016-03-14t01:59:00z'].map(isRfc3339)).toEqual([
    true,
    false,
    false,
  ]);
});
