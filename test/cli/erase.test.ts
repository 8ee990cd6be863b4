import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runApps } from './apps-process.ts';
import { type Answer, type Asked, type FakeApi, startFakeApi } from './fake-api.ts';

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

const apps = (...args: readonly string[]) => runApps(api, ['erase', ...args], { env: { XDG_STATE_HOME: home } });

const REQUESTED = {
  applicationId: 'a-1',
  state: 'REQUESTED',
  reason: 'OBJECTION',
  requestedBy: 'privacy-1',
  requestedAt: '2026-01-31T12:00:00.000Z',
  remaining: [],
};
const CONFIRMED = {
  ...REQUESTED,
  state: 'CONFIRMED',
  confirmedBy: 'privacy-2',
  confirmedAt: '2026-01-31T12:30:00.000Z',
};
const ERASED = { ...CONFIRMED, state: 'ERASED', erasedAt: '2026-01-31T12:30:01.000Z' };
const says = 'The archive of the event bus has the submission until 2026-02-28T12:00:00.000Z.';

describe('apps erase', () => {
  test('requests an erasure with a reason and a reference, and says that another person must confirm it', async () => {
    const bodies: unknown[] = [];
    answers['POST /applications/a-1/erasure'] = ({ text }) => {
      bodies.push(JSON.parse(text));
      return { status: 200, body: REQUESTED };
    };
    expect(await apps('a-1', '--reason', 'OBJECTION', '--reference', 'DPO-7/2026')).toMatchObject({
      code: 0,
      output:
        'a-1: erasure requested by privacy-1 on 2026-01-31T12:00:00.000Z (OBJECTION). Another person must confirm it: apps erase a-1 --confirm\n',
    });
    expect(bodies).toEqual([{ reason: 'OBJECTION', reference: 'DPO-7/2026' }]);
  });

  test('confirms an erasure, and says which copies remain until when', async () => {
    const remaining = [{ store: 'archive', until: '2026-02-28T12:00:00.000Z', says }];
    answers['POST /applications/a-1/erasure/confirmation'] = () => ({ status: 200, body: { ...ERASED, remaining } });
    expect(await apps('a-1', '--confirm')).toMatchObject({
      code: 0,
      output: [
        'a-1: erased on 2026-01-31T12:30:01.000Z, requested by privacy-1, confirmed by privacy-2 (OBJECTION).',
        'These copies end by their own retention:',
        `  ${says}`,
        '',
      ].join('\n'),
    });
  });

  test('says what a confirmed erasure waits for', async () => {
    const waitsFor = 'The review of the application is still being closed.';
    answers['POST /applications/a-1/erasure/confirmation'] = () => ({ status: 200, body: { ...CONFIRMED, waitsFor } });
    const { code, output } = await apps('a-1', '--confirm');
    expect([code, output]).toEqual([0, expect.stringContaining(`not finished yet. ${waitsFor} It is tried again`)]);
  });

  test('without an option shows the erasure, also as JSON', async () => {
    answers['GET /applications/a-1/erasure'] = () => ({ status: 200, body: ERASED });
    expect((await apps('a-1')).output).toContain('\nNo other copy remains.\n');
    expect(JSON.parse((await apps('a-1', '--json')).output)).toEqual(ERASED);
  });

  test('ends with 4 if the application is not decided, and with 1 if the same person confirms', async () => {
    const detail = 'You requested this erasure at 2026-01-31T12:00:00.000Z. Another person must confirm it.';
    answers['POST /applications/a-1/erasure'] = () => ({
      status: 409,
      body: { code: 'NOT_DECIDED', detail: 'It waits.' },
    });
    answers['POST /applications/a-1/erasure/confirmation'] = () => ({
      status: 403,
      body: { code: 'SECOND_PERSON_REQUIRED', detail },
    });
    expect(await apps('a-1', '--reason', 'OBJECTION')).toMatchObject({ code: 4, errors: 'It waits.\n' });
    expect(await apps('a-1', '--confirm')).toMatchObject({ code: 1, errors: `${detail}\n` });
  });

  test.each([
    [['--reason', 'Mr. Spock asked for it'], /Allowed choices are CONSENT_WITHDRAWN, NO_LONGER_NEEDED/],
    [['--confirm', '--reason', 'OBJECTION'], /^--confirm needs no --reason/],
    [['--reference', 'DPO-7'], /^--reference needs --reason/],
  ])('refuses %j with exit code 2', async (options, message) => {
    const { code, errors } = await apps('a-1', ...options);
    expect([code, errors]).toEqual([2, expect.stringMatching(message)]);
  });
});
