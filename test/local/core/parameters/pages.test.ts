import { describe, expect, test } from '@jest/globals';
import { keyedPage, offsetOf, offsetPage, pageTokens } from '../../../../local/src/core/parameters/pages.ts';

describe('Pages by offset', () => {
  test('are read one after the other by their tokens; the last page has no token', () => {
    const first = offsetPage(['a', 'b', 'c'], 0, 2);
    expect(first).toEqual({ items: ['a', 'b'], next: '2' });
    expect(offsetPage(['a', 'b', 'c'], offsetOf(first.next) ?? 0, 2)).toEqual({ items: ['c'], next: undefined });
  });

  test('begin at 0 without a token; any other text is not a valid token', () => {
    expect(offsetOf(undefined)).toBe(0);
    expect(['-1', '1.5', 'x'].map(offsetOf)).toEqual([undefined, undefined, undefined]);
  });
});

describe('Pages by key', () => {
  test('have a token only if another item follows them', () => {
    expect(keyedPage(['a', 'b', 'c'], 2, (last) => `after ${last}`)).toEqual({ items: ['a', 'b'], next: 'after b' });
    expect(keyedPage(['a', 'b'], 2, (last) => `after ${last}`)).toEqual({ items: ['a', 'b'], next: undefined });
  });

  test('recognize their tokens by a mark', () => {
    const tokens = pageTokens('after:');
    expect(tokens.write('b')).toBe('YWZ0ZXI6Yg==');
    expect(tokens.read('YWZ0ZXI6Yg==')).toBe('b');
    expect(tokens.read('b')).toBeUndefined();
  });
});
