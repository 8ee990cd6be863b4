import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { writeAssembly } from '../../../template/assemblies.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, role, startTemplate } from '../../../template/start-template.ts';
import { Backend } from '../backend.ts';
import { USERS } from './system.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html. AWS's pages show no texts for the
// errors, except those that readers of a template's resources have, too.

type Json = Record<string, unknown>;

/** As an authorizer, allows the header x-pass `yes`. As a backend, shows what it gets. */
const CODE = `
export const handler = async (event) =>
  event.type === 'REQUEST' ? { isAuthorized: event.headers['x-pass'] === 'yes' } : { event };`;

const ref = (Ref: string) => ({ Ref });
const invocation = {
  'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
};
const toFunction = {
  'x-amazon-apigateway-integration': {
    type: 'AWS_PROXY',
    httpMethod: 'POST',
    uri: invocation,
    payloadFormatVersion: 2.0,
    passthroughBehavior: 'when_no_match',
    requestParameters: { 'append:header.x-by': '$request.querystring.by' },
    responseParameters: { 200: { 'overwrite:header.x-stage': '$context.stage', 'overwrite:statuscode': '202' } },
  },
};
const shared = { 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/shared' } };

const document = (backend: string): Json => ({
  openapi: '3.0.1',
  info: { title: 'pets of the document', version: '1' },
  'x-amazon-apigateway-importexport-version': '1.0',
  'x-amazon-apigateway-cors': { allowOrigins: ['http://127.0.0.1:5173'], allowMethods: ['GET'], maxAge: 60 },
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true }],
      get: { responses: { 200: { description: 'a pet' } }, ...toFunction },
    },
    '/shared': { get: shared },
    '/also/{proxy+}': { 'x-amazon-apigateway-any-method': shared },
    '/forwarded': {
      post: {
        // HTTP APIs do not validate requests.
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Missing' } } } },
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'PUT',
          uri: `${backend}/base`,
          payloadFormatVersion: 1.0,
          connectionType: 'INTERNET',
          timeoutInMillis: 5_000,
        },
      },
    },
    '/queued': {
      post: {
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          integrationSubtype: 'SQS-SendMessage',
          credentials: getAtt('ApiRole'),
          requestParameters: { QueueUrl: ref('Queue'), MessageBody: '$request.body' },
          payloadFormatVersion: '1.0',
        },
      },
    },
    '/guarded': { get: { security: [{ guard: [] }], ...shared } },
    '/scoped': { get: { security: [{ pool: ['pets/write'] }], 'x-amazon-apigateway-auth': undefined, ...shared } },
    '/$default': { 'x-amazon-apigateway-any-method': { isDefaultRoute: true, ...shared } },
  },
  components: {
    'x-amazon-apigateway-integrations': {
      shared: { type: 'aws_proxy', uri: getAtt('Function'), payloadFormatVersion: '2.0' },
    },
    securitySchemes: {
      guard: {
        type: 'apiKey',
        name: 'X-Pass',
        in: 'header',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          identitySource: '$request.header.X-Pass, $context.identity.sourceIp',
          authorizerUri: invocation,
          authorizerPayloadFormatVersion: '2.0',
          authorizerResultTtlInSeconds: 0,
          enableSimpleResponses: true,
        },
      },
      pool: {
        type: 'openIdConnect',
        openIdConnectUrl: {
          'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}/.well-known/openid-configuration',
        },
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          jwtConfiguration: { audience: [ref('People')] },
          identitySource: '$request.header.Authorization',
        },
      },
    },
  },
});

const stage = one('AWS::ApiGatewayV2::Stage', { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true });

const template = (api: Json): Json => ({
  Resources: {
    ...FUNCTION,
    ...USERS,
    MayCall: API_MAY_CALL,
    Queue: one('AWS::SQS::Queue', { QueueName: 'arrivals' }),
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Queue') },
    ]),
    Api: one('AWS::ApiGatewayV2::Api', api),
    Stage: stage,
  },
});

