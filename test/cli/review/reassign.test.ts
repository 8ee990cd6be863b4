import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { runApps } from '../apps-process.ts';
import { type Asked, type FakeApi, startFakeApi } from '../fake-api.ts';

const review = (applicationId: string, version: number) => ({
  applicationId,
  state: 'PENDING',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T11:00:00.000Z',
  dueAt: '2026-02-03T11:00:00.000Z',
  deadline: '2026-03-02T11:00:00.000Z',
  claim: { reviewer: 'reviewer-1', until: '2026-01-31T12:30:00.000Z' },
  decisionsRequired: 1,
  version,
});

let api: FakeApi;
let home: string;
let asked: Asked[] = [];
beforeAll(async () => {
  api = await startFakeApi((request) => {
    if (!request.path.startsWith('/_api/it/')) return undefined;
    asked.push(request);
    const path = request.path.replace('/_api/it', '');
    if (path === '/reviews') return { status: 200, body: { items: [review('a-1', 2), review('a-2', 3)] } };
    if (path === '/reviews/a-2') return { status: 200, body: review('a-2', 3) };
    if (path !== '/reviews/assignments') return { status: 404, body: { status: 404, code: 'NOT_FOUND' } };
    const { items } = JSON.parse(request.text) as { readonly items: readonly { readonly applicationId: string }[] };
    const results = items.map(({ applicationId }) =>
      applicationId === 'a-2'
        ? { applicationId, result: 'CHANGED', detail: 'The review has changed.' }
        : { applicationId, result: 'DONE' },
    );
    return { status: 200, body: { items: results } };
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

const reassign = (...args: readonly string[]) =>
  runApps(api, ['review', 'reassign', '--to', 'reviewer-2', ...args], { env: { XDG_STATE_HOME: home } });

test('apps review reassign assigns all cases that a reviewer holds, and names those that were not assigned', async () => {
  const { code, output } = await reassign('--held-by', 'reviewer-1', '--yes');
  expect([code, output]).toEqual([4, 'a-2  CHANGED  The review has changed.\n1 of 2 cases are now with reviewer-2.\n']);
  expect(asked[0]?.query).toMatchObject({ state: 'OPEN', claimedBy: 'reviewer-1' });
  expect(JSON.parse(asked.at(-1)?.text ?? '')).toEqual({
    items: [
      { applicationId: 'a-1', version: 2, reviewer: 'reviewer-2' },
      { applicationId: 'a-2', version: 3, reviewer: 'reviewer-2' },
    ],
  });
});

test('apps review reassign --dry-run shows the cases of a list and assigns nothing', async () => {
  const file = join(home, 'ids.txt');
  writeFileSync(file, 'a-2\nunknown\n');
  const { code, output } = await reassign('--from-file', file, '--dry-run');
  expect(code).toBe(0);
  expect(output).toMatch(/^a-2 .*\n\n1 cases would go to reviewer-2\.\n$/m);
  expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET']);
});

test.each([[[]], [['--held-by', 'reviewer-1', '--from-file', '-']]])(
  'apps review reassign refuses %j',
  async (args) => {
    const { code, errors } = await reassign(...args);
    expect([code, errors]).toEqual([2, 'Give either --from-file or --held-by.\n']);
  },
);
