import { describe, expect, test } from '@jest/globals';
import { Api, type ApiOptions } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const ME = { username: 'kirk', roles: ['reviewer'] };

/** A client whose fetch returns these answers in order and then repeats the last one. */
function clientOf(answers: readonly (() => Response)[], options: Partial<ApiOptions> = {}) {
  const sent: Sent[] = [];
  const refused: (string | undefined)[] = [];
  const signedOut: string[] = [];
  const api = new Api({
    url: async () => 'https://api.example.com/stage',
    token: async (_, old) => {
      refused.push(old);
      return old === undefined ? 'first' : 'second';
    },
    fetch: async (url, init) => {
      const next = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ url, init });
      return next?.() ?? answer(200, {});
    },
    pausesMs: [0, 0],
    onSignedOut: () => signedOut.push('signed out'),
    ...options,
  });
  const tokens = () => sent.map(({ init }) => new Headers(init.headers).get('authorization'));
  return { api, sent, refused, signedOut, tokens };
}

const problemOf = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const error = await call.catch((thrown: unknown) => thrown);
  if (error instanceof ApiProblem) return error;
  throw new Error('The call must reject with ApiProblem.');
};

describe('A call', () => {
  test('is sent with the token and returns the answer', async () => {
    const { api, sent, tokens } = clientOf([() => answer(200, ME)]);
    expect(await api.call('GET /me', {})).toEqual(ME);
    expect(sent.map(({ url, init }) => [init.method, url])).toEqual([['GET', 'https://api.example.com/stage/me']]);
    expect(tokens()).toEqual(['Bearer first']);
    expect(sent[0]?.init.body).toBeUndefined();
  });

  test('encodes path and query and leaves out undefined values', async () => {
    const { api, sent } = clientOf([() => answer(200, {})]);
    await api.call('GET /operations/executions/{execution}', {
      path: { execution: 'a/b c' },
      query: { machine: 'x&y' },
    });
    await api.call('GET /operations/executions', { query: { status: 'FAILED', machine: undefined } });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.example.com/stage/operations/executions/a%2Fb%20c?machine=x%26y',
      'https://api.example.com/stage/operations/executions?status=FAILED',
    ]);
  });

  test('sends its headers and its body as JSON', async () => {
    const { api, sent } = clientOf([() => answer(200, {})]);
    const headers = { 'If-Match': '"3"' };
    const body = { decision: 'REJECT', reasonCode: 'OTHER' } as const;
    await api.call('POST /reviews/{applicationId}/decision', { path: { applicationId: 'a-1' }, headers, body });
    const init = sent[0]?.init;
    expect([init?.method, init?.body]).toEqual(['POST', '{"decision":"REJECT","reasonCode":"OTHER"}']);
    const given = new Headers(init?.headers);
    expect([given.get('content-type'), given.get('if-match')]).toEqual(['application/json', '"3"']);
  });

  test.each([429, 503])('is retried after %i', async (status) => {
    const { api, sent } = clientOf([() => answer(status, {}), () => answer(200, ME)]);
    expect(await api.call('GET /me', {})).toEqual(ME);
    expect(sent).toHaveLength(2);
  });

  test('rejects after the last retry', async () => {
    const { api, sent } = clientOf([() => answer(503, { code: 'TRY_AGAIN', detail: 'Later.' })]);
    const { status, members, message } = await problemOf(api.call('GET /me', {}));
    expect([status, members.code, message]).toEqual([503, 'TRY_AGAIN', 'Later.']);
    expect(sent).toHaveLength(3);
  });

  test.each([400, 409, 500])('is not retried after %i', async (status) => {
    const { api, sent } = clientOf([() => answer(status, {})]);
    expect((await problemOf(api.call('GET /me', {}))).status).toBe(status);
    expect(sent).toHaveLength(1);
  });

  test('rejects with status 0 and the origin if there is no answer', async () => {
    const cause = new TypeError('fetch failed');
    const { api } = clientOf([], { fetch: () => Promise.reject(cause) });
    const problem = await problemOf(api.call('GET /me', {}));
    expect([problem.status, problem.message]).toEqual([0, 'No answer from https://api.example.com']);
    expect(problem.cause).toBe(cause);
  });

  test('rejects with status 0 if the connection breaks during the answer', async () => {
    const broken = () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error('reset')) }));
    const { api } = clientOf([broken]);
    expect((await problemOf(api.call('GET /me', {}))).status).toBe(0);
  });

  test.each([
    [502, '<html>Bad gateway</html>'],
    [500, ''],
  ])('with the response %i is refused, even if the body is not JSON: %j', async (status, body) => {
    const { api } = clientOf([() => new Response(body, { status })]);
    const problem = await problemOf(api.call('GET /me', {}));
    expect([problem.status, problem.message, problem.members]).toEqual([status, '', {}]);
  });

  test('rejects with the error of the token source', async () => {
    const { api, sent } = clientOf([], { token: () => Promise.reject(new Error('The session has ended.')) });
    await expect(api.call('GET /me', {})).rejects.toThrow('The session has ended.');
    expect(sent).toEqual([]);
  });
});

