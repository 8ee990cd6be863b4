import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, startTemplate, urlOf } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html

type Json = Record<string, unknown>;

/** As an authorizer, allows the token `yes`. As a backend, shows what it gets. */
const CODE = `
export const handler = async (event) => {
  if (event.methodArn === undefined)
    return { statusCode: 200, body: JSON.stringify({ ...event, identity: undefined }) };
  const token = event.authorizationToken ?? event.headers['x-pass'];
  const Effect = token === 'yes' ? 'Allow' : 'Deny';
  return {
    principalId: event.type,
    policyDocument: { Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: event.methodArn }] },
  };
};`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const invocation = {
  'Fn::Sub':
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
};
const toFunction = {
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: invocation, cacheKeyParameters: [] },
};

/** The members of both versions. */
const EXTENSIONS = {
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
    parameters: { validateRequestBody: false, validateRequestParameters: true },
  },
  'x-amazon-apigateway-request-validator': 'parameters',
  'x-amazon-apigateway-gateway-responses': {
    BAD_REQUEST_PARAMETERS: {
      statusCode: '422',
      responseParameters: { 'gatewayresponse.header.X-Wrong': "'parameters'" },
      responseTemplates: { 'application/json': '{"why":$context.error.messageString}' },
    },
  },
};

const lambdaAuthorizer = (type: string, more: Json = {}) => ({
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': {
    type,
    authorizerUri: invocation,
    authorizerResultTtlInSeconds: 0,
    ...more,
  },
});

const OPENAPI = {
  openapi: '3.0.1',
  info: { title: 'pets by document', version: '1', 'x-amazon-apigateway-anything': 'in a description' },
  tags: [{ name: 'pets' }],
  servers: [
    { url: 'https://pets.example/{basePath}', 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: [] } },
  ],
  'x-amazon-apigateway-documentation': { version: '1' },
  'x-vendor': { anything: true },
  ...EXTENSIONS,
  paths: {
    '/': { get: { ...toFunction, 'x-amazon-apigateway-request-validator': 'all' } },
    '/pets/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: {
        tags: ['pets'],
        operationId: 'getPet',
        parameters: [
          { name: 'kind', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'X-Shop', in: 'header', schema: { type: 'string' } },
          { name: 'session', in: 'cookie', required: true, schema: { type: 'string' } },
        ],
        responses: { 200: { description: 'a pet' } },
        ...toFunction,
      },
      delete: { security: [{ token: [] }], ...toFunction },
      patch: { security: [{ request: [] }, { key: [] }], ...toFunction },
    },
    '/pets': {
      post: {
        'x-amazon-apigateway-request-validator': 'all',
        requestBody: { $ref: '#/components/requestBodies/Pet' },
        'x-amazon-apigateway-auth': { type: 'NONE' },
        ...toFunction,
      },
      put: {
        'x-amazon-apigateway-request-validator': 'all',
        requestBody: { content: { 'application/json': { schema: { type: 'array', items: { type: 'integer' } } } } },
        ...toFunction,
      },
    },
    '/files/{proxy+}': { 'x-amazon-apigateway-any-method': toFunction },
    '/keyed': { get: { security: [{ key: [] }], ...toFunction } },
    '/health': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'mock',
          passthroughBehavior: 'never',
          requestTemplates: { 'application/json': '{"statusCode": 503}' },
          responses: {
            default: { statusCode: '200' },
            '5\\d{2}': {
              statusCode: 503,
              responseParameters: { 'method.response.header.Retry-After': "'5'" },
              responseTemplates: { 'application/json': '{"state":"closed"}' },
            },
          },
        },
      },
    },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    requestBodies: { Pet: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } } },
    schemas: {
      Pet: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', example: 'Rex' },
          owner: { $ref: '#/components/schemas/Owner' },
          // A property of this name is no annotation.
          example: { type: 'boolean' },
        },
        discriminator: { propertyName: 'kind' },
      },
      Owner: { type: 'object', required: ['city'], properties: { friend: { $ref: '#/components/schemas/Owner' } } },
    },
    securitySchemes: {
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      token: { type: 'apiKey', name: 'X-Pass', in: 'header', ...lambdaAuthorizer('token') },
      request: {
        type: 'apiKey',
        name: 'Unused',
        in: 'header',
        ...lambdaAuthorizer('request', { identitySource: 'method.request.header.X-Pass' }),
      },
      unused: { type: 'oauth2', flows: {} },
    },
  },
};

