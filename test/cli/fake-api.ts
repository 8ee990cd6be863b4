import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns the API's answer to a request. The fake answers requests to the issuer and to `/_local/outputs` itself. */
export type Answering = (asked: Asked) => Answer | undefined;

/** Starts a fake API with an issuer on a free port. The issued tokens are `access-1`, `access-2`, … */
export const startFakeApi = async (answering: Answering, tokenSeconds = 3600) => {
  const asked: Asked[] = [];
  const codes = new Map<string, string>();
  let issued = 0;
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const tokens = (isRefreshable: boolean): Answer => {
    issued += 1;
    const refresh = isRefreshable ? { refresh_token: `refresh-${issued}` } : {};
    return { status: 200, body: { access_token: `access-${issued}`, expires_in: tokenSeconds, ...refresh } };
  };

  const token = ({ text, headers }: Asked): Answer => {
    const form = new URLSearchParams(text);
    const grant = form.get('grant_type');
    if (grant === 'client_credentials')
      return headers.authorization === `Basic ${Buffer.from('machine:secret').toString('base64')}`
        ? tokens(false)
        : { status: 401, body: { error: 'invalid_client' } };
    if (grant === 'refresh_token')
      return form.get('refresh_token') === `refresh-${issued}`
        ? tokens(true)
        : { status: 400, body: { error: 'invalid_grant' } };
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    return codes.get(form.get('code') ?? '') === challenge
      ? tokens(true)
      : { status: 400, body: { error: 'invalid_grant' } };
  };

  const ours: Readonly<Record<string, (request: Asked) => Answer>> = {
    'GET /_local/outputs': () => ({
      status: 200,
      body: { ApiUrl: `${url()}/_api/it`, SignInUrl: `${url()}/_identity/pool`, UserPoolClientId: 'people' },
    }),
    'GET /_identity/pool/.well-known/openid-configuration': () => ({
      status: 200,
      body: {
        issuer: `${url()}/_identity/pool`,
        authorization_endpoint: `${url()}/_identity/pool/authorize`,
        token_endpoint: `${url()}/_identity/pool/token`,
      },
    }),
    'GET /_identity/pool/authorize': ({ query }) => ({
      status: 200,
      headers: { 'set-cookie': 'way=1; Path=/; HttpOnly' },
      body: `<form method="post"><button name="username" value="reviewer-1">reviewer-1</button></form>
        <form method="post" action="/_identity/pool/sign-in?a=1&amp;state=${query.state}"><input type="hidden"
        name="challenge" value="${query.code_challenge}"><input name="username"><button>Sign in</button></form>`,
    }),
    'POST /_identity/pool/sign-in': ({ query, text, headers }) => {
      const form = new URLSearchParams(text);
      if (form.get('username') !== 'reviewer-1' || headers.cookie !== 'way=1')
        return { status: 200, body: '<p>Who?</p>' };
      codes.set('code-1', form.get('challenge') ?? '');
      return { status: 303, headers: { location: `http://localhost:4568/?code=code-1&state=${query.state}` } };
    },
    'POST /_identity/pool/token': token,
    'GET /_api/it/me': () => ({ status: 200, body: { username: 'reviewer-1', roles: ['reviewer'] } }),
  };

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const query = Object.fromEntries(searchParams);
    const question = { method: String(request.method), path: pathname, query, headers: request.headers, text };
    asked.push(question);
    const name = `${question.method} ${pathname}`;
    const { status, body, headers } = answering(question) ?? ours[name]?.(question) ?? { status: 404, body: {} };
    response.writeHead(status, { connection: 'close', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { endpoint: url(), apiUrl: `${url()}/_api/it`, asked, stop: () => server.close() };
};

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;