describe('A token', () => {
  test('that the API refuses is replaced once', async () => {
    const { api, refused, signedOut, tokens } = clientOf([() => answer(401, {}), () => answer(200, ME)]);
    expect(await api.call('GET /me', {})).toEqual(ME);
    expect(refused).toEqual([undefined, 'first']);
    expect(tokens()).toEqual(['Bearer first', 'Bearer second']);
    expect(signedOut).toEqual([]);
  });

  test('that is refused twice ends the session', async () => {
    const { api, sent, signedOut } = clientOf([() => answer(401, { message: 'Unauthorized' })]);
    const { status, message } = await problemOf(api.call('GET /me', {}));
    expect([status, message]).toEqual([401, 'Unauthorized']);
    expect(sent).toHaveLength(2);
    expect(signedOut).toEqual(['signed out']);
  });

  test.each([
    ['is not there', async () => undefined, 0],
    ['cannot be replaced', async (_: string, old?: string) => (old === undefined ? 'first' : undefined), 1],
  ])('that %s rejects as signed out', async (_, token, calls) => {
    const { api, sent, signedOut } = clientOf([() => answer(401, {})], { token });
    expect((await problemOf(api.call('GET /me', {}))).status).toBe(401);
    expect(sent).toHaveLength(calls);
    expect(signedOut).toEqual(['signed out']);
  });
});

describe('A list', () => {
  const page = (ids: readonly string[], cursor?: string) => () =>
    answer(200, { items: ids.map((id) => ({ id })), ...(cursor === undefined ? {} : { cursor }) });
  const queriesOf = (sent: readonly Sent[]) =>
    sent.map(({ url }) => Object.fromEntries(new URL(url).searchParams.entries()));

  test('contains all pages', async () => {
    const { api, sent } = clientOf([page(['a', 'b'], 'next'), page(['c'])]);
    const items = await api.list('GET /applications', { state: 'APPROVED' });
    expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(queriesOf(sent)).toEqual([
      { state: 'APPROVED', limit: '100' },
      { state: 'APPROVED', limit: '100', cursor: 'next' },
    ]);
  });

  test('ends at its limit and requests only the remaining items', async () => {
    const { api, sent } = clientOf([page(['a', 'b'], 'next'), page(['c', 'd'], 'more')]);
    const items = await api.list('GET /applications', {}, { limit: 3 });
    expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(queriesOf(sent)).toEqual([{ limit: '3' }, { limit: '1', cursor: 'next' }]);
  });
});

describe('A refusal', () => {
  test('contains only its text members', () => {
    const { members } = new ApiProblem(409, { code: 'CLAIMED', claimedBy: 'spock', version: 3, other: 'text' });
    expect(members).toEqual({ code: 'CLAIMED', claimedBy: 'spock' });
  });

  test.each([
    [{ detail: 'A detail', title: 'A title' }, 'A detail'],
    [{ title: 'A title' }, 'A title'],
    [{ message: 'Forbidden' }, 'Forbidden'],
    ['<html>', ''],
    [undefined, ''],
  ])('with the body %j says %j', (body, message) => {
    expect(new ApiProblem(403, body).message).toBe(message);
  });
});
