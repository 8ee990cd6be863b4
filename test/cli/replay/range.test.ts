import { describe, expect, test } from '@jest/globals';
import { readRange } from '../../../cli/replay/range.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');

describe('A range of times', () => {
  test.each([
    ['-90s', 'now', '2026-03-01T11:58:30.000Z', '2026-03-01T12:00:00.000Z'],
    ['-30m', 'now', '2026-03-01T11:30:00.000Z', '2026-03-01T12:00:00.000Z'],
    ['-2h', '-1h', '2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z'],
    ['-7d', 'now', '2026-02-22T12:00:00.000Z', '2026-03-01T12:00:00.000Z'],
    ['-2w', '-1d', '2026-02-15T12:00:00.000Z', '2026-02-28T12:00:00.000Z'],
    ['2026-02-01', '2026-03-01', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['2026-02-01T10:00+02:00', '2026-02-01T08:00:01Z', '2026-02-01T08:00:00.000Z', '2026-02-01T08:00:01.000Z'],
  ])('from %s to %s is parsed', (from, to, expectedFrom, expectedTo) => {
    const range = readRange(from, to, NOW);
    expect([range.from.toISOString(), range.to.toISOString()]).toEqual([expectedFrom, expectedTo]);
  });

  test.each([['yesterday'], ['2h'], ['-2y'], ['-h'], ['2026-13-01'], ['2026'], ['1'], ['']])(
    'from %j is refused, and the message shows the allowed form',
    (from) => {
      expect(() => readRange(from, 'now', NOW)).toThrow(
        `--from is ${from}; it must be a time such as 2026-02-28T09:00Z, or back from now such as -2h or -7d (s, m, h, d, w).`,
      );
    },
  );

  test('whose start is not before its end is refused', () => {
    expect(() => readRange('-1h', '-1h', NOW)).toThrow(
      '--from 2026-03-01T11:00:00.000Z must be before --to 2026-03-01T11:00:00.000Z.',
    );
  });
});