const SWAGGER = {
  swagger: '2.0',
  info: { title: 'swagger', version: '1' },
  basePath: '/ignored',
  schemes: ['https'],
  consumes: ['application/json', 'application/vnd.pet+json'],
  ...EXTENSIONS,
  paths: {
    '/pets': {
      post: {
        'x-amazon-apigateway-request-validator': 'all',
        parameters: [
          { in: 'body', name: 'pet', required: true, schema: { $ref: '#/definitions/Pet' } },
          { in: 'query', name: 'kind', required: true, type: 'string' },
        ],
        ...toFunction,
      },
      get: { security: [{ token: [] }], ...toFunction },
    },
  },
  definitions: { Pet: { type: 'object', required: ['name'] } },
  securityDefinitions: {
    token: { type: 'apiKey', name: 'X-Pass', in: 'header', ...lambdaAuthorizer('token') },
  },
};

const template = (api: Json, extra: Json = {}): Json => ({
  Resources: {
    ...FUNCTION,
    MayCall: API_MAY_CALL,
    Api: one('AWS::ApiGateway::RestApi', api),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1' }),
    ...extra,
  },
  Outputs: { Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') } },
});

const key = {
  Key: one('AWS::ApiGateway::ApiKey', { Enabled: true, Value: 'the-key-of-the-shop-1234567890' }),
  Plan: one('AWS::ApiGateway::UsagePlan', { ApiStages: [{ ApiId: ref('Api'), Stage: ref('Stage') }] }),
  PlanKey: one('AWS::ApiGateway::UsagePlanKey', { KeyId: ref('Key'), KeyType: 'API_KEY', UsagePlanId: ref('Plan') }),
};

let runtime: Runtime;
beforeAll(async () => {
  const extra = {
    ...key,
    // A resource of the template below the API of the document, as SpecRestApi.root.addResource makes it.
    More: one('AWS::ApiGateway::Resource', {
      RestApiId: ref('Api'),
      ParentId: getAtt('Api', 'RootResourceId'),
      PathPart: 'more',
    }),
    GetMore: one('AWS::ApiGateway::Method', {
      RestApiId: ref('Api'),
      ResourceId: ref('More'),
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation },
    }),
  };
  runtime = await startTemplate(template({ Body: OPENAPI, FailOnWarnings: true }, extra), CODE);
});
afterAll(() => runtime?.stop());

