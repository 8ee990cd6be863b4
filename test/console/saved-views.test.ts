import { describe, expect, test } from '@jest/globals';
import {
  MAX_SAVED_VIEWS,
  nameProblem,
  parseSavedViews,
  withoutView,
  withView,
} from '../../console/src/reviews/saved-views.ts';

const MINE = { name: 'Mine', query: 'tab=mine' };
const ADDRESS = { name: 'Address', query: 'reason=ADDRESS' };

describe('Saved views', () => {
  test('are sorted by name, and a view of the same name is replaced', () => {
    expect(withView([MINE], ADDRESS)).toEqual([ADDRESS, MINE]);
    expect(withView([ADDRESS, MINE], { ...MINE, query: '' })).toEqual([ADDRESS, { name: 'Mine', query: '' }]);
    expect(withoutView([ADDRESS, MINE], 'Mine')).toEqual([ADDRESS]);
  });

  test.each([
    [null, []],
    ['', []],
    ['{"name":"Mine"}', []],
    [JSON.stringify([MINE, { name: '', query: '' }, { name: 'No query' }, null, 7]), [MINE]],
  ])('are read from %j without what the page did not write', (text, views) => {
    expect(parseSavedViews(text)).toEqual(views);
  });

  test('need a name; a full list accepts only names that it has', () => {
    const full = Array.from({ length: MAX_SAVED_VIEWS }, (_, index) => ({ name: `view ${index}`, query: '' }));
    expect(nameProblem([], '')).toBe('missing');
    expect(nameProblem([], 'Mine')).toBeUndefined();
    expect(nameProblem(full, 'Mine')).toBe('full');
    expect(nameProblem(full, 'view 7')).toBeUndefined();
  });
});
