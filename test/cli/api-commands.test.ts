import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { documentIn, runApps } from './apps-process.ts';
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
  api.asked.length = 0;
});
afterAll(() => {
  api.stop();
  rmSync(home, { recursive: true });
});

const apps = (args: readonly string[], input = '') => runApps(api, args, { input, env: { XDG_STATE_HOME: home } });
const asked = (path: string) => api.asked.filter((one) => one.path === `/_api/it${path}`);
const problem = (status: number, members: Record<string, unknown>): Answer => ({
  status,
  body: { type: 'about:blank', status, ...members },
  headers: { 'content-type': 'application/problem+json' },
});
const ok = (body: unknown): Answer => ({ status: 200, body });

describe('apps submit', () => {
  const acceptEven = ({ text }: Asked): Answer => {
    const { name, id } = JSON.parse(text).application;
    return name === ''
      ? problem(400, { detail: 'application.name must be 1 to 200 characters.' })
      : { status: 202, body: { id } };
  };

  test('sends one application with an idempotency key, and prints its id', async () => {
    answers['POST /applications'] = () => ({ status: 202, body: { id: 'a-1' } });
    const { code, output } = await apps(['submit', '--name', 'Spock', '--address', '1 Street']);
    expect([code, output]).toEqual([0, 'Submitted a-1; apps watch a-1\n']);
    const [call] = asked('/applications');
    expect(JSON.parse(String(call?.text))).toEqual({ application: { name: 'Spock', address: '1 Street' } });
    expect(call?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('retries with the same idempotency key while the API is busy', async () => {
    let calls = 0;
    answers['POST /applications'] = () => {
      calls += 1;
      return calls < 3 ? problem(503, { detail: 'Not accepted; try again.' }) : { status: 202, body: { id: 'a-1' } };
    };
    expect((await apps(['submit', '--name', 'Spock', '--address', '1 Street'])).code).toBe(0);
    expect(new Set(asked('/applications').map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('says that an application exists already, with its state', async () => {
    answers['POST /applications'] = () => ({ status: 202, body: { id: 'a-1', state: 'APPROVED' } });
    const { code, output } = await apps(['submit', '--id', 'a-1', '--name', 'Spock', '--address', '1 Street']);
    expect([code, output]).toEqual([0, 'a-1 exists already (APPROVED); apps watch a-1\n']);
    const line = '{"id":"a-1","name":"Spock","address":"1 Street"}';
    expect((await apps(['submit', '-'], line)).output).toMatch(/^0 submitted, 1 exist already, 0 refused$/m);
  });

  test('sends the lines of standard input, lists the refused ones without data of the applicant, and ends with 1', async () => {
    answers['POST /applications'] = acceptEven;
    const lines = [
      '{"id":"a-1","name":"Canary","address":"1 Street"}',
      '{"id":"a-2","name":"","address":"Canary Wharf"}',
      'Canary, no JSON',
      '',
      '{"application":{"id":"a-5","name":"Canary","address":"1 Street"}}',
    ];
    const { code, output } = await apps(['submit', '-'], lines.join('\n'));
    expect(code).toBe(1);
    expect(output).toMatch(/^2 submitted, 2 refused$/m);
    expect(output).toContain('  line 2: application.name must be 1 to 200 characters.\n');
    expect(output).toContain('  line 3: it must be a JSON object such as {"name": …, "address": …}\n');
    expect(output).not.toContain('Canary');
    const machine = await apps(['submit', '-', '--json'], lines.join('\n'));
    expect(documentIn(machine)).toEqual({ summary: { submitted: 2, existing: 0, refused: 2, unsent: 0 } });
    expect(machine.output).toContain('{"line":5,"id":"a-5"}\n');
  });

  test('sends a file that is one JSON document', async () => {
    answers['POST /applications'] = acceptEven;
    const file = join(home, 'list.json');
    writeFileSync(file, JSON.stringify([{ id: 'a-1', name: 'A', address: '1 Street' }], undefined, 2));
    expect((await apps(['submit', file])).output).toMatch(/^1 submitted, 0 refused$/m);
  });

  test('stops if the API no longer answers, with exit code 5 and the first line that was not sent', async () => {
    const other = await startFakeApi(() => undefined);
    const env = { APPS_API_URL: other.apiUrl, XDG_STATE_HOME: home };
    await runApps(other, ['login', '--user', 'reviewer-1'], { env });
    other.stop();
    const input = '{"name":"A","address":"1 Street"}\n{"name":"B","address":"1 Street"}';
    const { code, output, errors } = await runApps(api, ['submit', '-'], { input, env });
    expect([code, output.split('\n').at(-2)]).toEqual([5, '0 submitted, 0 refused, 2 not sent']);
    expect(errors).toMatch(/^No answer from .* Not sent from line 1 on\.\n$/);
  });

  test('stops immediately if the API refuses the caller instead of a line', async () => {
    answers['POST /applications'] = () => problem(403, { detail: 'This takes the role operator.' });
    const input = Array.from({ length: 40 }, () => '{"name":"A","address":"1 Street"}').join('\n');
    const { code, errors } = await apps(['submit', '-'], input);
    expect([code, errors]).toEqual([1, 'This takes the role operator. Not sent from line 1 on.\n']);
    expect(asked('/applications').length).toBeLessThanOrEqual(8);
  });

  test.each([
    [['submit'], 2, 'Give --name and --address, or a file (- for standard input).\n'],
    [['submit', '-', '--name', 'x'], 2, 'Give either a file, or --name and --address.\n'],
    [['submit', '/nowhere.jsonl'], 3, 'The file /nowhere.jsonl cannot be read.\n'],
  ])('refuses %j with exit code %i', async (args, code, errors) => {
    expect(await apps(args)).toEqual({ code, output: '', errors });
  });
});

test.each([
  [['whoami']],
  [['login', '--user', 'reviewer-1']],
  [['list']],
  [['watch', 'a-1']],
  [['review', 'next']],
  [['graph', 'a-1']],
])('apps %j ends with exit code 5 if the API does not answer', async (args) => {
  const ended = await runApps({ endpoint: 'http://127.0.0.1:9' }, args, { env: { XDG_STATE_HOME: home } });
  const errors = 'No answer from http://127.0.0.1:9; is the system running (npm start)?\n';
  expect(ended).toEqual({ code: 5, output: '', errors });
});

test('A redirect is not followed, because it would send the token to another URL', async () => {
  answers['GET /applications/a-1'] = () => ({ status: 302, headers: { location: '/_api/it/elsewhere' } });
  expect((await apps(['show', 'a-1'])).code).toBe(1);
  expect(asked('/elsewhere')).toEqual([]);
});

describe('apps list, show, watch and timeline', () => {
  test('list follows the pages up to the limit', async () => {
    const item = { state: 'APPROVED', name: 'Spock', address: '1 Street', submittedAt: '2026-01-01T00:00:00.000Z' };
    answers['GET /applications'] = ({ query }) =>
      ok(
        query.cursor === undefined
          ? { items: [{ ...item, id: 'a-1' }], cursor: 'c' }
          : { items: [{ ...item, id: 'a-2' }] },
      );
    const { code, output } = await apps(['list', '--state', 'APPROVED', '--json']);
    expect(code).toBe(0);
    expect(documentIn({ code: 0, output, errors: '' }).items).toHaveLength(2);
    expect(asked('/applications').map(({ query }) => query)).toEqual([
      { state: 'APPROVED', limit: '50' },
      { state: 'APPROVED', limit: '49', cursor: 'c' },
    ]);
  });

  test('list prints how many items it shows, and the option that shows the next page', async () => {
    const item = {
      id: 'a-1',
      state: 'APPROVED',
      name: 'Spock',
      address: '1 Street',
      submittedAt: '2026-01-01T00:00:00.000Z',
    };
    answers['GET /applications'] = ({ query }) =>
      ok(query.cursor === 'c-1' ? { items: [item] } : { items: [item], cursor: 'c-1' });
    expect((await apps(['list', '--limit', '1'])).output).toMatch(/\n\n1 shown; more with --cursor c-1\n$/);
    const page = documentIn(await apps(['list', '--limit', '1', '--json']));
    expect(page).toEqual({ items: [item], cursor: 'c-1' });
    expect((await apps(['list', '--limit', '5'])).output).toMatch(/\n\nShowing 2 of 2\n$/);
    const rest = await apps(['list', '--cursor', 'c-1']);
    expect(rest.output).toMatch(/\n\n1 shown; there are no more\n$/);
  });

  test('list --search sends the text in the body, page by page, and takes no state', async () => {
    const item = {
      id: 'a-1',
      state: 'APPROVED',
      name: 'Ann Smith',
      address: '1 Street',
      submittedAt: '2026-01-01T00:00:00.000Z',
    };
    answers['POST /applications/search'] = ({ text }) =>
      ok(JSON.parse(text).cursor === 'c-1' ? { items: [item] } : { items: [item], cursor: 'c-1' });
    expect((await apps(['list', '--search', 'smi elm', '--limit', '60'])).output).toMatch(/\n\nShowing 2 of 2\n$/);
    expect(asked('/applications/search').map(({ text, query }) => [JSON.parse(text), query])).toEqual([
      [{ text: 'smi elm', limit: 50 }, {}],
      [{ text: 'smi elm', limit: 50, cursor: 'c-1' }, {}],
    ]);
    answers['POST /applications/search'] = () => ok({ items: [] });
    expect((await apps(['list', '--search', 'nobody'])).output).toBe('No applicant has words with these beginnings.\n');
    expect((await apps(['list', '--search', 'smith', '--state', 'APPROVED'])).code).toBe(2);
  });

  test('list and review list compute ages with the clock of the system', async () => {
    const now = '2026-01-03T04:00:00.000Z';
    answers['GET /_local/clock'] = () => ok({ now, aheadSeconds: 0 });
    answers['GET /applications'] = () =>
      ok({
        items: [
          { id: 'a-1', state: 'APPROVED', name: 'Spock', address: '1 Street', submittedAt: '2026-01-01T00:00:00.000Z' },
        ],
      });
    expect((await apps(['list'])).output).toMatch(/^a-1 +APPROVED +2 d 4 h +Spock +1 Street$/m);
    const requestedAt = '2026-01-01T00:00:00.000Z';
    const review = { applicationId: 'a-1', reasons: ['NAME'], requestedAt, dueAt: '2026-01-04T04:00:00.000Z' };
    answers['GET /reviews'] = () => ok({ items: [{ ...review, state: 'PENDING' }] });
    expect((await apps(['review', 'list'])).output).toMatch(/^a-1 +NAME +2 d 4 h +in \d+ (h|d).* PENDING +-$/m);
    expect((await apps(['review', 'list'])).output).toMatch(/ in (23 h 59 min|1 d) /);
  });

  test('show ends with exit code 3 if there is no such application', async () => {
    answers['GET /applications/nobody'] = () => problem(404, { detail: 'There is no application nobody.' });
    expect(await apps(['show', 'nobody'])).toEqual({
      code: 3,
      output: '',
      errors: 'There is no application nobody.\n',
    });
  });

  test('show removes control characters from data of the applicant', async () => {
    answers['GET /applications/a-1'] = () => ok({ id: 'a-1', state: 'APPROVED', name: 'Sp\u001B[2Jock' });
    expect((await apps(['show', 'a-1'])).output).toBe('id     a-1\nstate  APPROVED\nname   Sp [2Jock\n');
  });

  test('watch waits for the record, then prints each event once until the application is decided', async () => {
    let looks = 0;
    answers['GET /applications/a-1'] = () => {
      looks += 1;
      return looks === 1
        ? problem(404, { detail: 'Not yet.' })
        : ok({ id: 'a-1', state: looks === 2 ? 'SUBMITTED' : 'APPROVED' });
    };
    const first = { at: '2026-01-01T00:00:00.000Z', kind: 'event', what: 'ApplicationSubmitted' };
    const last = { at: '2026-01-01T00:00:01.000Z', kind: 'outcome', what: 'APPROVED', who: 'reviewer-2' };
    answers['GET /applications/a-1/timeline'] = () => ok({ items: looks < 3 ? [first] : [first, last] });
    const { code, output } = await apps(['watch', 'a-1']);
    expect([code, output]).toEqual([
      0,
      '2026-01-01T00:00:00.000Z  event         ApplicationSubmitted\n' +
        '2026-01-01T00:00:01.000Z  outcome       APPROVED  (reviewer-2)\na-1 is APPROVED\n',
    ]);
  });
});

test('apps timeline shows a replay with its state', async () => {
  const item = { at: '2026-01-01T00:00:00.000Z', kind: 'replay', what: 'Replay r-1 sent its submission again' };
  answers['GET /applications/a-1/timeline'] = () => ok({ items: [{ ...item, state: 'COMPLETED' }] });
  expect((await apps(['timeline', 'a-1'])).output).toBe(
    '2026-01-01T00:00:00.000Z  replay        Replay r-1 sent its submission again: COMPLETED\n',
  );
});

describe('apps review', () => {
  const pending = { state: 'PENDING', reasons: ['NAME'], requestedAt: '2026-01-01T00:00:00.000Z' };
  const far = '2999-01-01T00:00:00.000Z';
  const facts = {
    name: 'evil Spock',
    address: '1 Street',
    checks: [
      { check: 'NAME', flagged: true, rule: 'A name that contains "evil".', value: 'evil Spock', met: 'evil' },
      { check: 'ADDRESS', flagged: false, rule: 'An address without a number.', value: '1 Street' },
    ],
  };

  test('next shows the first case that no other reviewer has claimed, and claims nothing', async () => {
    const held = { ...pending, applicationId: 'a-1', claim: { reviewer: 'other', until: far } };
    const free = { ...pending, applicationId: 'a-2' };
    answers['GET /reviews'] = () => ok({ items: [held, free] });
    answers['GET /reviews/a-2'] = () => ok({ ...free, facts });
    const { code, output } = await apps(['review', 'next']);
    expect([code, output]).toEqual([0, expect.stringMatching(/^application +a-2$/m)]);
    expect(asked('/reviews/next')).toEqual([]);
  });

  test('next --claim shows the case that the API gives, with the reason for its review', async () => {
    const given = { ...pending, applicationId: 'a-2' };
    answers['POST /reviews/next'] = () => ok(given);
    answers['GET /reviews/a-2'] = () => ok({ ...given, claim: { reviewer: 'reviewer-1', until: far }, facts });
    const { code, output } = await apps(['review', 'next', '--claim']);
    expect([code, asked('/reviews/next').length]).toEqual([0, 1]);
    expect(output).toMatch(/^why +NAME: A name that contains "evil"\. Met: evil$/m);
    expect(output).not.toContain('ADDRESS:');
    expect(output).toMatch(/^held by +reviewer-1 until 2999/m);
  });

  test('next prints a message if there is no case', async () => {
    answers['GET /reviews'] = () => ok({ items: [] });
    answers['POST /reviews/next'] = () => ({ status: 204, body: '' });
    for (const args of [[], ['--claim']])
      expect((await apps(['review', 'next', ...args])).output).toBe('There is no case for you.\n');
  });

  test('reject sends the reason and the comment', async () => {
    answers['POST /reviews/a-1/decision'] = () => ok({ ...pending, applicationId: 'a-1', state: 'REVIEW_REJECTED' });
    const { output } = await apps(['review', 'reject', 'a-1', '--reason', 'OTHER', '--comment', 'no']);
    expect(output).toBe('a-1 is decided: REJECT.\n');
    const [call] = asked('/reviews/a-1/decision');
    expect(JSON.parse(String(call?.text))).toEqual({ decision: 'REJECT', reasonCode: 'OTHER', comment: 'no' });
  });

  test.each([
    [
      409,
      { decision: 'REJECT', decidedBy: 'sam', decidedAt: '2026-01-01' },
      4,
      'It was decided REJECT by sam at 2026-01-01; this has changed nothing.\n',
    ],
    [410, { detail: 'The review has expired.' }, 4, 'The review has expired.\n'],
    [
      403,
      { detail: 'The user who submitted an application may not decide it.' },
      1,
      'The user who submitted an application may not decide it.\n',
    ],
    [403, { message: 'Forbidden' }, 1, 'Your role does not allow this; apps whoami shows your roles.\n'],
    [500, { message: 'Internal Server Error' }, 1, 'The API answered with status 500.\n'],
  ])('prints the reason for a refusal with status %i', async (status, members, code, errors) => {
    answers['POST /reviews/a-1/decision'] = () => problem(status, members);
    expect(await apps(['review', 'approve', 'a-1'])).toEqual({ code, output: '', errors });
  });

  test.each([
    [['review', 'maybe', 'a-1'], /apps review approve <id>.*apps review reject <id> --reason <code>/s],
    [['review', 'aprove', 'a-1'], /Did you mean approve\?/],
    [['review', 'reject', 'a-1'], /required option '--reason <code>' not specified/],
    [['review', 'reject', 'a-1', '--reason', 'MOOD'], /Allowed choices are IDENTITY_NOT_CONFIRMED, /],
  ])('refuses %j with exit code 2 and says what is allowed', async (args, message) => {
    const { code, errors } = await apps(args);
    expect(code).toBe(2);
    expect(errors).toMatch(message);
    expect(api.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});
