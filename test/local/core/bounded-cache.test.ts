import { expect, test } from '@jest/globals';
import { boundedCache } from '../../../local/src/core/bounded-cache.ts';

test('a full cache drops the value that it computed first, and computes it again when it is needed', () => {
  const computed: string[] = [];
  const upper = boundedCache(2, (text) => {
    computed.push(text);
    return text.toUpperCase();
  });
  const results = ['a', 'b', 'a', 'c', 'b', 'a'].map(upper);
  expect(results).toEqual(['A', 'B', 'A', 'C', 'B', 'A']);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});
