import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { FUNCTION, getAtt, one, startTemplate } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html

type Json = Record<string, unknown>;

const CODE = `
export const handler = async (event) => ({
  statusCode: Number(event.queryStringParameters?.status ?? 200),
  headers: { 'x-kind': 'echo', 'x-secret': 's', 'x-list': 'a' },
  cookies: ['c=1'],
  body: JSON.stringify(event),
});`;

const ref = (Ref: string): Json => ({ Ref });

/** An integration with the function, and the route to it. */
const served = (name: string, RouteKey: string, properties: Json): Json => ({
  [name]: one('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('Api'),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: getAtt('Function'),
    PayloadFormatVersion: '2.0',
    ...properties,
  }),
  [`${name}Route`]: one('AWS::ApiGatewayV2::Route', {
    ApiId: ref('Api'),
    RouteKey,
    Target: { 'Fn::Join': ['', ['integrations/', ref(name)]] },
  }),
});

const mapping = (Destination: string, Source: string) => ({ Destination, Source });

const RESOURCES: Json = {
  ...FUNCTION,
  Permission: one('AWS::Lambda::Permission', {
    FunctionName: getAtt('Function'),
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  }),
  Api: one('AWS::ApiGatewayV2::Api', { Name: 'mapped', ProtocolType: 'HTTP' }),
  Stage: one('AWS::ApiGatewayV2::Stage', {
    ApiId: ref('Api'),
    StageName: '$default',
    AutoDeploy: true,
    StageVariables: { region: 'north' },
  }),
  ...served('Request', 'POST /request/{id}', {
    RequestParameters: {
      'append:header.x-list': '$request.querystring.item',
      'overwrite:header.X-Caller': '${request.path.id} of ${stageVariables.region}',
      'overwrite:header.x-missing': '$request.header.x-none',
      'overwrite:header.x-route': '$context.routeKey',
      'remove:header.x-secret': "''",
      'append:querystring.item': 'b c',
      'overwrite:querystring.kind': '$request.body.kind',
      'remove:querystring.token': "''",
      'overwrite:path': '/pets/${request.path.id}',
    },
  }),
  ...served('Response', 'GET /response', {
    ResponseParameters: {
      '200': {
        ResponseParameters: [
          mapping('append:header.x-list', '$context.routeKey'),
          mapping('overwrite:header.x-kind', 'mapped ${response.header.x-kind}'),
          mapping('overwrite:header.x-version', '$response.body.version'),
          mapping('overwrite:header.x-none', '$response.body.none'),
          mapping('remove:header.x-secret', "''"),
        ],
      },
      '404': { ResponseParameters: [mapping('overwrite:statuscode', '403')] },
    },
  }),
};

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startTemplate({ Resources: RESOURCES }, CODE);
});
afterAll(() => runtime?.stop());

const call = (path: string, init: RequestInit = {}) => fetch(`${runtime.endpoint}/_api/mapped${path}`, init);

describe('RequestParameters change the event of a function', () => {
  const post = async (path: string) => {
    const headers = { 'content-type': 'application/json', 'x-list': 'a', 'x-secret': 's', 'x-caller': 'client' };
    const answer = await call(path, { method: 'POST', headers, body: '{"kind":"cat"}' });
    return (await answer.json()) as Record<string, Json> & { rawPath: string; rawQueryString: string };
  };

  test('in its headers, query string and path', async () => {
    const event = await post('/request/7?item=a&token=t&other=1');
    expect(event.headers).toMatchObject({ 'x-list': 'a,a', 'x-caller': '7 of north', 'x-route': 'POST /request/{id}' });
    expect(event.headers).not.toHaveProperty('x-secret');
    expect(event.headers).not.toHaveProperty('x-missing');
    expect(event.queryStringParameters).toEqual({ item: 'a,b c', other: '1', kind: 'cat' });
    expect(event.rawQueryString).toBe('item=a&other=1&item=b+c&kind=cat');
    expect(event.rawPath).toBe('/pets/7');
  });

  test('and leave its path parameters, context and body as the client sent them', async () => {
    const event = await post('/request/7');
    expect(event.pathParameters).toEqual({ id: '7' });
    expect(event.requestContext?.http).toMatchObject({ path: '/request/7' });
    expect(event.body).toBe('{"kind":"cat"}');
  });
});

describe('ResponseParameters change a response', () => {
  test('of their status in its headers', async () => {
    const { status, headers } = await call('/response');
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-list': 'a,GET /response',
      'x-kind': 'mapped echo',
      'x-version': '2.0',
      'set-cookie': 'c=1',
    });
    expect(headers.has('x-secret')).toBe(false);
    expect(headers.has('x-none')).toBe(false);
  });

  test('of another status not at all, or in its status', async () => {
    expect((await call('/response?status=201')).headers.get('x-secret')).toBe('s');
    expect((await call('/response?status=404')).status).toBe(403);
  });
});

describe('a template does not start with', () => {
  const INVALID = 'Invalid mapping expression specified: Validation Result: warnings : [], errors : [';
  test.each<[string, Json, string]>([
    ['an unknown action', { RequestParameters: { 'set:header.a': 'b' } }, 'parameter specified: set:header.a]'],
    ['a path that is appended', { RequestParameters: { 'append:path': 'b' } }, 'parameter specified: append:path]'],
    [
      'a reserved header',
      { RequestParameters: { 'overwrite:header.Authorization': 'b' } },
      'parameter specified: overwrite:header.Authorization]',
    ],
    [
      'a source in the response for a request',
      { RequestParameters: { 'overwrite:header.a': '$response.header.b' } },
      'mapping expression specified: $response.header.b]',
    ],
    [
      'a query string of a response',
      { ResponseParameters: { '200': { ResponseParameters: [mapping('append:querystring.a', 'b')] } } },
      'parameter specified: append:querystring.a]',
    ],
    [
      'a source in the request for a response',
      { ResponseParameters: { '200': { ResponseParameters: [mapping('append:header.a', '$request.header.b')] } } },
      'mapping expression specified: $request.header.b]',
    ],
  ])('%s', async (_, properties, message) => {
    const template = { Resources: { ...RESOURCES, ...served('Wrong', 'GET /wrong', properties) } };
    await expect(startTemplate(template, CODE)).rejects.toThrow(INVALID);
    await expect(startTemplate(template, CODE)).rejects.toThrow(message);
  });

  test('response mappings of a status outside 200 to 599', async () => {
    const properties = { ResponseParameters: { '100': { ResponseParameters: [] } } };
    const template = { Resources: { ...RESOURCES, ...served('Wrong', 'GET /wrong', properties) } };
    await expect(startTemplate(template, CODE)).rejects.toThrow('100 must be a status from 200 to 599');
  });
});
