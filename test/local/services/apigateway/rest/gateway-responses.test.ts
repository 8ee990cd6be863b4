import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, startTemplate } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html

type Json = Record<string, unknown>;

/** As an authorizer, the function denies each request. As a backend, its answer is no response. */
const CODE = `
export const handler = async (event) =>
  event.methodArn === undefined
    ? 'no response'
    : {
        principalId: 'ada',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }],
        },
        context: { reason: 'no entry' },
      };`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const invocation = joined(
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
  getAtt('Function'),
  '/invocations',
);
const proxy = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation };

/** An API named `id` with the path /denied, whose authorizer denies, and /broken, whose backend is broken. */
const api = (id: string, responses: readonly Json[]): Json => {
  const own = (Type: string, properties: Json): Json => one(Type, { RestApiId: ref(id), ...properties });
  const path = (PathPart: string): Json =>
    own('AWS::ApiGateway::Resource', { ParentId: getAtt(id, 'RootResourceId'), PathPart });
  const method = (resource: string, HttpMethod: string, properties: Json): Json =>
    own('AWS::ApiGateway::Method', { ResourceId: ref(`${id}${resource}`), HttpMethod, ...properties });
  return {
    [id]: one('AWS::ApiGateway::RestApi', { Name: id }),
    [`${id}Stage`]: own('AWS::ApiGateway::Stage', { StageName: 'v1', Variables: { season: 'winter' } }),
    [`${id}Authorizer`]: own('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN',
      Name: 'tokens',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerUri: invocation,
    }),
    [`${id}Denied`]: path('denied'),
    [`${id}GetDenied`]: method('Denied', 'GET', {
      AuthorizationType: 'CUSTOM',
      AuthorizerId: ref(`${id}Authorizer`),
      Integration: proxy,
    }),
    [`${id}Broken`]: path('broken'),
    [`${id}GetBroken`]: method('Broken', 'GET', { AuthorizationType: 'NONE', Integration: proxy }),
    [`${id}PostBroken`]: method('Broken', 'POST', { AuthorizationType: 'NONE', Integration: proxy }),
    // As defaultCorsPreflightOptions of the CDK makes it.
    [`${id}Preflight`]: method('Broken', 'OPTIONS', {
      AuthorizationType: 'NONE',
      ApiKeyRequired: false,
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
        IntegrationResponses: [
          {
            StatusCode: '204',
            ResponseParameters: {
              'method.response.header.Access-Control-Allow-Headers': "'Content-Type,Authorization'",
              'method.response.header.Access-Control-Allow-Origin': "'*'",
              'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET,POST'",
            },
          },
        ],
      },
      MethodResponses: [
        {
          StatusCode: '204',
          ResponseParameters: {
            'method.response.header.Access-Control-Allow-Headers': true,
            'method.response.header.Access-Control-Allow-Origin': true,
            'method.response.header.Access-Control-Allow-Methods': true,
          },
        },
      ],
    }),
    ...Object.fromEntries(
      responses.map((properties, index) => [
        `${id}Response${index}`,
        own('AWS::ApiGateway::GatewayResponse', properties),
      ]),
    ),
  };
};

const template: Json = {
  Resources: {
    ...FUNCTION,
    MayCall: API_MAY_CALL,
    ...api('cors', [
      {
        ResponseType: 'DEFAULT_4XX',
        ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
      },
      {
        ResponseType: 'DEFAULT_5XX',
        StatusCode: '503',
        ResponseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
      },
      // Never given here, as there is no firewall.
      { ResponseType: 'WAF_FILTERED', StatusCode: '400' },
    ]),
    ...api('own', [
      { ResponseType: 'DEFAULT_4XX', ResponseTemplates: { 'application/json': '{"any":true}' } },
      {
        ResponseType: 'ACCESS_DENIED',
        StatusCode: '404',
        ResponseParameters: {
          'gatewayresponse.header.X-Reason': 'context.authorizer.reason',
          'gatewayresponse.header.X-Season': 'stageVariables.season',
          'gatewayresponse.header.X-Who': 'method.request.querystring.who',
        },
        ResponseTemplates: {
          'application/json':
            '{"text":$context.error.messageString,"same":"$context.error.message","type":"$context.error.responseType","by":"${context.authorizer.principalId}","missing":"$context.authorizer.x","season":"$stageVariables.season","path":"$context.resourcePath","host":"$method.request.header.X-Host"}',
          'text/html': '<p>$context.authorizer.reason</p>',
        },
      },
      { ResponseType: 'REQUEST_TOO_LARGE', StatusCode: '400' },
      {
        ResponseType: 'UNAUTHORIZED',
        ResponseTemplates: { 'text/plain': 'Who are you?' },
      },
    ]),
  },
  Outputs: {
    cors: { Value: joined('https://', ref('cors'), '.execute-api.us-east-1.amazonaws.com/v1') },
    own: { Value: joined('https://', ref('own'), '.execute-api.us-east-1.amazonaws.com/v1') },
  },
};

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startTemplate(template, CODE);
});
afterAll(() => runtime?.stop());

