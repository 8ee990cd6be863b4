import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { getAtt, one, startTemplate, urlOf } from '../../../template/start-template.ts';
import { Backend, closedPort } from '../backend.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html. AWS's pages do
// not show the responses for an endpoint that cannot be reached or is late; status 503 is what users of AWS report.

type Json = Record<string, unknown>;

const ref = (Ref: string) => ({ Ref });

const route = (id: string, RouteKey: string, integration: Json): Json => ({
  [`${id}Route`]: one('AWS::ApiGatewayV2::Route', {
    ApiId: ref('Api'),
    RouteKey,
    Target: { 'Fn::Join': ['', ['integrations/', ref(`${id}Integration`)]] },
  }),
  [`${id}Integration`]: one('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('Api'),
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    PayloadFormatVersion: '1.0',
    ...integration,
  }),
});

const template = (backend: string, closed: string): Json => ({
  Resources: {
    Api: one('AWS::ApiGatewayV2::Api', { Name: 'pets', ProtocolType: 'HTTP' }),
    Stage: one('AWS::ApiGatewayV2::Stage', {
      ApiId: ref('Api'),
      StageName: '$default',
      AutoDeploy: true,
      StageVariables: { backend: backend.replace('http://', ''), elsewhere: 'example.com' },
    }),
    ...route('Files', 'ANY /files/{proxy+}', { IntegrationUri: `${backend}/base/{proxy}?fixed=1` }),
    ...route('Pet', 'GET /pets/{id}', { IntegrationUri: `${backend}/animals/{id}`, IntegrationMethod: 'PUT' }),
    ...route('Mapped', 'ANY /mapped', {
      IntegrationUri: `${backend}/before`,
      RequestParameters: {
        'overwrite:path': '/after',
        'append:header.x-who': '$request.querystring.who',
        'remove:querystring.who': "''",
      },
      ResponseParameters: {
        418: {
          ResponseParameters: [
            { Destination: 'overwrite:statuscode', Source: '200' },
            { Destination: 'append:header.x-was', Source: '$response.header.x-name' },
          ],
        },
      },
    }),
    ...route('Variable', 'ANY /variable', { IntegrationUri: 'http://${stageVariables.backend}/variable' }),
    ...route('Elsewhere', 'ANY /elsewhere', { IntegrationUri: 'http://${stageVariables.elsewhere}/' }),
    ...route('Closed', 'ANY /closed', { IntegrationUri: closed }),
    ...route('Impatient', 'ANY /impatient', { IntegrationUri: backend, TimeoutInMillis: 50 }),
  },
  Outputs: { Url: { Value: getAtt('Api', 'ApiEndpoint') } },
});

