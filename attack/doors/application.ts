import { CALLERS, type TokensByRole } from '../callers.ts';
import { apiRoutes, schemaValues } from '../openapi.ts';
import type { Target } from '../target.ts';
import type { WireRequest } from '../wire/request.ts';
import type { Door } from './door.ts';

const get = (path: string): WireRequest => ({ method: 'GET', path, headers: {}, body: Buffer.alloc(0) });

const post = (path: string, body: unknown): WireRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

const postForm = (path: string, form: Readonly<Record<string, string>>): WireRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(new URLSearchParams(form).toString()),
});

/** The routes of the application's HTTP API, called by every role. `ids`: applications that exist. */
export const apiDoors = ({ port, outputs }: Target, tokens: TokensByRole, ids: readonly string[]): readonly Door[] => {
  const base = new URL(outputs.ApiUrl ?? '').pathname.replace(/\/$/, '');
  const makeValue = schemaValues();
  return apiRoutes().map(({ method, path, parameters, body, statuses }) => ({
    name: `${method} ${path}`,
    group: 'HTTP API',
    form: 'http-api',
    port,
    statuses,
    request: async (choices) => {
      const filled = path.replace(/\{\w+\}/g, () =>
        choices.pick([...ids, 'attack-1', 'submissions-dlq', 'review-queue-dlq']),
      );
      const given = parameters.filter((parameter) => parameter.in === 'query' && choices.next() < 0.5);
      const query = new URLSearchParams(
        given.map(({ name, schema }): [string, string] => [name, String(makeValue(schema, choices))]),
      );
      const content = body === undefined ? '' : JSON.stringify(makeValue(body, choices));
      return {
        method,
        path: `${base}${filled}${given.length > 0 ? `?${query}` : ''}`,
        headers: {
          authorization: `Bearer ${tokens[choices.pick(CALLERS)].access}`,
          'content-type': 'application/json',
        },
        body: Buffer.from(content),
      };
    },
  }));
};

/** A path that deletes everything, and the tokens with it; `test/security/exposure.test.ts` covers who may call it. */
const RESET = 'POST /_local/reset';
const WAITING = new Set(['POST /_local/clock', 'GET /_local/changes']);

const controlRequest = (name: string, { dataDir }: Target): WireRequest => {
  const [method = '', path = ''] = name.split(' ');
  if (name === 'POST /_local/clock') return post(path, { advanceSeconds: 1 });
  if (name === 'POST /_local/backup') return post(path, { file: `${dataDir}-backup/a`, dataDir });
  return { ...get(path), method };
};

/** The control API of the runtime: the paths that its answer to an unknown path lists, and those that it does not list. */
export const controlDoors = async (target: Target): Promise<readonly Door[]> => {
  const { port } = target;
  const answer = await fetch(`http://127.0.0.1:${port}/_local/unknown`);
  const { message } = (await answer.json()) as { readonly message: string };
  const listed = message.match(/(?:GET|POST|DELETE) \/_local\/[\w/-]+/g) ?? [];
  return [...listed, 'GET /_local/changes', 'POST /_local/clock?progress']
    .filter((name) => name !== RESET)
    .map((name) => ({
      name,
      group: 'control API',
      form: name.endsWith('?progress') ? 'page' : 'control',
      port,
      namesFiles: name === 'POST /_local/backup',
      waits: WAITING.has(name.replace('?progress', '')),
      request: async () =>
        name.endsWith('?progress')
          ? post('/_local/clock?progress', { advanceSeconds: 1 })
          : controlRequest(name, target),
    }));
};

/** The console's server: its files, its configuration, its routes, and the control API under its origin. */
export const consoleDoors = ({ consolePort: port }: Target): readonly Door[] =>
  [
    '/',
    '/config.json',
    '/reviews/attack-1?a=b',
    '/assets/none-12345678.js',
    '/index.html',
    '/_local/health',
    '/_local/outputs',
  ].map((path) => ({
    name: `console GET ${path}`,
    group: 'console',
    form: 'page',
    port,
    request: async () => get(path),
  }));

/** The sign-in pages and endpoints of the user pool. */
export const signInDoors = ({ port, outputs }: Target): readonly Door[] => {
  const base = new URL(outputs.SignInUrl ?? '').pathname;
  const client = outputs.UserPoolClientId ?? '';
  const redirect = 'http://localhost:4568/';
  const authorize = new URLSearchParams({
    response_type: 'code',
    client_id: client,
    redirect_uri: redirect,
    scope: 'openid',
    state: 's',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  });
  const requests: Readonly<Record<string, WireRequest>> = {
    configuration: get(`${base}/.well-known/openid-configuration`),
    keys: get(`${base}/.well-known/jwks.json`),
    authorize: get(`${base}/oauth2/authorize?${authorize}`),
    token: postForm(`${base}/oauth2/token`, {
      grant_type: 'authorization_code',
      client_id: client,
      redirect_uri: redirect,
      code: 'a',
      code_verifier: 'a'.repeat(43),
    }),
    refresh: postForm(`${base}/oauth2/token`, { grant_type: 'refresh_token', client_id: client, refresh_token: 'a' }),
    machine: postForm(`${base}/oauth2/token`, { grant_type: 'client_credentials', scope: 'applications/submit' }),
    revoke: postForm(`${base}/oauth2/revoke`, { token: 'a', client_id: client }),
    'user info': get(`${base}/oauth2/userInfo`),
    logout: get(`${base}/logout?client_id=${client}&post_logout_redirect_uri=${encodeURIComponent(redirect)}`),
    'sign-in page': get(`${base}/sign-in/attacked`),
    'sign-in form': postForm(`${base}/sign-in/attacked`, { username: 'attacked' }),
  };
  return Object.entries(requests).map(([name, request]) => ({
    name: `sign-in ${name}`,
    group: 'sign-in',
    form: 'page',
    port,
    request: async () => request,
  }));
};
