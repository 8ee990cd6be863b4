import { describe, expect, test } from '@jest/globals';
import { normalized, wordsOf } from '../../../../handlers/shared/applicant-index/text.ts';

describe('The words of a text', () => {
  test.each([
    ['Mr. Spock', ['MR', 'SPOCK']],
    ['12 Große Straße', ['12', 'GROSSE', 'STRASSE']],
    ['José NÚÑEZ', ['JOSE', 'NUNEZ']],
    ['Σίσυφος ΣΊΣΥΦΟΣ', ['ΣΙΣΥΦΟΣ', 'ΣΙΣΥΦΟΣ']],
    ['王小明', ['王小明']],
    ['spock@enterprise.example', ['SPOCK', 'ENTERPRISE', 'EXAMPLE']],
    ['\ud800 – !', []],
    ['', []],
  ])('of %j have upper case and no accents', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

test('Texts that differ in case, accents, punctuation and spaces are the same', () => {
  expect(normalized(' Müller-Strauß,  Ana')).toBe('MULLER STRAUSS ANA');
  expect(normalized('MULLER STRAUSS ana')).toBe('MULLER STRAUSS ANA');
});