let backend: Backend;
let runtime: Runtime;
beforeAll(async () => {
  backend = await new Backend().start();
  runtime = await startTemplate(template(backend.url, await closedPort()), '');
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

const shown = async (answer: Response) => ({ status: answer.status, body: await answer.text() });

describe('An integration HTTP_PROXY of an HTTP API', () => {
  test('passes on the method, the path parameters, the query and the body', async () => {
    expect(await sent('files/a%20b/c?x=1&x=2', { method: 'PATCH', body: 'text' })).toMatchObject({
      method: 'PATCH',
      url: '/base/a%20b/c?fixed=1&x=1&x=2',
      body: 'text',
    });
    expect(await sent('pets/7')).toMatchObject({ method: 'PUT', url: '/animals/7' });
  });

  test('passes on headers and cookies, and says in Forwarded who the client is', async () => {
    const headers = { 'x-own': 'a', cookie: 'b=c', 'x-forwarded-for': '10.0.0.1', forwarded: 'for=10.0.0.1' };
    const received = (await sent('pets/7', { headers })).headers;
    expect(received).toMatchObject({
      'x-own': 'a',
      cookie: 'b=c',
      host: backend.url.replace('http://', ''),
      forwarded: `for=10.0.0.1, by=127.0.0.1;for=127.0.0.1;host=${new URL(runtime.endpoint).host};proto=http`,
      via: 'HTTP/1.1 AmazonAPIGateway',
    });
    expect(received).not.toHaveProperty('x-forwarded-for');
  });

  test('changes the request by its RequestParameters, and the response by its ResponseParameters', async () => {
    expect(await sent('mapped?who=bob&age=7')).toMatchObject({
      url: '/after?age=7',
      headers: expect.objectContaining({ 'x-who': 'bob' }),
    });
    backend.answer = () => ({ status: 418, headers: { 'x-name': 'teapot' } });
    const answer = await ask('mapped');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-was')).toBe('teapot');
  });

  test('answers as the endpoint does', async () => {
    const bytes = Buffer.from([0, 255, 128]);
    backend.answer = () => ({
      status: 302,
      headers: { location: '/there', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'image/png' },
      body: bytes,
    });
    const answer = await ask('pets/7');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/there');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  test('takes the host from a stage variable, and calls no host that is not allowed', async () => {
    expect(await sent('variable')).toMatchObject({ url: '/variable' });
    expect(await shown(await ask('elsewhere'))).toEqual({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  test('answers 503 if the endpoint cannot be reached or does not answer in time', async () => {
    const unavailable = { status: 503, body: '{"message":"Service Unavailable"}' };
    expect(await shown(await ask('closed'))).toEqual(unavailable);
    backend.answer = () => ({ status: 200, hangs: true });
    expect(await shown(await ask('impatient'))).toEqual(unavailable);
  });

  test('answers 500 to a response of more than 10 MB', async () => {
    backend.answer = () => ({ status: 200, body: Buffer.alloc(10 * 2 ** 20 + 1) });
    expect((await ask('pets/7')).status).toBe(500);
  });
});

describe('The API', () => {
  const call = async (method: string, path: string, body?: Json) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20261128/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x';
    const answer = await fetch(`${runtime.endpoint}/v2/apis${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const integration = { integrationType: 'HTTP_PROXY', integrationMethod: 'GET', payloadFormatVersion: '1.0' };

  test('makes an integration with an endpoint, which it shows and changes', async () => {
    const { apiId } = (await call('POST', '', { name: 'made', protocolType: 'HTTP' })).body;
    const wanted = { ...integration, integrationUri: 'https://pets.example/{proxy}' };
    const { status, body } = await call('POST', `/${apiId}/integrations`, wanted);
    expect(status).toBe(201);
    const shownFields = { ...wanted, connectionType: 'INTERNET', timeoutInMillis: 30_000 };
    expect(body).toEqual({ ...shownFields, integrationId: expect.any(String) });
    const changed = await call('PATCH', `/${apiId}/integrations/${body.integrationId}`, { integrationMethod: 'ANY' });
    expect(changed).toMatchObject({ status: 200, body: { ...shownFields, integrationMethod: 'ANY' } });
  });

  test.each([
    [
      'the address of the runtime',
      () => ({ integrationUri: `${runtime.endpoint}/_local/` }),
      'address of this runtime',
    ],
    ['an address by HTTP elsewhere', () => ({ integrationUri: 'http://pets.example' }), 'is not supported locally'],
    [
      'an unknown method',
      () => ({ integrationUri: 'https://pets.example', integrationMethod: 'TAKE' }),
      'IntegrationMethod TAKE is not one of',
    ],
    [
      'a VPC link',
      () => ({ integrationUri: 'arn:aws:elasticloadbalancing:x', connectionType: 'VPC_LINK' }),
      'ConnectionType VPC_LINK is not supported locally',
    ],
  ])('refuses %s', async (what, wrong, message) => {
    const { apiId } = (await call('POST', '', { name: what, protocolType: 'HTTP' })).body;
    const { status, body } = await call('POST', `/${apiId}/integrations`, { ...integration, ...wrong() });
    expect(status).toBe(400);
    expect(body.message).toContain(message);
  });
});
