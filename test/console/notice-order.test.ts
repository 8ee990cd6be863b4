import { describe, expect, test } from '@jest/globals';
import type { Notice } from '../../console/src/shell/notice.ts';
import { arrange, isPassing, rowsFor, withNotice } from '../../console/src/shell/notice-order.ts';

const notice = (id: string, type: Notice['type']): Notice => ({ id, type, content: `about ${id}` });
const idsOf = (notices: readonly Notice[]) => notices.map(({ id }) => id);

const NEWEST_FIRST = [
  notice('approved', 'success'),
  notice('newer-countdown', 'in-progress'),
  notice('older-countdown', 'in-progress'),
  notice('refused', 'error'),
  notice('older-refused', 'error'),
];

describe('The stack of messages', () => {
  test('shows the newest error and the newest countdown first, and counts the others', () => {
    const { shown, hidden } = arrange(NEWEST_FIRST, 2);
    expect(idsOf(shown)).toEqual(['refused', 'newer-countdown']);
    expect(idsOf(hidden)).toEqual(['approved', 'older-countdown', 'older-refused']);
  });

  test('shows the newest message if there is no error and no countdown', () => {
    const successes = [notice('newer', 'success'), notice('older', 'success')];
    expect(idsOf(arrange(successes, 1).shown)).toEqual(['newer']);
  });

  test('has as many rows as fit in a tenth of the page, at least one and at most three', () => {
    expect([256, 720, 844, 900, 1080, 2160].map(rowsFor)).toEqual([1, 1, 2, 2, 2, 3]);
  });

  test('keeps the place of a message that is updated, and puts a message of a new type first', () => {
    const ticked = withNotice(NEWEST_FIRST, { ...notice('older-countdown', 'in-progress'), content: '9 s' });
    expect(idsOf(ticked)).toEqual(idsOf(NEWEST_FIRST));
    expect(ticked[2]?.content).toBe('9 s');
    expect(idsOf(withNotice(NEWEST_FIRST, notice('older-countdown', 'success')))).toEqual([
      'older-countdown',
      'approved',
      'newer-countdown',
      'refused',
      'older-refused',
    ]);
  });

  test('removes successes without the user, but no errors, warnings and countdowns', () => {
    const types = ['success', 'info', 'warning', 'error', 'in-progress'] as const;
    expect(types.filter((type) => isPassing(notice('any', type)))).toEqual(['success', 'info']);
  });
});