const ask = async (path: string, init: RequestInit = {}, from = runtime) => {
  const headers = { 'content-type': 'application/json', ...init.headers };
  const answer = await fetch(`${urlOf(from)}${path}`, { ...init, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json };
};
const post = (path: string, body: unknown, more: RequestInit = {}, from = runtime) =>
  ask(path, { method: 'POST', body: JSON.stringify(body), ...more }, from);

describe('An OpenAPI 3.0 document defines', () => {
  test('paths with their methods and parameters', async () => {
    expect((await ask('/')).body).toMatchObject({ resource: '/', httpMethod: 'GET' });
    expect((await ask('/pets/7?kind=cat')).body).toMatchObject({
      resource: '/pets/{id}',
      pathParameters: { id: '7' },
      requestContext: { resourcePath: '/pets/{id}' },
    });
    expect((await ask('/pets/7?kind=cat', { method: 'OPTIONS' })).status).toBe(403);
  });

  test('a method for all methods', async () => {
    const { body } = await ask('/files/a/b', { method: 'PUT' });
    expect(body).toMatchObject({ resource: '/files/{proxy+}', httpMethod: 'PUT', pathParameters: { proxy: 'a/b' } });
  });

  test('a MOCK integration with its responses', async () => {
    const { status, headers, body } = await ask('/health');
    expect([status, headers.get('retry-after'), body]).toEqual([503, '5', { state: 'closed' }]);
  });

  test('required parameters, the validator of all operations, and the gateway response for its errors', async () => {
    const { status, headers, body } = await ask('/pets/7');
    expect([status, headers.get('x-wrong'), body]).toEqual([
      422,
      'parameters',
      { why: 'Missing required request parameters: [kind]' },
    ]);
  });

  test('models, which refer to each other, for the validator of an operation', async () => {
    expect((await post('/pets', { name: 'Rex', owner: { city: 'Ulm', friend: { city: 'Bonn' } } })).status).toBe(200);
    for (const invalid of [{}, { name: 1 }, { name: 'Rex', owner: {} }, { name: 'Rex', example: 1 }])
      expect(await post('/pets', invalid)).toMatchObject({ status: 400, body: { message: 'Invalid request body' } });
  });

  test('a model for a schema that is written in an operation', async () => {
    expect((await post('/pets', [1, 2], { method: 'PUT' })).status).toBe(200);
    expect((await post('/pets', ['a'], { method: 'PUT' })).status).toBe(400);
  });

  test('authorizers of the types TOKEN and REQUEST, and methods that require an API key', async () => {
    const headers = { 'x-pass': 'yes' };
    const withKey = { ...headers, 'x-api-key': 'the-key-of-the-shop-1234567890' };
    const deleted = await ask('/pets/7', { method: 'DELETE', headers });
    expect(deleted.body.requestContext).toMatchObject({ authorizer: { principalId: 'TOKEN' } });
    expect((await ask('/pets/7', { method: 'DELETE' })).status).toBe(401);
    expect((await ask('/pets/7', { method: 'DELETE', headers: { 'x-pass': 'no' } })).status).toBe(403);
    const patched = await ask('/pets/7', { method: 'PATCH', headers: withKey });
    expect(patched.body.requestContext).toMatchObject({ authorizer: { principalId: 'REQUEST' } });
    expect((await ask('/pets/7', { method: 'PATCH', headers })).status).toBe(403);
    expect((await ask('/keyed')).status).toBe(403);
    expect((await ask('/keyed', { headers: withKey })).status).toBe(200);
  });

  test('an API to which resources of the template can be added', async () => {
    expect((await ask('/more')).body).toMatchObject({ resource: '/more' });
  });

  test('the name of the API, if the template has none', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request';
    const answer = await fetch(`${runtime.endpoint}/restapis`, { headers: { authorization } });
    expect(await answer.json()).toMatchObject({ item: [{ name: 'pets by document' }] });
  });
});

test('A Swagger 2.0 document defines models for the types that it consumes, parameters and authorizers', async () => {
  const swagger = await startTemplate(
    template({ Name: 'own', Body: SWAGGER, Parameters: { basepath: 'ignore' } }),
    CODE,
  );
  try {
    const vendor = { headers: { 'content-type': 'application/vnd.pet+json' } };
    const sent = async (path: string, body: unknown, more: RequestInit = {}) =>
      (await post(path, body, more, swagger)).status;
    expect(await sent('/pets?kind=cat', { name: 'Rex' })).toBe(200);
    expect(await sent('/pets?kind=cat', { name: 'Rex' }, vendor)).toBe(200);
    expect(await sent('/pets?kind=cat', {}, vendor)).toBe(400);
    expect(await sent('/pets', { name: 'Rex' })).toBe(422);
    expect((await ask('/pets', {}, swagger)).status).toBe(401);
    expect((await ask('/pets', { headers: { 'x-pass': 'yes' } }, swagger)).status).toBe(200);
  } finally {
    await swagger.stop();
  }
});
