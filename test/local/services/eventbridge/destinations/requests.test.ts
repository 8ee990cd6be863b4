import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Endpoint } from './endpoint.ts';
import { type App, startApp } from './system.ts';

let endpoint: Endpoint;
let app: App | undefined;
beforeAll(async () => {
  endpoint = await Endpoint.start();
});
afterEach(async () => {
  await app?.aws.stop();
  endpoint.reset();
});
afterAll(() => endpoint.stop());

test('sends the event as JSON with the API key and the headers of EventBridge', async () => {
  app = await startApp(endpoint.url);
  await app.put({ price: 3 });
  const [request] = endpoint.received;
  expect(request).toMatchObject({
    method: 'POST',
    url: '/hook',
    headers: {
      'user-agent': 'Amazon/EventBridge/ApiDestinations',
      'content-type': 'application/json; charset=utf-8',
      range: 'bytes=0-1048575',
      'accept-encoding': 'gzip,deflate',
      connection: 'close',
      'x-api-key': 'key-value-7391',
    },
  });
  expect(JSON.parse(request?.body ?? '')).toMatchObject({
    source: 'shop',
    'detail-type': 'Sold',
    detail: { price: 3 },
  });
  expect(app.aws.outputs).toMatchObject({
    ConnectionName: 'partner',
    DestinationName: 'hook',
    ConnectionArn: expect.stringMatching(/^arn:aws:events:us-east-1:000000000000:connection\/partner\/[0-9a-f-]{36}$/),
    DestinationArn: expect.stringMatching(
      /^arn:aws:events:us-east-1:000000000000:api-destination\/hook\/[0-9a-f-]{36}$/,
    ),
    SecretArn: expect.stringMatching(
      /^arn:aws:secretsmanager:us-east-1:000000000000:secret:events!connection\/partner\/[0-9a-f-]{36}-\w{6}$/,
    ),
  });
});

test('sends user name and password of basic authorization', async () => {
  const AuthParameters = { BasicAuthParameters: { Username: 'shop', Password: 'open sesame' } };
  app = await startApp(endpoint.url, { connection: { AuthorizationType: 'BASIC', AuthParameters } });
  await app.put({});
  expect(endpoint.received[0]?.headers.authorization).toBe('Basic c2hvcDpvcGVuIHNlc2FtZQ==');
});

test('fills path, headers and query from the event; the parameters of the connection replace those of the target', async () => {
  const secret = (Key: string, Value: string) => ({ Key, Value, IsValueSecret: 'true' });
  app = await startApp(endpoint.url, {
    connection: {
      AuthParameters: {
        ApiKeyAuthParameters: { ApiKeyName: 'x-api-key', ApiKeyValue: 'k' },
        InvocationHttpParameters: {
          HeaderParameters: [secret('X-Both', 'connection')],
          QueryStringParameters: [secret('both', 'connection')],
          BodyParameters: [secret('tenant', 't1')],
        },
      },
    },
    destination: { InvocationEndpoint: `${endpoint.url}/shops/*/sales/*?v=1`, HttpMethod: 'PUT' },
    target: {
      InputTransformer: { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"number": <n>}' },
      HttpParameters: {
        PathParameterValues: ['a/b', '$.detail.id'],
        HeaderParameters: {
          'Content-Type': 'application/cloudevents+json; charset=UTF-8',
          'Idempotency-Key': '$.detail.id',
          'x-both': 'target',
          'x-missing': '$.detail.missing',
          Host: 'elsewhere.example',
          'User-Agent': 'other',
        },
        QueryStringParameters: { both: 'target', name: '$.detail.name' },
      },
    },
  });
  await app.put({ n: 12, id: 'sale 7', name: 'Jörg & Co' });
  const [request] = endpoint.received;
  expect(request).toMatchObject({
    method: 'PUT',
    url: '/shops/a%2Fb/sales/sale%207?v=1&both=connection&name=J%C3%B6rg%20%26%20Co',
    body: '{"number": 12,"tenant":"t1"}',
    headers: {
      'content-type': 'application/cloudevents+json; charset=UTF-8',
      'idempotency-key': 'sale 7',
      'x-both': 'connection',
      'user-agent': 'Amazon/EventBridge/ApiDestinations',
    },
  });
  expect(request?.headers).not.toHaveProperty('x-missing');
  expect(request?.headers.host).toBe(endpoint.url.slice('http://'.length));
});

const tokens = (url: string) => ({
  AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
  AuthParameters: {
    OAuthParameters: {
      ClientParameters: { ClientID: 'shop', ClientSecret: 'client-secret-5512' },
      AuthorizationEndpoint: `${url}/token`,
      HttpMethod: 'POST',
      OAuthHttpParameters: { BodyParameters: [{ Key: 'audience', Value: 'partner' }] },
    },
  },
});

const isToken = ({ url }: { url: string }) => url === '/token';
const bearers = () =>
  endpoint.received.filter((request) => !isToken(request)).map(({ headers }) => headers.authorization);

test('fetches an OAuth token once, again after it has expired, and again after a response 401', async () => {
  let issued = 0;
  let refused = false;
  endpoint.answer = (request) => {
    if (isToken(request)) {
      issued += 1;
      return { status: 200, body: JSON.stringify({ access_token: `token-${issued}`, expires_in: 3600 }) };
    }
    const status = refused ? 401 : 200;
    refused = false;
    return { status };
  };
  app = await startApp(endpoint.url, { connection: tokens(endpoint.url) });
  await app.put({ n: 1 });
  await app.put({ n: 2 });
  expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-1']);
  expect(endpoint.received.find(isToken)).toMatchObject({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials&client_id=shop&client_secret=client-secret-5512&audience=partner',
  });
  await app.aws.clock.advance({ hours: 1 });
  await app.put({ n: 3 });
  refused = true;
  await app.put({ n: 4 });
  await app.aws.clock.advance({ seconds: 2 });
  expect(bearers().slice(2)).toEqual(['Bearer token-2', 'Bearer token-2', 'Bearer token-3']);
});

test('authorizes a connection of a template once, although the deployment is rehearsed', async () => {
  endpoint.answer = () => ({ status: 200, body: JSON.stringify({ access_token: 'token', expires_in: 3600 }) });
  app = await startApp(endpoint.url, { connection: tokens(endpoint.url) });
  await app.aws.clock.advance({ seconds: 1 });
  expect(endpoint.received.filter(isToken)).toHaveLength(1);
});

test('sends a dead letter, and logs no secret, if the authorization endpoint refuses the client', async () => {
  endpoint.answer = (request) => ({ status: isToken(request) ? 400 : 200, body: 'client-secret-5512' });
  app = await startApp(endpoint.url, { connection: tokens(endpoint.url) });
  await app.put({});
  expect((await app.dead())?.MessageAttributes).toMatchObject({ ERROR_CODE: { StringValue: 'SDK_CLIENT_ERROR' } });
  expect(bearers()).toEqual([]);
  expect(app.log.join('\n')).not.toContain('client-secret-5512');
});
