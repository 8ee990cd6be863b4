import { expect, test } from '@jest/globals';
import { outcomeOf } from '../../../cli/replay/outcome.ts';

const PREDICTION = {
  effects: new Map([
    ['new', 'new'],
    ['again', 'again'],
    ['decided', 'decided'],
    ['hand', 'inHand'],
  ] as const),
  formerRuns: new Map([
    ['again', 'run-1'],
    ['decided', 'run-2'],
    ['hand', 'run-3'],
  ]),
};

test('An application with a new run counts in `takenUpAgain` if it had a run before, otherwise in `started`', () => {
  const runs = new Map([
    ['new', 'run-4'],
    ['again', 'run-5'],
    ['decided', 'run-2'],
    ['hand', 'run-3'],
  ]);
  expect(outcomeOf(PREDICTION, runs)).toEqual({ started: 1, takenUpAgain: 1, leftAlone: 2, missing: 0 });
});

test('An application that should have a new run but has none counts in `missing`, not in `leftAlone`', () => {
  const runs = new Map([
    ['again', 'run-1'],
    ['decided', 'run-2'],
    ['hand', 'run-3'],
  ]);
  expect(outcomeOf(PREDICTION, runs)).toEqual({ started: 0, takenUpAgain: 0, leftAlone: 2, missing: 2 });
});
