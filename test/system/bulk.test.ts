import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { documentIn, runApps } from '../cli/apps-process.ts';
import { type Person, signIn } from '../support/api.ts';
import { eventually, mailbox, recordIn, type System, startSystem, submit } from '../support/system.ts';

const COUNT = 200;
const ids = Array.from({ length: COUNT }, (_, index) => `bulk-${index}`);

let system: System;
let ann: Person;
let bob: Person;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bulk-'));
  system = await startSystem();
  ann = await signIn(system, 'reviewer-1');
  bob = await signIn(system, 'reviewer-2');
});
afterAll(async () => {
  await system.stop();
  rmSync(directory, { recursive: true });
});

interface Listed {
  readonly items: readonly { readonly applicationId: string; readonly version: number }[];
  readonly cursor?: string;
}

const openReviews = async (): Promise<Listed['items']> => {
  const items: Listed['items'][number][] = [];
  let cursor = '';
  do {
    const page = (await ann.get(`/reviews?state=OPEN&limit=100${cursor}`)).body as unknown as Listed;
    items.push(...page.items);
    cursor = page.cursor === undefined ? '' : `&cursor=${encodeURIComponent(page.cursor)}`;
  } while (cursor !== '');
  return items;
};

test('Of 200 reviews of which 20 change meanwhile, 180 are decided once, and a repeated request changes nothing', async () => {
  await Promise.all(ids.map((id) => submit(system, { id, name: 'evil Spock', address: '1 Street' })));
  const items = await eventually('200 open reviews', async () => {
    const open = await openReviews();
    return open.length === COUNT ? open.map(({ applicationId, version }) => ({ applicationId, version })) : undefined;
  });
  const held = items.slice(0, 10).map(({ applicationId }) => applicationId);
  const changed = items.slice(10, 20).map(({ applicationId }) => applicationId);
  for (const id of [...held, ...changed]) await bob.post(`/reviews/${id}/claim`);
  for (const id of changed) await bob.post(`/reviews/${id}/release`);

  const body = { items, count: COUNT, decision: 'REJECT', reasonCode: 'OTHER', comment: 'One of a wave.' };
  const headers = { 'idempotency-key': 'the-wave' };
  // On a busy machine the time of a request may be over before all are decided. The same request then decides the rest.
  const first = await eventually('an answer about all reviews', async () => {
    const answer = await ann.post('/reviews/bulk-decisions', body, headers);
    if (answer.status === 503) return undefined;
    expect(answer.status).toBe(200);
    return JSON.stringify(answer.body).includes('TRY_AGAIN') ? undefined : answer;
  });
  const results = (answer: typeof first) =>
    (answer.body.items as { readonly applicationId: string; readonly result: string }[]).map((item) => [
      item.applicationId,
      item.result,
    ]);
  const expected = (id: string) => {
    if (held.includes(id)) return 'HELD';
    return changed.includes(id) ? 'CHANGED' : 'DONE';
  };
  expect(results(first)).toEqual(items.map(({ applicationId }) => [applicationId, expected(applicationId)]));
  const second = await ann.post('/reviews/bulk-decisions', body, headers);
  expect(results(second)).toEqual(results(first));

  const decided = ids.filter((id) => expected(id) === 'DONE');
  await Promise.all(decided.map((id) => recordIn(system, id, 'REJECTED')));
  const rejections = await eventually('180 mails', async () => {
    const found = (await mailbox(system)).filter(({ subject }) => subject.endsWith(': REJECTED'));
    return found.length >= decided.length ? found : undefined;
  });
  expect(new Set(rejections.map(({ subject }) => subject)).size).toBe(decided.length);
  expect(rejections).toHaveLength(decided.length);
  expect((await openReviews()).map(({ applicationId }) => applicationId).toSorted()).toEqual(
    [...held, ...changed].toSorted(),
  );
});

test('apps review bulk shows what could be decided, decides it, and says what was not', async () => {
  const list = join(directory, 'ids.txt');
  const left = (await openReviews()).map(({ applicationId }) => applicationId);
  writeFileSync(list, `# the rest of the wave\n${left.join('\n')}\n\nnobody\n`);
  const env = { XDG_CONFIG_HOME: directory };
  const apps = (...args: readonly string[]) => runApps(system, args, { env });
  await apps('login', '--user', 'reviewer-1');
  const plan = documentIn(await apps('review', 'bulk', '--from-file', list, '--dry-run', '--json')) as {
    readonly items: readonly object[];
  };
  expect(plan.items).toHaveLength(left.length + 1);
  expect(plan.items.at(-1)).toEqual({ applicationId: 'nobody', canBeDecided: false });
  expect((await openReviews()).length).toBe(left.length);

  const run = await apps('review', 'bulk', '--from-file', list, '--decision', 'APPROVE', '--yes');
  expect(run.output).toContain('10 of 21 cases can be decided.');
  expect(run.output).toContain('APPROVE: 10 DONE, 11 not tried');
  expect(run.code).toBe(4);
  const wrong = await apps('review', 'bulk', '--from-file', list, '--decision', 'REJECT', '--yes');
  expect([wrong.code, wrong.errors]).toEqual([2, expect.stringContaining('A rejection needs --reason')]);
});
