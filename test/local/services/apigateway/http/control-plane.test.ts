import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { FUNCTION, getAtt, one, startTemplate } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html. The repository has no SDK client of API
// Gateway V2, so this test sends the requests that the client sends.

type Json = Record<string, unknown>;

const CODE = `export const handler = async (event) => ({ route: event.routeKey, caller: event.headers['x-caller'] });`;
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:echo';

let runtime: Runtime;
beforeAll(async () => {
  const Permission = one('AWS::Lambda::Permission', {
    FunctionName: getAtt('Function'),
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  });
  runtime = await startTemplate({ Resources: { ...FUNCTION, Permission } }, CODE);
});
afterAll(() => runtime?.stop());

const send = async (method: string, path: string, body?: Json): Promise<{ status: number; body: Json }> => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20261128/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x';
  const answer = await fetch(`${runtime.endpoint}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
};
const made = async (path: string, body: Json): Promise<Json> => {
  const answer = await send('POST', path, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
};
const api = async (name: string, more: Json = {}) => made('/v2/apis', { name, protocolType: 'HTTP', ...more });

test('an API, its integration, route and stage are created and serve requests', async () => {
  const { apiId, apiEndpoint } = await api('made');
  expect(apiEndpoint).toBe(`${runtime.endpoint}/_api/made`);
  const path = `/v2/apis/${apiId}`;
  const integration = {
    integrationType: 'AWS_PROXY',
    integrationUri: FUNCTION_ARN,
    payloadFormatVersion: '2.0',
    requestParameters: { 'overwrite:header.x-caller': '$request.querystring.by' },
  };
  const { integrationId } = await made(`${path}/integrations`, integration);
  const route = await made(`${path}/routes`, { routeKey: 'GET /pets', target: `integrations/${integrationId}` });
  expect(route).toEqual({
    routeId: expect.stringMatching(/^[a-z0-9]{10}$/),
    routeKey: 'GET /pets',
    target: `integrations/${integrationId}`,
    apiKeyRequired: false,
    authorizationType: 'NONE',
  });
  await made(`${path}/stages`, { stageName: '$default', autoDeploy: true, stageVariables: { Office: 'Bern' } });
  const answer = await fetch(`${apiEndpoint}/pets?by=me`);
  expect(await answer.json()).toEqual({ route: 'GET /pets', caller: 'me' });
  expect((await send('GET', `${path}/integrations/${integrationId}`)).body).toEqual({
    ...integration,
    integrationId,
    integrationMethod: 'POST',
    connectionType: 'INTERNET',
    timeoutInMillis: 30_000,
  });
  expect((await send('GET', `${path}/stages`)).body).toEqual({
    items: [{ stageName: '$default', autoDeploy: true, stageVariables: { Office: 'Bern' } }],
  });
});

describe('an OpenAPI document', () => {
  const operation = (more: Json = {}) => ({
    'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: FUNCTION_ARN, payloadFormatVersion: '2.0' },
    ...more,
  });
  const document = (title: string, paths: Json, more: Json = {}) =>
    JSON.stringify({ openapi: '3.0.1', info: { title, version: '1' }, paths, ...more });

  test('makes an API, and another one replaces its routes and its CORS configuration', async () => {
    const cors = { 'x-amazon-apigateway-cors': { allowOrigins: ['*'] } };
    const first = { body: document('imported', { '/pets': { get: operation() } }, cors) };
    const { status, body } = await send('PUT', '/v2/apis?basepath=ignore&failOnWarnings=true', first);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'imported', corsConfiguration: { allowOrigins: ['*'] } });
    const path = `/v2/apis/${body.apiId}`;
    await made(`${path}/stages`, { stageName: '$default', autoDeploy: true });
    expect(await (await fetch(`${body.apiEndpoint}/pets`)).json()).toMatchObject({ route: 'GET /pets' });
    const second = { body: document('imported again', { '/toys': { get: operation() } }) };
    const again = await send('PUT', path, second);
    expect(again).toMatchObject({ status: 201, body: { apiId: body.apiId, name: 'imported again' } });
    expect(again.body).not.toHaveProperty('corsConfiguration');
    expect(await (await fetch(`${again.body.apiEndpoint}/toys`)).json()).toMatchObject({ route: 'GET /toys' });
    expect((await fetch(`${again.body.apiEndpoint}/pets`)).status).toBe(404);
    expect((await fetch(`${body.apiEndpoint}/toys`)).status).toBe(404);
  });

  test.each([
    ['that is not JSON', { body: 'openapi: 3.0.1' }, 400, 'OpenAPI documents in YAML are not supported'],
    ['that is nested too deeply', { body: '{"a":'.repeat(1_001) }, 400, 'deep'],
    ['without a title', { body: '{"openapi":"3.0.1"}' }, 400, 'Body.info.title must not be empty'],
    ['without a body', {}, 400, 'Body must not be empty'],
    [
      'with a part that is not supported',
      { body: document('x', { '/pets': { get: operation({ 'x-amazon-apigateway-more': {} }) } }) },
      400,
      'Body.paths./pets.get.x-amazon-apigateway-more: this extension is not supported here',
    ],
  ])('%s is refused', async (_, body, status, message) => {
    const answer = await send('PUT', '/v2/apis', body);
    expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(message)]);
  });

  test('of an API that does not exist, and with its base path, is refused', async () => {
    const body = { body: document('missing', {}) };
    expect(await send('PUT', '/v2/apis/missing', body)).toMatchObject({ status: 404 });
    expect(await send('PUT', '/v2/apis?basepath=prepend', body)).toMatchObject({ status: 400 });
    const created = await send('POST', '/v2/apis', { name: 'x', protocolType: 'HTTP', body: body.body });
    expect(created).toMatchObject({ status: 501 });
  });

  test('with the title of another API is refused, and changes nothing', async () => {
    await api('taken');
    const { apiId } = await api('own');
    const body = { body: document('taken', {}) };
    for (const path of ['/v2/apis', `/v2/apis/${apiId}`])
      expect(await send('PUT', path, body)).toMatchObject({ status: 409 });
    expect((await send('GET', `/v2/apis/${apiId}`)).body).toMatchObject({ name: 'own' });
    expect(await send('PATCH', `/v2/apis/${apiId}`, { name: 'taken' })).toMatchObject({ status: 409 });
  });
});

describe('a part', () => {
  test('is changed in the members that the request has', async () => {
    const { apiId } = await api('changed', { corsConfiguration: { allowOrigins: ['*'] } });
    const path = `/v2/apis/${apiId}`;
    const responseParameters = { '200': { 'overwrite:header.x-a': 'b' } };
    const { integrationId } = await made(`${path}/integrations`, {
      integrationType: 'AWS_PROXY',
      integrationUri: FUNCTION_ARN,
      payloadFormatVersion: '2.0',
      responseParameters,
    });
    const changed = await send('PATCH', `${path}/integrations/${integrationId}`, { timeoutInMillis: 5_000 });
    expect(changed).toMatchObject({ status: 200, body: { timeoutInMillis: 5_000, responseParameters } });
    expect((await send('PATCH', path, { disableExecuteApiEndpoint: true })).body).toMatchObject({
      name: 'changed',
      disableExecuteApiEndpoint: true,
      corsConfiguration: { allowOrigins: ['*'], allowCredentials: false },
    });
  });

  test('has the limits of a stage and its routes', async () => {
    const { apiId } = await api('limited');
    const limits = { throttlingRateLimit: 10, throttlingBurstLimit: 5 };
    const stage = { stageName: '$default', autoDeploy: true, defaultRouteSettings: limits };
    expect(await made(`/v2/apis/${apiId}/stages`, { ...stage, routeSettings: { 'GET /Pets': limits } })).toEqual({
      ...stage,
      routeSettings: { 'GET /Pets': limits },
    });
  });

  test('and an API are deleted, and then not found', async () => {
    const { apiId } = await api('deleted');
    const path = `/v2/apis/${apiId}`;
    const { routeId } = await made(`${path}/routes`, { routeKey: '$default', target: 'integrations/x' });
    expect(await send('DELETE', `${path}/routes/${routeId}`)).toEqual({ status: 204, body: {} });
    expect((await send('GET', `${path}/routes`)).body).toEqual({ items: [] });
    expect((await send('GET', `${path}/routes/${routeId}`)).status).toBe(404);
    expect((await send('DELETE', path)).status).toBe(204);
    expect(await send('GET', path)).toEqual({
      status: 404,
      body: { message: `Invalid API identifier specified ${apiId}` },
    });
  });
});

test('lists of APIs have pages', async () => {
  for (const name of ['page-1', 'page-2', 'page-3']) await api(name);
  const first = (await send('GET', '/v2/apis?maxResults=2')).body as { items: Json[]; nextToken: string };
  expect(first.items).toHaveLength(2);
  const rest = (await send('GET', `/v2/apis?nextToken=${first.nextToken}`)).body as { items: Json[] };
  const names = [...first.items, ...rest.items].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['page-1', 'page-2', 'page-3']));
});

describe('refused are', () => {
  test('a second route with the same key', async () => {
    const { apiId } = await api('twice');
    const route = { routeKey: 'GET /pets', target: 'integrations/x' };
    await made(`/v2/apis/${apiId}/routes`, route);
    expect(await send('POST', `/v2/apis/${apiId}/routes`, route)).toEqual({
      status: 409,
      body: { message: 'Route with key GET /pets already exists for this API' },
    });
  });

  test.each([
    ['POST', '/v2/apis', { name: 'a', protocolType: 'WEBSOCKET' }, 'ProtocolType WEBSOCKET is not supported locally'],
    ['POST', '/v2/apis', { name: 'a', protocolType: 'HTTP', target: FUNCTION_ARN }, 'Target of apigatewayv2:CreateApi'],
    [
      'POST',
      '/v2/apis',
      { name: 'a', protocolType: 'HTTP', description: 'b' },
      'Description of apigatewayv2:CreateApi',
    ],
    ['GET', '/v2/apis/x/routes', undefined, 'Invalid API identifier specified x'],
    ['GET', '/v2/apis/x/models', undefined, 'GET /v2/apis/x/models of apigatewayv2'],
  ])('%s %s %j', async (method, path, body, message) => {
    const answer = await send(method, path, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.message).toContain(message);
  });
});
