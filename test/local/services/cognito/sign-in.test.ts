import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { removeDirectory } from '../../kernel.ts';
import { CALLBACK, type Outputs, startTestSystem, type TestSystem } from '../apigateway/http/system.ts';
import { authorizeUrl, Browser, type Client, newChallenge, requestToken, signInAs } from './browser.ts';

type Json = Record<string, unknown>;

let system: TestSystem;
let outputs: Outputs;
let client: Client;

beforeAll(async () => {
  system = await startTestSystem();
  outputs = await system.outputs();
  client = { issuer: outputs.Issuer, clientId: outputs.ClientId, redirectUri: CALLBACK, scope: 'openid email' };
});

afterAll(async () => {
  await system.runtime.stop();
  removeDirectory(system.directory);
});

/** Begins a sign-in; returns the URL of its page. */
const begin = async (browser: Browser, of = client) => {
  const { verifier, challenge } = newChallenge();
  const start = authorizeUrl(of, { code_challenge: challenge, code_challenge_method: 'S256' });
  return { verifier, ...(await browser.follow(start, of.issuer)) };
};

const post = (browser: Browser, url: string, username: string) =>
  browser.go(url, { method: 'POST', body: new URLSearchParams({ username }) });

/** Redirect target of a refused request. */
const refusedAt = async (more: Record<string, string>, of = client) => {
  const { url } = await new Browser().follow(authorizeUrl(of, more), of.issuer);
  return Object.fromEntries(new URL(url).searchParams);
};

const requestServiceToken = async (secret?: string, form: Record<string, string> = {}) => {
  const described = await system.cognito('DescribeUserPoolClient', {
    UserPoolId: outputs.UserPoolId,
    ClientId: outputs.ServiceClientId,
  });
  const { ClientSecret } = described.body.UserPoolClient as { ClientSecret: string };
  const basic = Buffer.from(`${outputs.ServiceClientId}:${secret ?? ClientSecret}`).toString('base64');
  const parameters = { grant_type: 'client_credentials', ...form };
  return requestToken(outputs.Issuer, parameters, { authorization: `Basic ${basic}` });
};

