import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, role, startTemplate } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html

type Json = Record<string, unknown>;

/**
 * As an authorizer, the function returns the policy that the JSON in the header x-orders describes, or a simple response.
 * As a backend, it shows what it gets. `calls` counts the calls of the authorizer.
 */
const CODE = `
let calls = 0;
export const handler = async (event) => {
  if (event.type !== 'REQUEST') return { lambda: event.requestContext.authorizer.lambda };
  calls += 1;
  const { fail, simple, answer, allow = [event.methodArn ?? event.routeArn], deny = [] } = JSON.parse(event.headers['x-orders']);
  if (fail !== undefined) throw new Error(fail);
  if (answer !== undefined) return answer;
  const context = { calls, event };
  if (simple !== undefined) return { isAuthorized: simple, context };
  const statement = (Effect, Resource) => ({ Effect, Action: 'execute-api:Invoke', Resource });
  const Statement = [statement('Allow', allow), ...(deny.length > 0 ? [statement('Deny', deny)] : [])];
  return { principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement }, context };
};`;

const ref = (Ref: string) => ({ Ref });

const authorizer = (id: string, properties: Json): Json => ({
  [`${id}Authorizer`]: one('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Api'),
    Name: id,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: getAtt('Function'),
    IdentitySource: ['$request.header.X-Orders'],
    ...properties,
  }),
  ...Object.fromEntries(
    [`GET /${id}`, `ANY /${id}/{proxy+}`].map((RouteKey, index) => [
      `${id}Route${index}`,
      one('AWS::ApiGatewayV2::Route', {
        ApiId: ref('Api'),
        RouteKey,
        AuthorizationType: 'CUSTOM',
        AuthorizerId: ref(`${id}Authorizer`),
        Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
      }),
    ]),
  ),
});

const template: Json = {
  Resources: {
    ...FUNCTION,
    Unshared: one('AWS::Lambda::Function', {
      FunctionName: 'unshared',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    MayCall: API_MAY_CALL,
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: getAtt('Unshared') },
    ]),
    Api: one('AWS::ApiGatewayV2::Api', { Name: 'pets', ProtocolType: 'HTTP' }),
    Stage: one('AWS::ApiGatewayV2::Stage', {
      ApiId: ref('Api'),
      StageName: '$default',
      AutoDeploy: true,
      StageVariables: { season: 'winter' },
    }),
    Integration: one('AWS::ApiGatewayV2::Integration', {
      ApiId: ref('Api'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: getAtt('Function'),
      PayloadFormatVersion: '2.0',
    }),
    // As HttpLambdaAuthorizer of the CDK makes it by default.
    ...authorizer('first', { AuthorizerPayloadFormatVersion: '1.0', AuthorizerResultTtlInSeconds: 300 }),
    ...authorizer('second', { AuthorizerPayloadFormatVersion: '2.0' }),
    ...authorizer('simple', {
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.X-Orders', '$context.routeKey', '$stageVariables.season'],
    }),
    ...authorizer('role', {
      AuthorizerPayloadFormatVersion: '1.0',
      AuthorizerUri: getAtt('Unshared'),
      AuthorizerCredentialsArn: getAtt('ApiRole'),
    }),
    ...authorizer('closed', { AuthorizerPayloadFormatVersion: '1.0', AuthorizerUri: getAtt('Unshared') }),
  },
  Outputs: { Url: { Value: getAtt('Api', 'ApiEndpoint') }, Api: { Value: ref('Api') } },
};

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startTemplate(template, CODE);
});
afterAll(() => runtime?.stop());

const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';
const arn = (path: string): string => `arn:aws:execute-api:us-east-1:000000000000:${output('Api')}/$default/${path}`;

const ask = async (path: string, orders: Json = {}) => {
  const headers = { 'x-orders': JSON.stringify(orders) };
  const answer = await fetch(`${output('Url')}/${path}`, { headers });
  return { status: answer.status, body: (await answer.json()) as Json };
};

/** The context of the authorizer that the backend gets. */
const passedOn = async (path: string, orders: Json = {}): Promise<Json> => {
  const { status, body } = await ask(path, orders);
  expect(status).toBe(200);
  return body.lambda as Json;
};

