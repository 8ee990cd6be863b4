import { expect, test } from '@jest/globals';
import { tableLines } from '../../../cli/terminal/table.ts';

const COLUMNS = [{ heading: 'QUEUE' }, { heading: 'N', align: 'right' }, { heading: 'CAUSE' }] as const;

test('Columns are aligned, numbers to the right', () => {
  const rows = [
    ['a', '1', 'short'],
    ['longer-name', '100', 'another'],
  ];
  expect(tableLines(COLUMNS, rows, Number.POSITIVE_INFINITY)).toEqual([
    'QUEUE          N  CAUSE',
    'a              1  short',
    'longer-name  100  another',
  ]);
});

test('The last column is cut so that no line is wider than the terminal', () => {
  const lines = tableLines(COLUMNS, [['review-queue', '1', 'something that goes on and on']], 30);
  expect(lines).toEqual(['QUEUE         N  CAUSE', 'review-queue  1  something th…']);
});

test('Control characters in values are removed, so that they cannot break a line or colour the terminal', () => {
  expect(tableLines([{ heading: 'X' }], [['a\nb\u001B[31mc\u202Ed']], 80)[1]).toBe('a b [31mc d');
});
