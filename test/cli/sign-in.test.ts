import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runApps } from './apps-process.ts';
import { type Answering, type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'apps-'));
});
afterEach(() => {
  api.stop();
  rmSync(home, { recursive: true });
});

const start = async (answering: Answering = () => undefined, tokenSeconds?: number) => {
  api = await startFakeApi(answering, tokenSeconds);
};
const apps = (args: readonly string[], env: Record<string, string> = {}) =>
  runApps(api, args, { env: { XDG_STATE_HOME: home, ...env } });
const stored = () => readFileSync(join(home, 'account-applications/sessions.json'), 'utf8');
const bearers = (path: string) =>
  api.asked.filter((asked) => asked.path === path).map((asked) => asked.headers.authorization);

describe('apps login', () => {
  test('signs in as a sample user without a browser, stores the tokens in a file with mode 0600 and does not print them', async () => {
    await start();
    const { code, output, errors } = await apps(['login', '--user', 'reviewer-1']);
    expect([code, errors]).toEqual([0, '']);
    expect(output).toBe(`reviewer-1: reviewer, signed in to ${api.apiUrl}\n`);
    expect(stored()).toContain('access-1');
    expect(statSync(join(home, 'account-applications/sessions.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'account-applications')).mode & 0o777).toBe(0o700);
    const who = await apps(['whoami', '--json']);
    expect(JSON.parse(who.output)).toEqual({ username: 'reviewer-1', roles: ['reviewer'] });
    expect(bearers('/_api/it/me')).toEqual(['Bearer access-1', 'Bearer access-1']);
    expect(who.output + output).not.toMatch(/access-|refresh-/);
  });

  test('prints a link, and accepts only a redirect with the state of this sign-in', async () => {
    await start();
    const program = join(import.meta.dirname, '../../cli/apps.js');
    const env = { PATH: process.env.PATH, AWS_ENDPOINT_URL: api.endpoint, XDG_STATE_HOME: home };
    const child = spawn(process.execPath, [program, 'login', '--json'], { env });
    const link = await new Promise<URL>((resolve) => {
      child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(new URL(JSON.parse(line).signInUrl)));
    });
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'people',
      redirect_uri: 'http://localhost:4568/',
      code_challenge_method: 'S256',
    });
    expect((await fetch('http://localhost:4568/?code=foreign&state=guessed')).status).toBe(404);
    const page = await (await fetch(link)).text();
    const challenge = /name="challenge" value="([^"]*)"/.exec(page)?.[1] ?? '';
    const back = await fetch(`${api.endpoint}/_identity/pool/sign-in?state=${link.searchParams.get('state')}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: 'way=1' },
      body: new URLSearchParams({ username: 'reviewer-1', challenge }),
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    expect(await (await fetch(String(back.headers.get('location')))).text()).toContain('You may close this page.');
    expect(await ended).toBe(0);
    expect(stored()).toContain('access-1');
  });

  test('signs in a machine client with its secret', async () => {
    await start();
    expect((await apps(['login', '--client-id', 'machine'], { APPS_CLIENT_SECRET: 'secret' })).code).toBe(0);
    const wrong = await apps(['login', '--client-id', 'machine', '--client-secret', 'guess']);
    expect([wrong.code, wrong.errors]).toEqual([1, 'The issuer refused: invalid_client.\n']);
  });

  test.each([
    [['login', '--user', 'nobody'], 3, /^The issuer on this machine has no user nobody\.\n$/],
    [['login', '--user', 'x', '--issuer', 'https://127.0.0.1:9/pool'], 5, /^No answer from https:\/\/127\.0\.0\.1:9;/],
    [
      ['login', '--issuer', 'http://issuer.example'],
      2,
      /^--issuer is http:\/\/issuer\.example; it must be an https URL/,
    ],
    [['login', '--api', 'http://api.example'], 2, /^--api is http:\/\/api\.example; it must be an https URL/],
    [['login', '--api', 'https://api.example'], 2, /add --issuer and --client-id\.\n$/],
    [['whoami'], 2, /^You are not signed in: apps login\n$/],
    [['logni'], 2, /Did you mean login\?/],
  ])('refuses %j with exit code %i', async (args, code, message) => {
    await start();
    const ended = await apps(args);
    expect([ended.code, ended.output]).toEqual([code, '']);
    expect(ended.errors).toMatch(message);
  });
});

describe('A session', () => {
  test('is renewed before its token expires, each time with the latest refresh token', async () => {
    await start(() => undefined, 10);
    await apps(['login', '--user', 'reviewer-1']);
    await apps(['whoami']);
    expect(bearers('/_api/it/me')).toEqual(['Bearer access-2', 'Bearer access-3']);
    expect(stored()).toContain('refresh-3');
  });

  test('is renewed once if the API refuses its token', async () => {
    let isRefused = false;
    await start(({ headers }) =>
      isRefused && headers.authorization === 'Bearer access-1'
        ? { status: 401, body: { message: 'Unauthorized' } }
        : undefined,
    );
    await apps(['login', '--user', 'reviewer-1']);
    isRefused = true;
    expect((await apps(['whoami'])).code).toBe(0);
    expect(bearers('/_api/it/me').slice(1)).toEqual(['Bearer access-1', 'Bearer access-2']);
  });

  test('ends if the issuer refuses to renew it', async () => {
    let isOver = false;
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    await start(({ path }) => (isOver && path.endsWith('/token') ? refused : undefined), 10);
    await apps(['login', '--user', 'reviewer-1']);
    isOver = true;
    const { code, errors } = await apps(['whoami']);
    expect([code, errors]).toEqual([2, 'The session has ended: apps login\n']);
  });

  test('ends with logout', async () => {
    await start();
    await apps(['login', '--user', 'reviewer-1']);
    expect((await apps(['logout'])).output).toBe(`Signed out of ${api.apiUrl}\n`);
    expect(stored()).not.toContain('access-1');
    expect((await apps(['whoami'])).code).toBe(2);
  });

  test('of one API is not used for another', async () => {
    await start();
    await apps(['login', '--user', 'reviewer-1']);
    const { code } = await apps(['whoami'], { APPS_API_URL: `${api.endpoint}/_api/other` });
    expect(code).toBe(2);
    expect(bearers('/_api/other/me')).toEqual([]);
  });
});
