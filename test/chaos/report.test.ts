import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withRun } from '../../chaos/reliability.ts';
import { allHeld, type Result, tableOf } from '../../chaos/result.ts';
import { INVARIANTS } from '../../chaos/violation.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/reliability.md'), 'utf8');

const HELD: Result = { scenario: 'kill', status: 'HELD', seconds: 12.3, counts: { kills: 3 }, violations: [] };
const BROKEN: Result = {
  scenario: 'flood',
  status: 'BROKEN',
  seconds: 5,
  counts: { applications: 320 },
  violations: [{ invariant: 'no loss', subject: 'f1', what: '0 runs for 1 acknowledged submissions' }],
};
const SKIPPED: Result = {
  scenario: 'sync',
  status: 'SKIPPED',
  seconds: 0,
  counts: {},
  violations: [],
  reason: 'needs strace',
};

describe('The report of the chaos harness', () => {
  test('lists each scenario and each broken invariant', () => {
    expect(tableOf([HELD, BROKEN, SKIPPED]).split('\n')).toEqual([
      'kill   HELD       12 s  3 kills',
      'flood  BROKEN      5 s  320 applications',
      'sync   SKIPPED     0 s  needs strace',
      "  flood broke 'no loss': f1: 0 runs for 1 acknowledged submissions",
    ]);
  });

  test('counts broken and failed scenarios as failures, but not skipped ones', () => {
    expect(allHeld([HELD, SKIPPED])).toBe(true);
    expect(allHeld([HELD, BROKEN])).toBe(false);
    expect(allHeld([{ ...HELD, status: 'FAILED' }])).toBe(false);
  });

  test('adds the rows of a long run to the page, and keeps earlier rows and the other text', () => {
    const first = withRun(PAGE, { seed: 1, ranAt: '2026-01-02T03:04:05.000Z', results: [HELD] });
    const second = withRun(first, { seed: 2, ranAt: '2026-01-03T03:04:05.000Z', results: [BROKEN, SKIPPED] });
    expect(second).toContain(
      [
        '| 2026-01-02 | 1 | `kill` | 3 kills | held |',
        '| 2026-01-03 | 2 | `flood` | 320 applications | broken: no loss |',
        '| 2026-01-03 | 2 | `sync` | – | not run |',
      ].join('\n'),
    );
    expect(second.split('<!--')[0]).toBe(PAGE.split('<!--')[0]);
  });

  test('throws for a page without the table', () => {
    const facts = { seed: 1, ranAt: '2026-01-02T03:04:05.000Z', results: [HELD] };
    expect(() => withRun('# Another page', facts)).toThrow('The page has no table between');
  });
});

test('The page about reliability lists every invariant in the words of the checker', () => {
  for (const [name, text] of Object.entries(INVARIANTS)) expect(PAGE).toContain(`| ${name} | ${text} |`);
});
