import { expect, test } from '@jest/globals';
import type { RuleTrial } from '../../../api/types.generated.ts';
import { trialLines } from '../../../cli/rules/trial-lines.ts';

const TRIAL: RuleTrial = {
  id: 'preview-rules-1',
  state: 'COMPLETED',
  rulesVersion: 2,
  from: '2026-01-30T12:00:00.000Z',
  to: '2026-01-31T12:00:00.000Z',
  startedAt: '2026-01-31T12:00:00.000Z',
  startedBy: 'spock',
  applications: 1000,
  invalid: 2,
  before: { clean: 900, flagged: 90, unprocessable: 10 },
  after: { clean: 840, flagged: 150, unprocessable: 10 },
  newlyFlagged: { count: 61, ids: ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6'] },
  newlyClean: { count: 1, ids: ['b-1'] },
  newlyUnprocessable: { count: 0, ids: [] },
  reasons: [
    { check: 'NAME', before: 80, after: 140, newlyFlagged: 61, newlyClean: 1 },
    { check: 'ADDRESS', before: 10, after: 10, newlyFlagged: 0, newlyClean: 0 },
  ],
  rules: [{ check: 'NAME', id: 'title', says: 'A name with a title needs a review by a person.', applications: 140 }],
};

test('The result of a trial is three tables: by result with ids to look at, by reason and by rule', () => {
  expect(trialLines(TRIAL, Number.POSITIVE_INFINITY)).toEqual([
    'Rules of version 2 on 1000 applications from 2026-01-30T12:00:00.000Z to 2026-01-31T12:00:00.000Z; nothing was changed.',
    '2 events are not valid submissions; no check sees them.',
    '',
    'RESULT         BEFORE  AFTER  NEWLY  LOOK AT',
    'clean             900    840      1  b-1',
    'flagged            90    150     61  a-1 a-2 a-3 a-4 a-5 …',
    'unprocessable      10     10      0',
    '',
    'REASON   BEFORE  AFTER  NEWLY FLAGGED  NEWLY CLEAN',
    'NAME         80    140             61            1',
    'ADDRESS      10     10              0            0',
    '',
    'RULE   CHECK  APPLICATIONS  SAYS',
    'title  NAME            140  A name with a title needs a review by a person.',
  ]);
});
