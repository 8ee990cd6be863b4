import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { removeDirectory } from '../../../kernel.ts';
import { Browser, type Client, requestToken, signInAs } from '../../cognito/browser.ts';
import { CALLBACK, type Outputs, startTestSystem, type TestSystem } from './system.ts';

type Json = Record<string, unknown>;

let system: TestSystem;
let outputs: Outputs;
let client: Client;
let token: string;

beforeAll(async () => {
  system = await startTestSystem();
  outputs = await system.outputs();
  client = { issuer: outputs.Issuer, clientId: outputs.ClientId, redirectUri: CALLBACK, scope: 'openid email' };
  ({ access_token: token } = await signInAs(new Browser(), client, 'ada'));
});

afterAll(async () => {
  await system.runtime.stop();
  removeDirectory(system.directory);
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${outputs.ApiUrl}${path}`, { headers });

const bearing = (path: string, bearer: string): Promise<Response> => get(path, { authorization: `Bearer ${bearer}` });

const eventOf = async (answer: Response): Promise<Json> => ((await answer.json()) as { event: Json }).event;

const shown = async (answer: Response) => ({ status: answer.status, body: await answer.text() });

describe('a Lambda authorizer', () => {
  const deciding = (decision: unknown, path = '/guarded/7?key=k') =>
    get(path, { 'x-decision': JSON.stringify(decision) });

  test('is invoked with the whole request, and its context is passed to the function', async () => {
    const event = await eventOf(await deciding({ isAuthorized: true }));
    const { authorizer } = event.requestContext as { authorizer: { lambda: { asked: Json } } };
    expect(authorizer.lambda.asked).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeKey: 'GET /guarded/{id}',
      pathParameters: { id: '7' },
      identitySource: ['{"isAuthorized":true}', 'k'],
      queryStringParameters: { key: 'k' },
      routeArn: expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:000000000000:\w+\/\$default\/GET\/guarded\/\{id\}$/,
      ),
    });
  });

  test('refuses a request if isAuthorized is false', async () => {
    expect(await shown(await deciding({ isAuthorized: false }))).toEqual({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });

  test('is not invoked if an identity source is missing', async () => {
    const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };
    expect(await shown(await deciding({ isAuthorized: true }, '/guarded/7'))).toEqual(unauthorized);
    expect(await shown(await get('/guarded/7?key=k'))).toEqual(unauthorized);
  });

  test.each([[{}], [{ isAuthorized: 'yes' }], ['not an object'], [undefined]])(
    'that returns %j instead of a decision refuses the request',
    async (decision) => {
      const answer = await get('/guarded/7?key=k', { 'x-decision': JSON.stringify(decision) ?? '{' });
      expect(await shown(answer)).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    },
  );
});

describe('a JWT authorizer', () => {
  const signingKey = (): ReturnType<typeof importJWK> => {
    const row = system.runtime.kernel.store.prepare('SELECT body FROM identity_keys').get();
    const { signing } = JSON.parse(String(row?.body)) as { signing: JWK };
    return importJWK(signing, 'RS256');
  };
  const kid = (): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
  const now = () => Math.floor(Date.now() / 1000);

  const tokenWith = async (claims: Json, key?: Awaited<ReturnType<typeof importJWK>>): Promise<string> =>
    new SignJWT({ iss: outputs.Issuer, client_id: outputs.ClientId, exp: now() + 60, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: kid() })
      .sign(key ?? (await signingKey()));

  test('accepts a token with or without Bearer', async () => {
    expect((await bearing('/pets/7', token)).status).toBe(200);
    expect((await get('/pets/7', { authorization: token })).status).toBe(200);
  });

  test('checks client_id as the audience if there is no aud', async () => {
    expect((await bearing('/pets/7', await tokenWith({}))).status).toBe(200);
  });

  test('refuses a request without a token', async () => {
    const answer = await get('/pets/7');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await shown(answer)).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
  });

  const refused: [string, () => Promise<string>, string][] = [
    ['that has expired', () => tokenWith({ exp: now() - 1 }), 'the token has expired'],
    ['that never expires', () => tokenWith({ exp: undefined }), 'the token is not valid'],
    ['that is not yet valid', () => tokenWith({ nbf: now() + 60 }), 'the token is not valid'],
    ['for another audience', () => tokenWith({ aud: 'others' }), 'the token does not have a valid audience'],
    ['for no audience', () => tokenWith({ client_id: undefined }), 'the token does not have a valid audience'],
    ['of another issuer', () => tokenWith({ iss: 'https://example.com' }), 'the token is not valid'],
    [
      'with an issuer URL of AWS',
      () => tokenWith({ iss: `https://cognito-idp.us-east-1.amazonaws.com/${outputs.UserPoolId}` }),
      'the token is not valid',
    ],
    [
      'signed with another key',
      async () => tokenWith({}, (await generateKeyPair('RS256')).privateKey),
      'signature is invalid',
    ],
    [
      'that was tampered with',
      async () => {
        const [head, , signature] = token.split('.');
        const claims = { iss: outputs.Issuer, aud: outputs.ClientId, exp: now() + 60, 'cognito:groups': ['vet'] };
        return `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
      },
      'signature is invalid',
    ],
    [
      'that is not signed',
      async () => {
        const encode = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const claims = { iss: outputs.Issuer, aud: outputs.ClientId, exp: now() + 60 };
        return `${encode({ alg: 'none' })}.${encode(claims)}.`;
      },
      'signing method is invalid',
    ],
    [
      'signed with the public key as a secret',
      async () => {
        const secret = Buffer.from(JSON.stringify(await exportJWK((await generateKeyPair('RS256')).publicKey)));
        return new SignJWT({ iss: outputs.Issuer, aud: outputs.ClientId, exp: now() + 60 })
          .setProtectedHeader({ alg: 'HS256', kid: kid() })
          .sign(secret);
      },
      'signing method is invalid',
    ],
    ['that is not a JWT', async () => 'some-text', 'the token is not valid'],
  ];

  test.each(refused)('refuses a token %s', async (_, make, reason) => {
    const answer = await bearing('/pets/7', await make());
    expect(answer.headers.get('www-authenticate')).toBe(`Bearer error="invalid_token" error_description="${reason}"`);
    expect(await shown(answer)).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
  });

  test('refuses a token without any of the scopes', async () => {
    const answer = await bearing('/scoped', token);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    expect(await shown(answer)).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test('accepts a client-credentials token with one of the scopes, and passes its scopes to the function', async () => {
    const described = await system.cognito('DescribeUserPoolClient', {
      UserPoolId: outputs.UserPoolId,
      ClientId: outputs.ServiceClientId,
    });
    const { ClientSecret } = described.body.UserPoolClient as { ClientSecret: string };
    const basic = Buffer.from(`${outputs.ServiceClientId}:${ClientSecret}`).toString('base64');
    const { body } = await requestToken(
      outputs.Issuer,
      { grant_type: 'client_credentials', scope: 'pets/write' },
      { authorization: `Basic ${basic}` },
    );
    const { requestContext } = await eventOf(await bearing('/scoped', String(body.access_token)));
    expect(requestContext).toMatchObject({
      authorizer: {
        jwt: { claims: { client_id: outputs.ServiceClientId, sub: outputs.ServiceClientId }, scopes: ['pets/write'] },
      },
    });
  });
});
