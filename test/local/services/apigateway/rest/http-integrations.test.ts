import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { one, startTemplate, urlOf } from '../../../template/start-template.ts';
import { Backend, closedPort } from '../backend.ts';
import { methodAt } from './method-at.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html. AWS's pages do not show the
// message for an endpoint that cannot be reached; it is the one that users of AWS report.

type Json = Record<string, unknown>;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const at = (name: string, integration: Json, more: Json = {}, pathPart = name): Json => {
  const Integration = { IntegrationHttpMethod: 'ANY', ...integration };
  return methodAt(name, 'ANY', { AuthorizationType: 'NONE', Integration, ...more }, pathPart);
};

const template = (backend: string, closed: string, extra: Json = {}): Json => ({
  Resources: {
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Stage: one('AWS::ApiGateway::Stage', {
      RestApiId: ref('Api'),
      StageName: 'v1',
      Variables: { backend: backend.replace('http://', ''), elsewhere: 'example.com' },
    }),
    Files: one('AWS::ApiGateway::Resource', {
      RestApiId: ref('Api'),
      ParentId: ref('Resourcefiles'),
      PathPart: '{proxy+}',
    }),
    AnyFile: one('AWS::ApiGateway::Method', {
      RestApiId: ref('Api'),
      ResourceId: ref('Files'),
      HttpMethod: 'ANY',
      AuthorizationType: 'NONE',
      RequestParameters: { 'method.request.path.proxy': true },
      Integration: {
        Type: 'HTTP_PROXY',
        IntegrationHttpMethod: 'ANY',
        Uri: `${backend}/base/{proxy}?fixed=1`,
        RequestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      },
    }),
    ...at('files', { Type: 'HTTP_PROXY', Uri: `${backend}/root`, IntegrationHttpMethod: 'PUT' }),
    ...at(
      'mapped',
      {
        Type: 'HTTP_PROXY',
        Uri: `${backend}/mapped`,
        RequestParameters: {
          'integration.request.header.X-Who': 'method.request.querystring.who',
          'integration.request.querystring.who': "'carol'",
          'integration.request.header.Host': "'pets.example'",
        },
      },
      { RequestParameters: { 'method.request.querystring.who': false } },
    ),
    ...at('variable', { Type: 'HTTP_PROXY', Uri: 'http://${stageVariables.backend}/variable' }),
    ...at('elsewhere', { Type: 'HTTP_PROXY', Uri: 'http://${stageVariables.elsewhere}/' }),
    ...at('closed', { Type: 'HTTP_PROXY', Uri: closed }),
    ...at('impatient', { Type: 'HTTP_PROXY', Uri: backend, TimeoutInMillis: 50 }),
    ...at('illegal', {
      Type: 'HTTP_PROXY',
      Uri: backend,
      RequestParameters: { 'integration.request.header.Content-Length': "'1'" },
    }),
    ...at(
      'custom',
      {
        Type: 'HTTP',
        IntegrationHttpMethod: 'POST',
        Uri: `${backend}/custom`,
        RequestParameters: { 'integration.request.querystring.id': 'method.request.header.X-Id' },
        RequestTemplates: { 'application/json': '{"name":$input.json(\'$.pet.name\')}' },
        IntegrationResponses: [
          {
            StatusCode: '201',
            ResponseParameters: {
              'method.response.header.ETag': 'integration.response.header.ETag',
              'method.response.header.X-Name': 'integration.response.body.name',
              'method.response.header.X-Stage': 'context.stage',
              'method.response.header.X-Missing': 'integration.response.header.X-Missing',
              'method.response.header.X-Fixed': "'always'",
            },
            ResponseTemplates: { 'application/json': '{"made":$input.json(\'$.name\')}' },
          },
          { StatusCode: '404', SelectionPattern: '4\\d{2}' },
        ],
      },
      { RequestParameters: { 'method.request.header.X-Id': false } },
    ),
    ...at('plain', {
      Type: 'HTTP',
      Uri: `${backend}/plain`,
      IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2..' }],
    }),
    ...extra,
  },
  Outputs: { Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') } },
});

let backend: Backend;
let closed: string;
let runtime: Runtime;
beforeAll(async () => {
  backend = await new Backend().start();
  closed = await closedPort();
  runtime = await startTemplate(template(backend.url, closed), '');
});
afterEach(() => backend.reset());
afterAll(async () => {
  await runtime?.stop();
  await backend?.stop();
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${urlOf(runtime)}/${path}`, { redirect: 'manual', ...init });

/** The request that the backend got. */
const sent = async (path: string, init: RequestInit = {}): Promise<Json> => {
  const answer = await ask(path, init);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Json;
};

const failure = async (answer: Response) => ({
  status: answer.status,
  type: answer.headers.get('x-amzn-errortype'),
  body: await answer.text(),
});

describe('An integration HTTP_PROXY', () => {
  test('passes on the method, the path, the query and the body', async () => {
    expect(await sent('files/a%20b/c?x=1&x=2', { method: 'PATCH', body: 'text' })).toMatchObject({
      method: 'PATCH',
      url: '/base/a%20b/c?fixed=1&x=1&x=2',
      body: 'text',
    });
    expect(await sent('files')).toMatchObject({ method: 'PUT', url: '/root' });
  });

  test('passes on the headers of the client except those about the connection and the host', async () => {
    const { headers } = await sent('files', {
      headers: { 'x-own': 'a', authorization: 'Bearer b', 'content-md5': 'c', 'user-agent': 'd', via: 'e' },
    });
    expect(headers).toMatchObject({
      'x-own': 'a',
      authorization: 'Bearer b',
      'user-agent': 'd',
      host: backend.url.replace('http://', ''),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-amzn-apigateway-api-id': expect.any(String),
    });
    expect(headers).not.toHaveProperty('content-md5');
    expect(headers).not.toHaveProperty('via');
  });

  test('does not pass on a signature of AWS', async () => {
    const { headers } = await sent('files', { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } });
    expect(headers).not.toHaveProperty('authorization');
  });

  test('adds mapped headers and query parameters, which replace those of the client', async () => {
    const { url, headers } = await sent('mapped?who=bob&age=7');
    expect(url).toBe('/mapped?age=7&who=carol');
    expect(headers).toMatchObject({ 'x-who': 'bob', host: 'pets.example' });
  });

  test('answers 500 if a mapping sets a header about the length of the body', async () => {
    expect((await ask('illegal')).status).toBe(500);
  });

  test('answers as the endpoint does', async () => {
    backend.answer = () => ({
      status: 418,
      headers: {
        'content-type': 'text/plain',
        'set-cookie': ['a=1', 'b=2'],
        server: 'teapot',
        'content-length': 15,
        'x-amzn-requestid': 'r',
      },
      body: 'short and stout',
    });
    const answer = await ask('files');
    expect(answer.status).toBe(418);
    expect(await answer.text()).toBe('short and stout');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('x-amzn-remapped-server')).toBe('teapot');
    expect(answer.headers.get('x-amzn-remapped-content-length')).toBe('15');
    expect(answer.headers.get('x-amzn-requestid')).not.toBe('r');
  });

  test('does not follow a redirect', async () => {
    backend.answer = () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } });
    const answer = await ask('files');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://elsewhere.example/');
  });

  test('takes the host from a stage variable, and calls no host that is not allowed', async () => {
    expect(await sent('variable')).toMatchObject({ url: '/variable' });
    expect(await failure(await ask('elsewhere'))).toEqual({
      status: 500,
      type: 'InternalServerErrorException',
      body: '{"message":"Internal server error"}',
    });
  });

  test('answers 504 if the endpoint cannot be reached', async () => {
    expect(await failure(await ask('closed'))).toEqual({
      status: 504,
      type: 'InternalServerErrorException',
      body: '{"message":"Network error communicating with endpoint"}',
    });
  });

  test('answers 504 if the endpoint does not answer in time', async () => {
    backend.answer = () => ({ status: 200, hangs: true });
    expect(await failure(await ask('impatient'))).toEqual({
      status: 504,
      type: 'InternalServerErrorException',
      body: '{"message":"Endpoint request timed out"}',
    });
  });

  test('answers 500 to a response of more than 10 MB', async () => {
    backend.answer = () => ({ status: 200, body: Buffer.alloc(10 * 2 ** 20 + 1) });
    expect((await ask('files')).status).toBe(500);
    backend.answer = () => ({ status: 200, body: Buffer.alloc(10 * 2 ** 20) });
    expect((await ask('files')).status).toBe(200);
  });
});

describe('An integration HTTP', () => {
  test('passes on only the mapped parts of the request', async () => {
    let received: Json = {};
    backend.answer = ({ method, url, headers, body }) => {
      received = { method, url, headers, body: body.toString('utf8') };
      return { status: 200, body: '{"name":"Rex"}' };
    };
    const body = JSON.stringify({ pet: { name: 'Rex', age: 7 } });
    await ask('custom?a=1', { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-id': '7' } });
    expect(received).toMatchObject({ method: 'POST', url: '/custom?id=7', body: '{"name":"Rex"}' });
    expect(received.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^AmazonAPIGateway_\w+$/),
    });
    expect(received.headers).not.toHaveProperty('x-id');
  });

  test('maps the headers and the body of the response', async () => {
    backend.answer = () => ({ status: 200, headers: { etag: '"1"', 'x-other': 'a' }, body: '{"name":"Rex"}' });
    const answer = await ask('custom', { method: 'POST', body: '{}' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ made: 'Rex' });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('x-name')).toBe('Rex');
    expect(answer.headers.get('x-stage')).toBe('v1');
    expect(answer.headers.get('x-fixed')).toBe('always');
    expect(answer.headers.has('x-missing')).toBe(false);
    expect(answer.headers.has('x-other')).toBe(false);
  });

  test('passes on the body and its type without a template', async () => {
    backend.answer = () => ({ status: 422, headers: { 'content-type': 'text/plain' }, body: 'no such pet' });
    const answer = await ask('custom', { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(await answer.text()).toBe('no such pet');
  });

  test('answers 500 if there is no response for the status of the endpoint', async () => {
    expect((await ask('plain')).status).toBe(200);
    backend.answer = () => ({ status: 500 });
    expect(await failure(await ask('plain'))).toEqual({
      status: 500,
      type: 'InternalServerErrorException',
      body: '{"message":"Internal server error"}',
    });
  });
});

test('The address of the runtime is refused as an endpoint', async () => {
  const extra = at('extra', { Type: 'HTTP_PROXY', Uri: `${closed}/_local/clock` });
  const port = Number(new URL(closed).port);
  const started = startTemplate(template(backend.url, backend.url, extra), '', { port }).then((other) => other.stop());
  await expect(started).rejects.toThrow(`Uri ${closed}/_local/clock is the address of this runtime`);
});
