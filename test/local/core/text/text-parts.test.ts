import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wildcardMatcher } from '../../../../local/src/core/policy/pattern.ts';
import { consistsOf } from '../../../../local/src/core/text/text-parts.ts';

/** Result of the equivalent regular expression, for short texts. */
const expected = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);

const letters = (alphabet: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength });

describe('A wildcard pattern matches the same texts as the equivalent regular expression', () => {
  test('with stars', () => {
    fc.assert(
      fc.property(letters('ab*', 8), letters('ab', 12), (pattern, text) => {
        expect(consistsOf(pattern.split('*'), text)).toBe(expected(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('with stars and question marks', () => {
    fc.assert(
      fc.property(letters('ab*?', 8), letters('ab', 12), (pattern, text) => {
        expect(wildcardMatcher(pattern)(text)).toBe(expected(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('with long parts', () => {
    const part = fc.array(fc.constantFrom('aab', 'ab'), { minLength: 30, maxLength: 40 }).map((each) => each.join(''));
    fc.assert(
      fc.property(part, part, part, (one, two, text) => {
        expect(consistsOf(['', one, two, ''], `${text}${one}a${two}${text}`)).toBe(true);
        expect(consistsOf(['', `${one}c`, ''], text + one)).toBe(false);
      }),
    );
  });
});

test('many stars and long parts are matched in linear time', () => {
  const text = 'a'.repeat(200_000);
  expect(consistsOf([...'a'.repeat(1_000), 'b'], text)).toBe(false);
  expect(consistsOf(['', `b${'a'.repeat(100_000)}`, ''], text)).toBe(false);
  expect(consistsOf(['', `${'a'.repeat(100_000)}b`, ''], text)).toBe(false);
  expect(wildcardMatcher(`${'*a?'.repeat(30)}b`)('a'.repeat(2_000))).toBe(false);
});
