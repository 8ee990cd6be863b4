import { expect, test } from '@jest/globals';
import { progressBar, progressLine, progressOf } from '../../../cli/replay/progress.ts';

const TIMES = [1_000, 2_000, 2_000, 3_000];

test('Events up to the time of the last replayed event count as replayed', () => {
  const progress = progressOf({ state: 'RUNNING', timesMs: TIMES, lastEventMs: 2_000, elapsedMs: 1_500 });
  expect(progress).toEqual({ state: 'RUNNING', replayed: 3, events: 4, percent: 75, perSecond: 2, secondsLeft: 1 });
  expect(progressBar(progress)).toBe('[██████████████████░░░░░░]   75 %  3 of 4  2/s  1 s left');
});

test('The remaining time is undefined before the first event', () => {
  const progress = progressOf({ state: 'STARTING', timesMs: TIMES, lastEventMs: undefined, elapsedMs: 900 });
  expect(progress).toEqual({ state: 'STARTING', replayed: 0, events: 4, percent: 0, perSecond: 0 });
  expect(progressLine(progress)).toBe('STARTING    0 %  0 of 4  0/s');
});

test('A completed replay has replayed all events, whatever the last reported time', () => {
  const progress = progressOf({ state: 'COMPLETED', timesMs: TIMES, lastEventMs: 2_000, elapsedMs: 2_000 });
  expect(progress).toMatchObject({ replayed: 4, percent: 100, perSecond: 2, secondsLeft: 0 });
  expect(progressLine(progress)).toBe('COMPLETED  100 %  4 of 4  2/s');
});

test('A cancelled replay shows the progress that it reached', () => {
  const progress = progressOf({ state: 'CANCELLED', timesMs: TIMES, lastEventMs: 1_000, elapsedMs: 4_000 });
  expect(progressLine(progress)).toBe('CANCELLED   25 %  1 of 4  0.3/s  12 s left');
});