describe('A document defines', () => {
  let backend: Backend;
  let runtime: Runtime;
  beforeAll(async () => {
    backend = await new Backend().start();
    runtime = await startTemplate(template({ Body: document(backend.url), BasePath: 'ignore' }), CODE);
  });
  afterAll(async () => {
    await runtime?.stop();
    await backend?.stop();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${runtime.endpoint}/_api/pets%20of%20the%20document${path}`, init);
  const event = async (path: string, init: RequestInit = {}): Promise<Json> => {
    const { event: got } = (await (await ask(path, init)).json()) as { event: Json };
    return got;
  };

  test('routes to a function with changes of requests and responses', async () => {
    const answer = await ask('/pets/7?by=me');
    expect([answer.status, answer.headers.get('x-stage')]).toEqual([202, '$default']);
    expect(await answer.json()).toMatchObject({
      event: { version: '2.0', routeKey: 'GET /pets/{id}', pathParameters: { id: '7' }, headers: { 'x-by': 'me' } },
    });
  });

  test('routes that share an integration, for all methods, and the default route', async () => {
    expect(await event('/shared')).toMatchObject({ routeKey: 'GET /shared' });
    expect(await event('/also/a/b', { method: 'PUT' })).toMatchObject({ routeKey: 'ANY /also/{proxy+}' });
    expect(await event('/anything', { method: 'DELETE' })).toMatchObject({ routeKey: '$default' });
  });

  test('binary bodies, which are those of types other than text', async () => {
    const headers = { 'content-type': 'image/png' };
    const sent = await event('/shared/x', { method: 'POST', headers, body: Buffer.from([0, 255, 128]) });
    expect(sent).toMatchObject({ body: 'AP+A', isBase64Encoded: true });
  });

  test('a route to an HTTP endpoint', async () => {
    const answer = await ask('/forwarded', { method: 'POST', body: 'hello' });
    expect(await answer.json()).toMatchObject({ method: 'PUT', url: '/base', body: 'hello' });
  });

  test('a route to a service', async () => {
    const answer = await ask('/queued', { method: 'POST', body: 'hello' });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<MessageId>')]);
  });

  test('a Lambda authorizer', async () => {
    expect((await ask('/guarded')).status).toBe(401);
    expect((await ask('/guarded', { headers: { 'x-pass': 'no' } })).status).toBe(403);
    expect((await ask('/guarded', { headers: { 'x-pass': 'yes' } })).status).toBe(200);
  });

  test('a JWT authorizer whose issuer has a discovery document', async () => {
    const answer = await ask('/scoped', { headers: { authorization: 'Bearer x.y.z' } });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
  });

  test('the CORS configuration', async () => {
    const headers = { origin: 'http://127.0.0.1:5173', 'access-control-request-method': 'GET' };
    const answer = await ask('/shared', { method: 'OPTIONS', headers });
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET');
    expect(answer.headers.get('access-control-max-age')).toBe('60');
  });
});

describe('A new document', () => {
  let directory: string;
  let runtime: Runtime | undefined;
  const stop = async (): Promise<void> => {
    await runtime?.stop();
    runtime = undefined;
  };
  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(async () => {
    await stop();
    removeDirectory(directory);
  });

  /** Starts the runtime with the state of the start before. `files` are the assets, by their name. */
  const start = async (api: Json, files: Record<string, string> = {}): Promise<Runtime> => {
    await stop();
    const assembly = join(directory, 'cdk.out');
    mkdirSync(join(assembly, 'code'), { recursive: true });
    writeFileSync(join(assembly, 'code/index.mjs'), CODE);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(assembly, name), content);
    const assets = { 'code.zip': 'code', ...Object.fromEntries(Object.keys(files).map((name) => [name, name])) };
    writeAssembly(assembly, { pets: template(api) }, { assets });
    const log = { info: () => {}, warn: () => {}, error: console.error };
    runtime = await startRuntime({ port: 0, assembly, dataDir: join(directory, 'data'), log });
    return runtime;
  };
  const at = (path: string, title = 'pets') => ({
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths: { [path]: { get: shared } },
    components: {
      'x-amazon-apigateway-integrations': {
        shared: {
          type: 'aws_proxy',
          uri: 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:echo',
          payloadFormatVersion: '2.0',
        },
      },
    },
  });
  const status = async ({ endpoint }: Runtime, path: string): Promise<number> =>
    (await fetch(`${endpoint}/_api/${path}`)).status;

  test('replaces the routes of the previous one, and its title the name of the API', async () => {
    const first = await start({ Body: at('/cats') });
    expect(await status(first, 'pets/cats')).toBe(200);
    const again = await start({ Body: at('/cats') });
    expect(again.deployment?.changes['AWS::ApiGatewayV2::Api']).toEqual({ unchanged: 1 });
    expect(await status(again, 'pets/cats')).toBe(200);
    const second = await start({ Body: at('/dogs', 'animals') });
    expect(second.deployment?.changes['AWS::ApiGatewayV2::Api']).toEqual({ updated: 1 });
    expect(await status(second, 'animals/dogs')).toBe(200);
    expect(await status(second, 'animals/cats')).toBe(404);
    expect(await status(second, 'pets/cats')).toBe(404);
  });

  test('is read from an asset', async () => {
    const location = { BodyS3Location: { Bucket: 'assets', Key: 'a.json' } };
    const started = await start(location, { 'a.json': JSON.stringify(at('/cats')) });
    expect(await status(started, 'pets/cats')).toBe(200);
  });
});

const operation = (integration: Json, more: Json = {}, root: Json = {}): Json => ({
  openapi: '3.0.1',
  info: { title: 'refused', version: '1' },
  paths: { '/pets': { get: { 'x-amazon-apigateway-integration': integration, ...more } } },
  ...root,
});
const FORWARDED = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://pets.example', payloadFormatVersion: '1.0' };
const OPERATION = 'Body.paths./pets.get';
const INTEGRATION = `${OPERATION}.x-amazon-apigateway-integration`;
const secured = (scheme: Json): Json =>
  operation(FORWARDED, { security: [{ it: [] }] }, { components: { securitySchemes: { it: scheme } } });

test.each<[string, Json, string]>([
  ['of version 2.0', { swagger: '2.0' }, 'Body.swagger: 2.0 is not supported. Use 3.0'],
  [
    'with validators',
    operation(FORWARDED, {}, { 'x-amazon-apigateway-request-validators': {} }),
    'Body.x-amazon-apigateway-request-validators: this extension is not supported here',
  ],
  [
    'with an unknown setting of CORS',
    operation(FORWARDED, {}, { 'x-amazon-apigateway-cors': { more: 1 } }),
    'Body.x-amazon-apigateway-cors.more: this member',
  ],
  [
    'without an integration',
    { ...operation(FORWARDED), paths: { '/pets': { get: {} } } },
    `${OPERATION}: has no x-amazon`,
  ],
  ['without a type of an integration', operation({}), `${INTEGRATION}.type: is required`],
  [
    'with an integration of another type',
    operation({ ...FORWARDED, type: 'mock' }),
    `${INTEGRATION}: IntegrationType MOCK`,
  ],
  [
    'with a VPC link',
    operation({ ...FORWARDED, connectionType: 'VPC_LINK' }),
    `${INTEGRATION}.connectionType: VPC_LINK is not supported locally`,
  ],
  ['with TLS settings', operation({ ...FORWARDED, tlsConfig: {} }), `${INTEGRATION}.tlsConfig: this member`],
  ['with templates', operation({ ...FORWARDED, requestTemplates: {} }), `${INTEGRATION}.requestTemplates: this member`],
  [
    'with payload format 1.0 of a function, which is the default',
    operation({ type: 'aws_proxy', uri: getAtt('Role') }),
    `${INTEGRATION}: PayloadFormatVersion 1.0 is not supported locally`,
  ],
  [
    'with a missing integration',
    operation({ $ref: '#/components/x-amazon-apigateway-integrations/it' }),
    `${INTEGRATION}.$ref: #/components/x-amazon-apigateway-integrations/it is not in`,
  ],
  [
    'with an unknown subtype',
    operation({ type: 'aws_proxy', integrationSubtype: 'Kinesis-PutRecord' }),
    `${INTEGRATION}: IntegrationSubtype Kinesis-PutRecord`,
  ],
  [
    'with an invalid path',
    { ...operation(FORWARDED), paths: { '/pets/{': { get: { 'x-amazon-apigateway-integration': FORWARDED } } } },
    'Body.paths./pets/{.get: The provided route key is not formatted properly',
  ],
  [
    'with IAM authorization',
    operation(FORWARDED, { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }),
    `${OPERATION}.x-amazon-apigateway-auth.type: AWS_IAM`,
  ],
  [
    'with an API key',
    secured({ type: 'apiKey', in: 'header', name: 'x-api-key' }),
    `${OPERATION}.security: HTTP APIs have no API keys`,
  ],
  [
    'with an authorizer of REST APIs',
    secured({ 'x-amazon-apigateway-authorizer': { type: 'token' } }),
    'x-amazon-apigateway-authorizer.type: token is not one of JWT, REQUEST',
  ],
  [
    'with an unknown setting of an authorizer',
    secured({ 'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: { scopes: [] } } }),
    'x-amazon-apigateway-authorizer.jwtConfiguration.scopes: this member',
  ],
])('A document %s is refused before anything is created, with its path', async (_, Body, message) => {
  const resources = { Role: role('lambda.amazonaws.com'), Api: one('AWS::ApiGatewayV2::Api', { Body }) };
  const started = startTemplate({ Resources: resources }, '').then((runtime) => runtime.stop());
  const error = await started.catch((reason: Error) => reason);
  expect(String(error)).toContain('in the template cannot be run here:');
  expect(String(error)).toContain(message);
});

test('A base path is refused before anything is created', async () => {
  const api = one('AWS::ApiGatewayV2::Api', { Body: operation(FORWARDED), BasePath: 'prepend' });
  const started = startTemplate({ Resources: { Api: api } }, '').then((runtime) => runtime.stop());
  await expect(started).rejects.toThrow('BasePath prepend is not supported locally');
});