const urlOf = (id: string): string => runtime.deployment?.outputs.find(({ name }) => name === id)?.value ?? '';

const ask = async (path: string, init: RequestInit = {}) => {
  const [id = '', ...rest] = path.split('/');
  const answer = await fetch(`${urlOf(id)}/${rest.join('/')}`, init);
  const header = (name: string) => answer.headers.get(name);
  return { status: answer.status, header, body: await answer.text() };
};

const withToken = { headers: { authorization: 'x' } };

describe('The gateway response DEFAULT_4XX or DEFAULT_5XX', () => {
  test('adds headers to all responses of API Gateway that have no response of their own', async () => {
    const unknown = await ask('cors/unknown');
    expect(unknown).toMatchObject({ status: 403, body: '{"message":"Missing Authentication Token"}' });
    expect(unknown.header('access-control-allow-origin')).toBe('*');
    expect(unknown.header('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    const unauthorized = await ask('cors/denied');
    expect(unauthorized).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(unauthorized.header('access-control-allow-origin')).toBe('*');
  });

  test('changes the status of all these responses', async () => {
    const broken = await ask('cors/broken');
    expect(broken).toMatchObject({ status: 503, body: '{"message":"Internal server error"}' });
    expect(broken.header('access-control-allow-origin')).toBe('*');
  });

  test('has no effect on a type with a response of its own', async () => {
    expect(await ask('own/unknown')).toMatchObject({ status: 403, body: '{"any":true}' });
    expect(await ask('own/denied')).toMatchObject({ status: 401, body: 'Who are you?' });
  });
});

describe('A gateway response', () => {
  test('fills in variables of the error, the context, the stage and the request', async () => {
    const denied = await ask('own/denied', { headers: { authorization: 'x', 'x-host': 'a.example' } });
    expect(denied.status).toBe(404);
    expect(denied.header('content-type')).toBe('application/json');
    expect(JSON.parse(denied.body)).toEqual({
      text: 'User is not authorized to access this resource with an explicit deny',
      same: 'User is not authorized to access this resource with an explicit deny',
      type: 'ACCESS_DENIED',
      by: 'ada',
      missing: '',
      season: 'winter',
      path: '/denied',
      host: 'a.example',
    });
  });

  test('has headers with values of the context, the stage and the request', async () => {
    const denied = await ask('own/denied?who=bob', withToken);
    expect(denied.header('x-reason')).toBe('no entry');
    expect(denied.header('x-season')).toBe('winter');
    expect(denied.header('x-who')).toBe('bob');
  });

  test('leaves out a header whose value HTTP does not allow', async () => {
    const denied = await ask('own/denied?who=a%0D%0Ab', withToken);
    expect(denied.status).toBe(404);
    expect(denied.header('x-who')).toBeNull();
  });

  test('uses the template for the media type that the client accepts', async () => {
    const denied = await ask('own/denied', { headers: { authorization: 'x', accept: 'text/html,*/*;q=0.8' } });
    expect(denied).toMatchObject({ status: 404, body: '<p>no entry</p>' });
    expect(denied.header('content-type')).toBe('text/html');
  });

  test('uses its first template if there is none for JSON', async () => {
    const unauthorized = await ask('own/denied', { headers: { accept: 'image/png' } });
    expect(unauthorized.body).toBe('Who are you?');
    expect(unauthorized.header('content-type')).toBe('text/plain');
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  test('does not change the response to a request that is too large', async () => {
    const body = 'x'.repeat(10 * 2 ** 20 + 1);
    expect(await ask('own/broken', { method: 'POST', body })).toMatchObject({ status: 413 });
  });
});

test('A preflight request is answered by the MOCK integration of the method OPTIONS', async () => {
  const preflight = await ask('cors/broken', {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.header('access-control-allow-origin')).toBe('*');
  expect(preflight.header('access-control-allow-methods')).toBe('OPTIONS,GET,POST');
  expect(preflight.header('access-control-allow-headers')).toBe('Content-Type,Authorization');
});
