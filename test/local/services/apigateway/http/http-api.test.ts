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

const answering = (value: unknown): Promise<Response> =>
  get(`/open?${new URLSearchParams({ answer: JSON.stringify(value) })}`);

const shown = async (answer: Response) => ({ status: answer.status, body: await answer.text() });

describe('the event', () => {
  test('has what was sent, in payload format 2.0', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open?a=1&a=2&b=%20x`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'X-Some-Header': 'Some' },
      body: '{"name":"Spock"}',
    });
    expect(await eventOf(answer)).toMatchObject({
      version: '2.0',
      routeKey: 'POST /open',
      rawPath: '/open',
      rawQueryString: 'a=1&a=2&b=%20x',
      cookies: ['one=1', 'two=2'],
      headers: { 'content-type': 'application/json', 'x-some-header': 'Some', 'x-forwarded-proto': 'http' },
      queryStringParameters: { a: '1,2', b: ' x' },
      requestContext: {
        accountId: '000000000000',
        apiId: '4g41kuv72l',
        domainName: '127.0.0.1',
        http: { method: 'POST', path: '/open', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'node' },
        routeKey: 'POST /open',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"name":"Spock"}',
      isBase64Encoded: false,
    });
  });

  test('leaves out what there is none of', async () => {
    const event = await eventOf(await get('/open'));
    expect(Object.keys(event).sort()).toEqual([
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ]);
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('has a body that is no text as base64', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(await eventOf(answer)).toMatchObject({ body: 'YT1i', isBase64Encoded: true });
  });

  test('has the request id of the answer', async () => {
    const answer = await get('/open');
    const { requestContext } = await eventOf(answer);
    expect(requestContext).toMatchObject({ requestId: answer.headers.get('apigw-requestid') });
  });

  test('has the claims as text, lists in brackets, and no scopes where the route asks for none', async () => {
    const event = await eventOf(await bearing('/pets/application%7C7', token));
    expect(event).toMatchObject({
      routeKey: 'GET /pets/{id}',
      rawPath: '/pets/application|7',
      pathParameters: { id: 'application|7' },
      requestContext: {
        authorizer: {
          jwt: {
            claims: {
              token_use: 'access',
              username: 'ada',
              'cognito:groups': '[keeper vet]',
              scope: 'openid email',
              client_id: outputs.ClientId,
              iss: outputs.Issuer,
              exp: expect.stringMatching(/^\d{10}$/),
            },
            scopes: null,
          },
        },
      },
    });
  });
});

describe('routes', () => {
  test('are found by method and path, and by a greedy parameter for any method', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open/some/where`, { method: 'PUT' });
    expect(await eventOf(answer)).toMatchObject({
      routeKey: 'ANY /open/{proxy+}',
      pathParameters: { proxy: 'some/where' },
    });
  });

  test.each(['/nowhere', '', '/pets', '/pets/', '/pets/7/toys', '/pets/a%2Fb'])(
    'are not found at "%s"',
    async (path) => {
      expect(await shown(await bearing(path, token))).toEqual({ status: 404, body: '{"message":"Not Found"}' });
    },
  );

  test('are not found for another method', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/limited`, { method: 'DELETE' });
    expect(await shown(answer)).toEqual({ status: 404, body: '{"message":"Not Found"}' });
  });

  test('are not found in an API that is not there', async () => {
    const answer = await fetch(`${system.runtime.endpoint}/_api/cats/open`);
    expect(await shown(answer)).toEqual({ status: 404, body: '{"message":"Not Found"}' });
  });

  test('whose function permits no such route fail, and say so in the denied calls', async () => {
    expect(await shown(await get('/not-permitted'))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
    const permissions = (await (await fetch(`${system.runtime.endpoint}/_local/permissions`)).json()) as Json;
    expect(permissions.denied).toEqual([
      expect.objectContaining({
        principal: 'apigateway.amazonaws.com',
        action: 'lambda:InvokeFunction',
        resource: 'arn:aws:lambda:us-east-1:000000000000:function:show',
      }),
    ]);
  });

  test('answer no page of another origin', async () => {
    expect((await get('/open', { origin: 'https://example.com' })).status).toBe(403);
  });
});

describe('the answer', () => {
  test('is what the function says with a status', async () => {
    const answer = await answering({
      statusCode: 201,
      headers: { 'Content-Type': 'application/problem+json', ETag: '"1"', 'Content-Length': '1' },
      cookies: ['a=1', 'b=2; Secure'],
      body: '{"code":"x"}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2; Secure']);
    expect(await answer.text()).toBe('{"code":"x"}');
  });

  test('is decoded from base64', async () => {
    expect(await shown(await answering({ statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true }))).toEqual({
      status: 200,
      body: 'hello',
    });
  });

  test('is text when the function names no type', async () => {
    const answer = await answering({ statusCode: 200, body: 'plain' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  test.each([
    [{ some: 'value' }, '{"some":"value"}'],
    ['text', 'text'],
    [[1, 2], '[1,2]'],
    [null, 'null'],
  ])('is 200 and JSON for the value %j', async (value, body) => {
    const answer = await answering(value);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await shown(answer)).toEqual({ status: 200, body });
  });

  test.each([{ statusCode: 'many' }, { statusCode: 200, body: { no: 'text' } }, { statusCode: 99 }])(
    'is 500 for %j',
    async (value) => {
      expect(await shown(await answering(value))).toEqual({
        status: 500,
        body: '{"message":"Internal Server Error"}',
      });
    },
  );

  test('is 500 when the function fails, without its error', async () => {
    expect(await shown(await get('/open?fail=1'))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });
});

describe('an authorizer that is a function', () => {
  const deciding = (decision: unknown, path = '/guarded/7?key=k') =>
    get(path, { 'x-decision': JSON.stringify(decision) });

  test('is asked with the whole request, and what it knows goes to the function', async () => {
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

  test('refuses', async () => {
    expect(await shown(await deciding({ isAuthorized: false }))).toEqual({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });

  test('is not asked when something it decides on is missing', async () => {
    const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };
    expect(await shown(await deciding({ isAuthorized: true }, '/guarded/7'))).toEqual(unauthorized);
    expect(await shown(await get('/guarded/7?key=k'))).toEqual(unauthorized);
  });

  test.each([[{}], [{ isAuthorized: 'yes' }], ['no JSON object'], [undefined]])(
    'that decides nothing, as by %j, lets nobody in',
    async (decision) => {
      const answer = await get('/guarded/7?key=k', { 'x-decision': JSON.stringify(decision) ?? '{' });
      expect(await shown(answer)).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
    },
  );
});

describe('the authorizer', () => {
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

  test('lets a token in with or without Bearer', async () => {
    expect((await bearing('/pets/7', token)).status).toBe(200);
    expect((await get('/pets/7', { authorization: token })).status).toBe(200);
  });

  test('takes client_id for the audience when there is no aud', async () => {
    expect((await bearing('/pets/7', await tokenWith({}))).status).toBe(200);
  });

  test('asks for a token', async () => {
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
      'that says it is of AWS',
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
    ['that is none', async () => 'some-text', 'the token is not valid'],
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

  test('lets a machine in that has one of the scopes, and hands the scopes over', async () => {
    const described = await system.cognito('DescribeUserPoolClient', {
      UserPoolId: outputs.UserPoolId,
      ClientId: outputs.MachineId,
    });
    const { ClientSecret } = described.body.UserPoolClient as { ClientSecret: string };
    const basic = Buffer.from(`${outputs.MachineId}:${ClientSecret}`).toString('base64');
    const { body } = await requestToken(
      outputs.Issuer,
      { grant_type: 'client_credentials', scope: 'pets/write' },
      { authorization: `Basic ${basic}` },
    );
    const { requestContext } = await eventOf(await bearing('/scoped', String(body.access_token)));
    expect(requestContext).toMatchObject({
      authorizer: {
        jwt: { claims: { client_id: outputs.MachineId, sub: outputs.MachineId }, scopes: ['pets/write'] },
      },
    });
  });
});

describe('throttling', () => {
  test('refuses what comes above the burst of a route, until time has refilled it', async () => {
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await get('/limited')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect(await shown(await get('/limited'))).toEqual({ status: 429, body: '{"message":"Too Many Requests"}' });
    expect((await get('/open')).status).toBe(200);
    await fetch(`${system.runtime.endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":1}' });
    expect((await get('/limited')).status).toBe(200);
  });
});

describe('CORS', () => {
  const ALLOWED = 'http://127.0.0.1:5173';

  test('answers a preflight request for an allowed origin, without a token', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/pets/7`, {
      method: 'OPTIONS',
      headers: { origin: ALLOWED, 'access-control-request-method': 'GET' },
    });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
    });
  });

  test('says nothing to another origin', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open`, {
      method: 'OPTIONS',
      headers: { origin: 'http://127.0.0.1:1', 'access-control-request-method': 'GET' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('replaces what the function says, also on refusals', async () => {
    const value = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } };
    const answer = await get(`/open?${new URLSearchParams({ answer: JSON.stringify(value) })}`, { origin: ALLOWED });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(answer.headers.get('access-control-expose-headers')).toBe('etag');
    expect((await get('/pets/7', { origin: ALLOWED })).headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect((await get('/open')).headers.has('access-control-allow-origin')).toBe(false);
  });
});
