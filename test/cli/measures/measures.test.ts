import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Measures } from '../../../api/types.generated.ts';
import { MEASURES } from '../../api/measures-example.ts';
import { runApps } from '../apps-process.ts';
import { type Asked, type FakeApi, startFakeApi } from '../fake-api.ts';

let api: FakeApi;
let home: string;
let answer: Measures;
let asked: Asked[] = [];
beforeAll(async () => {
  api = await startFakeApi((request) => {
    if (request.path !== '/_api/it/measures') return undefined;
    asked.push(request);
    return { status: 200, body: answer };
  });
  home = mkdtempSync(join(tmpdir(), 'apps-'));
  await runApps(api, ['login', '--user', 'reviewer-1'], { env: { XDG_STATE_HOME: home } });
});
beforeEach(() => {
  answer = MEASURES;
  asked = [];
});
afterAll(() => {
  api.stop();
  rmSync(home, { recursive: true });
});

const apps = (...args: readonly string[]) => runApps(api, ['measures', ...args], { env: { XDG_STATE_HOME: home } });

describe('apps measures', () => {
  test('prints what waits, how long decisions took, how they ended, and the figures of each reviewer', async () => {
    const { code, output } = await apps();
    expect(code).toBe(0);
    expect(output.split('\n').map((line) => line.trimEnd())).toEqual([
      '3 reviews wait now, the oldest for 3 d 4 h; 1 are overdue.',
      '',
      'From 2026-01-30T12:00:00.000Z to 2026-01-31T12:00:00.000Z (exclusive):',
      '10 applications ended, 6 of them without a review.',
      '4 reviews ended, 1 of them overdue (25 %).',
      'Two people decided 2 reviews; they differed in 1 (50 %).',
      '',
      'TIME                       COUNT  HALF WITHIN  9 IN 10 WITHIN',
      'request to claim               4       10 min             1 h',
      'request to first decision      4       20 min             2 h',
      'request to final decision      4       30 min         3 d 2 h',
      '',
      'OF                     RESULT           COUNT',
      'application            APPROVED             9',
      'review                 REVIEW_APPROVED      3',
      'review                 REVIEW_REJECTED      1',
      'review                 REVIEW_EXPIRED       0',
      'reason for a review    NAME                 4',
      'reason for a review    ADDRESS              1',
      'reason for a decision  OTHER                1',
      '',
      'REVIEWER    DECISIONS  APPROVE  REJECT  DIFFERED  HALF WITHIN  9 IN 10 WITHIN',
      'reviewer-1          5        4       1         1   1 min 30 s           5 min',
      '',
    ]);
  });

  test('asks for the last seven days, or for the range that is given', async () => {
    await apps();
    await apps('--from', '2026-01-01', '--to', '2026-02-01');
    const [week, month] = asked.map(({ query }) => query);
    expect(Date.parse(week?.to ?? '') - Date.parse(week?.from ?? '')).toBe(7 * 86_400_000);
    expect(month).toEqual({ from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' });
  });

  test('prints the answer as JSON, and as CSV', async () => {
    expect(JSON.parse((await apps('--json')).output)).toEqual(MEASURES);
    const { output } = await apps('--output', 'csv');
    expect(output).toMatch(/^group,item,measure,value\nrange,,from,2026-01-30T12:00:00.000Z\n/);
  });

  test('prints no table of reviewers and no age if there is nothing to show', async () => {
    const { reviewers: _, ...others } = MEASURES;
    const none = { count: 0 };
    const reviews = { ...MEASURES.reviews, ended: 0, overdue: 0, toClaim: none };
    answer = { ...others, reviews, waiting: { count: 0, overdue: 0 } };
    const { output } = await apps();
    expect(output).not.toContain('REVIEWER');
    expect(output).toMatch(/^0 reviews wait now; 0 are overdue\.$/m);
    expect(output).toMatch(/^0 reviews ended, 0 of them overdue \(-\)\.$/m);
    expect(output).toMatch(/^request to claim +0 +- +-$/m);
  });

  test.each([[['--from', 'yesterday']], [['--from', '-1d', '--to', '-2d']]])('refuses %j', async (args) => {
    expect((await apps(...args)).code).toBe(2);
    expect(asked).toEqual([]);
  });
});

test('No other command takes --output csv', async () => {
  const { code, errors } = await runApps(api, ['list', '--output', 'csv'], { env: { XDG_STATE_HOME: home } });
  expect([code, errors.split('\n')[0]]).toEqual([
    2,
    'error: --output csv is only for apps measures; use table or json.',
  ]);
});
