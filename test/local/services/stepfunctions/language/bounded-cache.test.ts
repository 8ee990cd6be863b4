import { expect, test } from '@jest/globals';
import { boundedCache } from '../../../../../local/src/services/stepfunctions/language/bounded-cache.ts';

test('computes once for each text, and again for a text that was dropped', () => {
  const computed: string[] = [];
  const upper = boundedCache(2, (text) => {
    computed.push(text);
    return text.toUpperCase();
  });
  const results = ['a', 'b', 'a', 'c', 'b', 'a'].map(upper);
  expect(results).toEqual(['A', 'B', 'A', 'C', 'B', 'A']);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});
