import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained } from '../../../case-file/entry.ts';
import { runApps } from '../apps-process.ts';
import { type Answer, type Asked, type FakeApi, startFakeApi } from '../fake-api.ts';

let api: FakeApi;
let home: string;
let answers: Record<string, (asked: Asked) => Answer> = {};
beforeAll(async () => {
  api = await startFakeApi((asked) => answers[`${asked.method} ${asked.path.replace('/_api/it', '')}`]?.(asked));
  home = mkdtempSync(join(tmpdir(), 'apps-'));
  await runApps(api, ['login', '--user', 'reviewer-1'], { env: { XDG_STATE_HOME: home } });
});
beforeEach(() => {
  answers = {};
});
afterAll(() => {
  api.stop();
  rmSync(home, { recursive: true });
});

const apps = (...args: readonly string[]) => runApps(api, ['case', ...args], { env: { XDG_STATE_HOME: home } });

const submitted = chained('a-1', undefined, {
  at: '2026-01-31T12:00:00.000Z',
  kind: 'SUBMITTED',
  source: { table: 'applications', version: 1, part: 1, parts: 1 },
  facts: { state: 'SUBMITTED', run: 'run-1' },
  personal: { salt: 'salt-1', name: '<b>Spock</b>' },
});
const decided = chained('a-1', submitted, {
  at: '2026-01-31T12:30:00.000Z',
  kind: 'OUTCOME_RECORDED',
  source: { table: 'applications', version: 2, part: 1, parts: 1 },
  facts: { state: 'REJECTED', decision: 'REJECT', reviewer: 'reviewer-1' },
});
const items = [{ table: 'applications', version: 2, isRecent: false }];
const sealed = { number: 1, hash: submitted.hash, sealedAt: '2026-01-31T12:15:00.000Z' };

const answerWith = (entries: readonly CaseEntry[]) => {
  const body = { applicationId: 'a-1', entries, items, sealed };
  answers['GET /applications/a-1/case-file'] = () => ({ status: 200, body });
};

describe('apps case', () => {
  test('show prints the entries without personal data', async () => {
    answerWith([submitted, decided]);
    expect(await apps('show', 'a-1')).toMatchObject({
      code: 0,
      output: [
        '1    2026-01-31T12:00:00.000Z  SUBMITTED             state: SUBMITTED, run: run-1',
        '2    2026-01-31T12:30:00.000Z  OUTCOME_RECORDED      state: REJECTED, decision: REJECT, reviewer: reviewer-1',
        '',
      ].join('\n'),
    });
  });

  test('verify computes the hashes itself, and ends with 0 if the file is unchanged', async () => {
    answerWith([submitted, decided]);
    expect(await apps('verify', 'a-1')).toMatchObject({
      code: 0,
      output: 'a-1: 2 entries, complete and unchanged; sealed up to entry 1 at 2026-01-31T12:15:00.000Z.\n',
    });
  });

  test('verify says of an erased file when it was erased, by whom and why', async () => {
    const { personal: _, ...silent } = submitted;
    const at = '2026-02-01T12:00:00.000Z';
    const erased = chained('a-1', decided, {
      at,
      kind: 'PERSONAL_DATA_ERASED',
      source: { table: 'erasures', version: 1, part: 1, parts: 1 },
      facts: { reason: 'OBJECTION', requestedBy: 'privacy-1', confirmedBy: 'privacy-2' },
    });
    const body = {
      applicationId: 'a-1',
      entries: [silent, decided, erased],
      items: [...items, { table: 'erasures', version: 1, isRecent: false }],
    };
    answers['GET /applications/a-1/case-file'] = () => ({ status: 200, body });
    expect(await apps('verify', 'a-1')).toMatchObject({
      code: 0,
      output: `a-1: verified, erased on ${at} by privacy-1 (request) and privacy-2 (confirmation) for OBJECTION: 3 entries, complete and unchanged; not sealed yet.\n`,
    });
  });

  test('verify names a changed entry, and ends with 1', async () => {
    answerWith([submitted, { ...decided, facts: { ...decided.facts, decision: 'APPROVE' } }]);
    const text = 'The hash of entry 2 is not the hash of its content.';
    expect(await apps('verify', 'a-1')).toMatchObject({
      code: 1,
      output: `a-1  entry 2  CHANGED  ${text}\na-1: 2 entries, 1 findings.\n`,
    });
    const { code, output } = await apps('verify', 'a-1', '--json');
    expect([code, JSON.parse(output)]).toEqual([
      1,
      { applicationId: 'a-1', entries: 2, findings: [{ number: 2, what: 'CHANGED', text }] },
    ]);
  });

  test('verify --all reads every page, prints the findings and ends with 1', async () => {
    const finding = { number: 3, what: 'CUT', text: 'The file ends with entry 2; it was sealed with 3 entries.' };
    const last = { items: [{ applicationId: 'b-2', entries: 2, findings: [finding] }] };
    const first = { items: [{ applicationId: 'a-1', entries: 5, findings: [] }], cursor: 'next' };
    answers['GET /case-files/verification'] = ({ query }) => ({
      status: 200,
      body: query.cursor === 'next' ? last : first,
    });
    expect(await apps('verify', '--all')).toMatchObject({
      code: 1,
      output: `b-2  entry 3  CUT  ${finding.text}\n2 files with 7 entries verified; 1 have findings.\n`,
    });
  });

  test('verify needs either an application or --all', async () => {
    for (const args of [['verify'], ['verify', 'a-1', '--all']])
      expect(await apps(...args)).toMatchObject({ code: 2, errors: 'Name one application, or --all.\n' });
  });

  test('export prints JSON with the findings, or a page of facts, decisions and proof without markup of applicants', async () => {
    answerWith([submitted, decided]);
    const exported = JSON.parse((await apps('export', 'a-1')).output);
    expect(exported).toMatchObject({ applicationId: 'a-1', entries: [submitted, decided], sealed, findings: [] });
    const { output } = await apps('export', 'a-1', '--html');
    expect(output).toMatch(/^<!doctype html>/);
    expect(output).toContain('name: &lt;b&gt;Spock&lt;/b&gt;');
    expect(output).not.toContain('salt-1');
    const [, decisions = ''] = /<h2>Decisions<\/h2>([\s\S]*)<h2>Proof/.exec(output) ?? [];
    expect([decisions.includes('reviewer-1'), decisions.includes('SUBMITTED')]).toEqual([true, false]);
    expect(output).toContain(decided.hash);
  });
});