describe('the issuer', () => {
  test.each(['abc', 'abc/def', '%E0%A4%A'])('refuses to resume the unknown sign-in %s', async (id) => {
    for (const query of [
      '',
      `?client_id=${client.clientId}`,
      `?client_id=${client.clientId}&redirect_uri=${CALLBACK}`,
    ]) {
      const { status } = await fetch(`${client.issuer}/oauth2/authorize/${id}${query}`, { redirect: 'manual' });
      expect([400, 404]).toContain(status);
    }
  });

  test('has discovery metadata with the paths of a Cognito domain', async () => {
    const found = (await (await fetch(`${outputs.Issuer}/.well-known/openid-configuration`)).json()) as Json;
    expect(found).toMatchObject({
      issuer: outputs.Issuer,
      authorization_endpoint: `${outputs.Issuer}/oauth2/authorize`,
      token_endpoint: `${outputs.Issuer}/oauth2/token`,
      userinfo_endpoint: `${outputs.Issuer}/oauth2/userInfo`,
      end_session_endpoint: `${outputs.Issuer}/logout`,
      jwks_uri: `${outputs.Issuer}/.well-known/jwks.json`,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
    });
  });

  test('publishes only public keys', async () => {
    const { keys } = (await (await fetch(`${outputs.Issuer}/.well-known/jwks.json`)).json()) as { keys: Json[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
  });

  test('does not exist for an unknown pool', async () => {
    const answer = await fetch(`${system.runtime.endpoint}/_identity/us-east-1_nobody/.well-known/jwks.json`);
    expect(answer.status).toBe(404);
  });

  test('refuses requests from a page of another origin', async () => {
    const answer = await fetch(`${outputs.Issuer}/.well-known/jwks.json`, {
      headers: { origin: 'https://example.com' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('the sign-in page', () => {
  test('explains its purpose, and lists the sample users of the groups and the users of the template', async () => {
    const { answer } = await begin(new Browser());
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('This page replaces the sign-in of AWS.');
    expect([...html.matchAll(/<button name="username" value="([^"]+)">([^<]+)</g)].map(([, , label]) => label)).toEqual(
      ['ada (keeper, vet)', 'keeper-1 (keeper)', 'keeper-2 (keeper)', 'vet-1 (vet)', 'vet-2 (vet)'],
    );
  });

  test('has a policy without scripts that restricts form targets to its own origin and that of the redirect', async () => {
    const { answer } = await begin(new Browser());
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:9; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(await answer.text()).not.toContain('<script');
  });

  test('does not change state on GET', async () => {
    const browser = new Browser();
    const { url } = await begin(browser);
    expect((await browser.go(`${url}?username=ada`)).status).toBe(200);
    expect((await browser.go(url)).status).toBe(200);
  });

  test('reports an unknown username and escapes it', async () => {
    const browser = new Browser();
    const { url } = await begin(browser);
    const answer = await post(browser, url, '<b>nobody</b>');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('There is no user named &lt;b&gt;nobody&lt;/b&gt;.');
    expect((await post(browser, url, 'vet-2')).status).toBe(303);
  });

  test('is served only to the browser that began the sign-in', async () => {
    const { url } = await begin(new Browser());
    const answer = await post(new Browser(), url, 'ada');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('This sign-in has expired.');
  });
});

describe('a user', () => {
  test('gets tokens with the claims of Cognito', async () => {
    const tokens = await signInAs(new Browser(), client, 'ada');
    expect(tokens.expires_in).toBe(900);
    const access = decodeJwt(tokens.access_token);
    expect(access).toEqual({
      sub: expect.any(String),
      username: 'ada',
      'cognito:groups': ['keeper', 'vet'],
      token_use: 'access',
      client_id: outputs.ClientId,
      aud: outputs.ClientId,
      scope: 'openid email',
      iss: outputs.Issuer,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: (access.iat ?? 0) + 900,
    });
    const id = decodeJwt(tokens.id_token);
    expect(id).toEqual({
      sub: access.sub,
      'cognito:username': 'ada',
      'cognito:groups': ['keeper', 'vet'],
      token_use: 'id',
      email: 'ada@example.com',
      aud: outputs.ClientId,
      iss: outputs.Issuer,
      iat: expect.any(Number),
      exp: (id.iat ?? 0) + 3600,
    });
    expect(decodeProtectedHeader(tokens.access_token).alg).toBe('RS256');
  });

  test('is described by the userInfo endpoint', async () => {
    const { access_token } = await signInAs(new Browser(), client, 'vet-1');
    const ask = (authorization: string) => fetch(`${outputs.Issuer}/oauth2/userInfo`, { headers: { authorization } });
    expect(await (await ask(`Bearer ${access_token}`)).json()).toEqual({
      sub: expect.any(String),
      username: 'vet-1',
      email: 'vet-1@example.com',
      email_verified: 'true',
    });
    expect((await ask('Bearer nothing')).status).toBe(401);
  });

  test('stays signed in until signing out', async () => {
    const browser = new Browser();
    const { id_token } = await signInAs(browser, client, 'vet-1');
    const again = await begin(browser);
    expect(new URL(again.url).searchParams.get('code')).toEqual(expect.any(String));
    const asked = await browser.go(
      `${outputs.Issuer}/logout?${new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: CALLBACK })}`,
    );
    const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(await asked.text()) ?? [];
    const left = await browser.go(`${outputs.Issuer}/logout/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    expect(left.headers.get('location')).toBe(CALLBACK);
    expect((await begin(browser)).url).toContain('/sign-in/');
  });

  test('gets new tokens for a refresh token', async () => {
    const { refresh_token } = await signInAs(new Browser(), client, 'vet-1');
    const form = { grant_type: 'refresh_token', client_id: outputs.ClientId, refresh_token };
    const { status, body } = await requestToken(outputs.Issuer, form);
    expect(status).toBe(200);
    expect(decodeJwt(String(body.access_token))).toMatchObject({ username: 'vet-1', scope: 'openid email' });
  });

  test('gets no tokens for a used code or without the code verifier', async () => {
    const browser = new Browser();
    const { verifier, url } = await begin(browser);
    const posted = await post(browser, url, 'ada');
    const end = await browser.follow(posted.headers.get('location') ?? '', outputs.Issuer);
    const form = {
      grant_type: 'authorization_code',
      client_id: outputs.ClientId,
      redirect_uri: CALLBACK,
      code: new URL(end.url).searchParams.get('code') ?? '',
    };
    const wrong = await requestToken(outputs.Issuer, { ...form, code_verifier: newChallenge().verifier });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const right = await requestToken(outputs.Issuer, { ...form, code_verifier: verifier });
    expect(right.status).toBe(200);
    const again = await requestToken(outputs.Issuer, { ...form, code_verifier: verifier });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('cannot begin a sign-in without a code challenge, or with a plain one', async () => {
    expect(await refusedAt({})).toMatchObject({ error: 'invalid_request', state: 'state-1' });
    const plain = { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' };
    expect(await refusedAt(plain)).toMatchObject({ error: 'invalid_request' });
  });

  test('cannot request a scope that the client does not have', async () => {
    const { challenge } = newChallenge();
    const more = { code_challenge: challenge, code_challenge_method: 'S256' };
    expect(await refusedAt(more, { ...client, scope: 'openid pets/write' })).toMatchObject({ error: 'invalid_scope' });
  });

  test('is never redirected to a URL that is not a callback URL of the client', async () => {
    const { answer } = await begin(new Browser(), { ...client, redirectUri: 'http://127.0.0.1:9/elsewhere' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(await answer.text()).toContain('invalid_redirect_uri');
  });

  test('cannot sign in after being deleted', async () => {
    const browser = new Browser();
    const pool = { UserPoolId: outputs.UserPoolId };
    await system.cognito('AdminCreateUser', { ...pool, Username: 'short' });
    const { refresh_token } = await signInAs(browser, client, 'short');
    await system.cognito('AdminDeleteUser', { ...pool, Username: 'short' });
    const form = { grant_type: 'refresh_token', client_id: outputs.ClientId, refresh_token };
    expect(await requestToken(outputs.Issuer, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await begin(browser)).url).toContain('/sign-in/');
    expect(decodeJwt((await signInAs(browser, client, 'vet-2')).access_token).username).toBe('vet-2');
  });
});

describe('a client with client credentials', () => {
  test('gets a token for its secret, with all of its scopes unless it requests some', async () => {
    const { status, body } = await requestServiceToken();
    expect(status).toBe(200);
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      sub: outputs.ServiceClientId,
      client_id: outputs.ServiceClientId,
      token_use: 'access',
      scope: 'pets/write',
      iss: outputs.Issuer,
    });
    expect(body).not.toHaveProperty('id_token');
  });

  test('gets no token for a wrong secret or a scope that it does not have', async () => {
    expect(await requestServiceToken('wrong')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await requestServiceToken(undefined, { scope: 'openid' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  });

  test('cannot use the code flow, and a code client cannot use client credentials', async () => {
    const asPerson = await begin(new Browser(), { ...client, clientId: outputs.ServiceClientId });
    expect(asPerson.answer.status).toBe(400);
    const asMachine = { grant_type: 'client_credentials', client_id: outputs.ClientId };
    expect(await requestToken(outputs.Issuer, asMachine)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: expect.stringContaining('grant type') },
    });
  });
});