const forbidden = { status: 403, body: { message: 'Forbidden' } };
const failed = { status: 500, body: { message: 'Internal Server Error' } };

describe('An authorizer of an HTTP API that returns a policy', () => {
  test('gets the request in the payload format 1.0, with the path of the request in the ARN', async () => {
    expect((await passedOn('first/7?a=b')).event).toEqual({
      version: '1.0',
      type: 'REQUEST',
      methodArn: arn('GET/first/7'),
      identitySource: '{}',
      authorizationToken: '{}',
      resource: '/first/{proxy+}',
      path: '/first/7',
      httpMethod: 'GET',
      headers: expect.objectContaining({ 'x-orders': '{}' }),
      multiValueHeaders: expect.objectContaining({ 'x-orders': ['{}'] }),
      queryStringParameters: { a: 'b' },
      multiValueQueryStringParameters: { a: ['b'] },
      pathParameters: { proxy: '7' },
      stageVariables: { season: 'winter' },
      requestContext: expect.objectContaining({
        path: '/first/7',
        stage: '$default',
        resourcePath: '/first/{proxy+}',
        httpMethod: 'GET',
      }),
    });
  });

  test('allows the methods that its wildcards match, unless a statement denies them', async () => {
    const allow = ['arn:aws:execute-api:*:*:*/$default/*/first/?'];
    expect((await ask('first/7', { allow })).status).toBe(200);
    expect(await ask('first/77', { allow })).toEqual(forbidden);
    expect(await ask('first/7', { allow, deny: [arn('GET/first/*')] })).toEqual(forbidden);
  });

  test('decides on the ARN of the route in the payload format 2.0', async () => {
    expect((await passedOn('second/7')).event).toMatchObject({ version: '2.0', routeArn: arn('ANY/second/{proxy+}') });
    expect(await ask('second/7', { allow: [arn('GET/second/7')] })).toEqual(forbidden);
  });

  test.each<[string, Json]>([
    ['fails', { fail: 'broken' }],
    ['returns a simple response', { simple: true }],
    ['returns an invalid policy', { answer: { principalId: 'ada', policyDocument: { Statement: [{}] } } }],
  ])('answers 500 if it %s', async (_, orders) => {
    expect(await ask('second', orders)).toEqual(failed);
  });

  test('is called with the role of its credentials, else if its policy allows the call', async () => {
    expect((await ask('role')).status).toBe(200);
    expect(await ask('closed')).toEqual(failed);
  });
});

describe('The result of an authorizer of an HTTP API', () => {
  test('is kept for its TTL on the clock of the runtime, for all routes with the same identity', async () => {
    const orders = { allow: ['*'] };
    const { calls } = await passedOn('first', orders);
    expect((await passedOn('first/7', orders)).calls).toBe(calls);
    await runtime.kernel.timers.advance(150_000);
    expect((await passedOn('first', orders)).calls).toBe(calls);
    await runtime.kernel.timers.advance(150_000);
    expect((await passedOn('first', orders)).calls).not.toBe(calls);
  });

  test('is kept for each route if the route key is an identity source', async () => {
    const { calls } = await passedOn('simple', { simple: true });
    expect((await passedOn('simple', { simple: true })).calls).toBe(calls);
    expect((await passedOn('simple/7', { simple: true })).calls).not.toBe(calls);
  });

  test('is not kept without a TTL', async () => {
    const { calls } = await passedOn('second');
    expect((await passedOn('second')).calls).not.toBe(calls);
  });
});

test('The API makes an authorizer that returns a policy, and shows it', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20261128/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x';
  const wanted = {
    authorizerType: 'REQUEST',
    authorizerUri: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
    authorizerCredentialsArn: 'arn:aws:iam::000000000000:role/caller',
    authorizerPayloadFormatVersion: '1.0',
    authorizerResultTtlInSeconds: 60,
    identitySource: ['$request.header.authorization', '$context.routeKey'],
  };
  const answer = await fetch(`${runtime.endpoint}/v2/apis/${output('Api')}/authorizers`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ ...wanted, name: 'made' }),
  });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({
    ...wanted,
    authorizerId: expect.any(String),
    enableSimpleResponses: false,
  });
});
