import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory } from '../../../kernel.ts';
import { Browser, type Client, signInAs } from '../../cognito/browser.ts';
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
  test('contains the request in payload format 2.0', async () => {
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

  test('omits members without a value', async () => {
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

  test('contains a body that is not text in base64', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(await eventOf(answer)).toMatchObject({ body: 'YT1i', isBase64Encoded: true });
  });

  test('contains the request id of the response', async () => {
    const answer = await get('/open');
    const { requestContext } = await eventOf(answer);
    expect(requestContext).toMatchObject({ requestId: answer.headers.get('apigw-requestid') });
  });

  test('contains the claims as text, lists in brackets, and no scopes if the route requires none', async () => {
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
  test('are matched by method and path, and by a greedy parameter for any method', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open/some/where`, { method: 'PUT' });
    expect(await eventOf(answer)).toMatchObject({
      routeKey: 'ANY /open/{proxy+}',
      pathParameters: { proxy: 'some/where' },
    });
  });

  test.each(['/nowhere', '', '/pets', '/pets/', '/pets/7/toys', '/pets/a%2Fb'])(
    'do not match the path "%s"',
    async (path) => {
      expect(await shown(await bearing(path, token))).toEqual({ status: 404, body: '{"message":"Not Found"}' });
    },
  );

  test('do not match another method', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/limited`, { method: 'DELETE' });
    expect(await shown(answer)).toEqual({ status: 404, body: '{"message":"Not Found"}' });
  });

  test('do not exist in an unknown API', async () => {
    const answer = await fetch(`${system.runtime.endpoint}/_api/cats/open`);
    expect(await shown(answer)).toEqual({ status: 404, body: '{"message":"Not Found"}' });
  });

  test('fail if their function does not permit the route, and the denied call is recorded', async () => {
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

  test('refuse requests from a page of another origin', async () => {
    expect((await get('/open', { origin: 'https://example.com' })).status).toBe(403);
  });
});

describe('the response', () => {
  test('is the structured answer of the function', async () => {
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

  test('is text if the function returns no content type', async () => {
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

  test('is 500 if the function fails, without the error of the function', async () => {
    expect(await shown(await get('/open?fail=1'))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });
});

describe('throttling', () => {
  test('refuses requests above the burst of a route until the bucket is refilled', async () => {
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await get('/limited')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect(await shown(await get('/limited'))).toEqual({ status: 429, body: '{"message":"Too Many Requests"}' });
    expect((await get('/open')).status).toBe(200);
    await fetch(`${system.runtime.endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":1}' });
    expect((await get('/limited')).status).toBe(200);
  });

  test('does not count requests without a valid token', async () => {
    for (let count = 0; count < 5; count += 1) expect((await bearing('/pets/limited', 'not a token')).status).toBe(401);
    expect((await bearing('/pets/limited', token)).status).toBe(200);
    expect((await bearing('/pets/limited', token)).status).toBe(429);
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

  test('sends no CORS headers to another origin', async () => {
    const answer = await fetch(`${outputs.ApiUrl}/open`, {
      method: 'OPTIONS',
      headers: { origin: 'http://127.0.0.1:1', 'access-control-request-method': 'GET' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('replaces the headers of the function, and is also sent with refusals', async () => {
    const value = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } };
    const answer = await get(`/open?${new URLSearchParams({ answer: JSON.stringify(value) })}`, { origin: ALLOWED });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(answer.headers.get('access-control-expose-headers')).toBe('etag');
    expect((await get('/pets/7', { origin: ALLOWED })).headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect((await get('/open')).headers.has('access-control-allow-origin')).toBe(false);
  });
});
