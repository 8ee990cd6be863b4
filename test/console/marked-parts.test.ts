import { describe, expect, test } from '@jest/globals';
import { markedParts } from '../../console/src/reviews/marked-parts.ts';

const shown = (text: string, met?: string): string =>
  markedParts(text, met)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('|');

describe('The flagged value', () => {
  test.each([
    ['evil Spock', 'evil', '[evil]| Spock'],
    ['devil', 'evil', 'd|[evil]'],
    ['evil and evil', 'evil', '[evil]| and |[evil]'],
    ['evilevil', 'evil', '[evil]|[evil]'],
    ['a.b', '.', 'a|[.]|b'],
  ])('%j has every occurrence of %j marked', (text, met, parts) => {
    expect(shown(text, met)).toBe(parts);
  });

  test('is marked as a whole if no part alone broke the rule, or if it does not contain the part', () => {
    expect(shown('nowhere')).toBe('[nowhere]');
    expect(shown('erased', 'evil')).toBe('[erased]');
    expect(shown('nowhere', '')).toBe('[nowhere]');
  });
});
