import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { runApps } from './apps-process.ts';
import { type Answer, type Asked, type FakeApi, startFakeApi } from './fake-api.ts';

const absence = (username: string, setBy: string) => ({
  username,
  until: '2026-12-10',
  setBy,
  setAt: '2026-12-01T11:00:00.000Z',
});

let api: FakeApi;
let home: string;
let asked: Asked[] = [];
let answers: Readonly<Record<string, Answer>> = {};
beforeAll(async () => {
  api = await startFakeApi((request) => {
    const route = `${request.method} ${request.path.replace('/_api/it', '')}`;
    if (answers[route] !== undefined) asked.push(request);
    return answers[route];
  });
  home = mkdtempSync(join(tmpdir(), 'apps-'));
  await runApps(api, ['login', '--user', 'reviewer-1'], { env: { XDG_STATE_HOME: home } });
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  api.stop();
  rmSync(home, { recursive: true });
});

const away = (...args: readonly string[]) => runApps(api, ['away', ...args], { env: { XDG_STATE_HOME: home } });

test('apps away until sets the absence of the signed-in user, and names the cases that are free again', async () => {
  const body = { ...absence('reviewer-1', 'reviewer-1'), released: ['a-1', 'a-2'] };
  answers = { 'POST /absences/reviewer-1': { status: 200, body } };
  const { code, output } = await away('until', '2026-12-10');
  expect([code, output]).toEqual([
    0,
    'reviewer-1 is out of office until 2026-12-10.\nThese cases are free again: a-1, a-2\n',
  ]);
  expect(asked.map(({ text }) => JSON.parse(text))).toEqual([{ until: '2026-12-10' }]);
});

test('apps away until and back act for another person with --user', async () => {
  answers = {
    'POST /absences/reviewer-2': { status: 200, body: { ...absence('reviewer-2', 'reviewer-1'), released: [] } },
    'POST /absences/reviewer-2/end': { status: 204, body: '' },
  };
  expect((await away('until', '2026-12-10', '--user', 'reviewer-2')).output).toBe(
    'reviewer-2 is out of office until 2026-12-10.\n',
  );
  expect((await away('back', '--user', 'reviewer-2')).output).toBe('reviewer-2 is back.\n');
});

test('apps away list shows who is out of office', async () => {
  answers = { 'GET /absences': { status: 200, body: { items: [absence('reviewer-2', 'kirk')] } } };
  expect((await away('list')).output).toBe('PERSON      UNTIL       SET BY\nreviewer-2  2026-12-10  kirk\n');
  answers = { 'GET /absences': { status: 200, body: { items: [] } } };
  expect((await away('list')).output).toBe('Nobody is out of office.\n');
});

test('apps away until prints why the API refuses a day', async () => {
  const body = { status: 400, code: 'INVALID_REQUEST', field: 'until', detail: 'until must be a day in UTC.' };
  answers = { 'POST /absences/reviewer-1': { status: 400, body } };
  const { code, errors } = await away('until', 'tomorrow');
  expect([code, errors]).toEqual([2, 'until must be a day in UTC.\n']);
});

test('apps whoami says that the signed-in user is out of office', async () => {
  const body = { username: 'reviewer-1', roles: ['reviewer'], awayUntil: '2026-12-10' };
  answers = { 'GET /me': { status: 200, body } };
  const { code, output } = await runApps(api, ['whoami'], { env: { XDG_STATE_HOME: home } });
  expect([code, output]).toEqual([0, 'reviewer-1: reviewer, out of office until 2026-12-10\n']);
});
