import { expect, test } from '@jest/globals';
import { exceedsPayloadLimit } from '../../../../../local/src/services/stepfunctions/language/payload-size.ts';

test('the payload limit is 262,144 bytes, for characters of any length in UTF-8', () => {
  const texts = [
    'a'.repeat(262_144),
    'a'.repeat(262_145),
    'é'.repeat(131_072),
    'é'.repeat(131_073),
    '😀'.repeat(65_537),
  ];
  expect(texts.map(exceedsPayloadLimit)).toEqual([false, true, false, true, true]);
});
