import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, role, startTemplate } from '../../../template/start-template.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html. AWS's pages show
// neither the header x-amzn-errortype nor the member names of the bodies with status 403 and 500; they are those that
// users of AWS report.

type Json = Record<string, unknown>;

/**
 * As an authorizer, the function does what the JSON in the token says. As a backend, it shows what it gets. `calls`
 * counts the calls of the authorizer.
 */
const CODE = `
let calls = 0;
export const handler = async (event) => {
  if (event.methodArn === undefined)
    return { statusCode: 200, body: JSON.stringify({ authorizer: event.requestContext.authorizer }) };
  calls += 1;
  const token = event.authorizationToken ?? event.headers.authorization;
  const { fail, answer, allow = [event.methodArn], deny = [], context, key } = JSON.parse(token);
  if (fail !== undefined) throw new Error(fail);
  if (answer !== undefined) return answer;
  const statement = (Effect, Resource) => ({ Effect, Action: 'execute-api:Invoke', Resource });
  return {
    principalId: 'ada',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        ...(allow.length > 0 ? [statement('Allow', allow)] : []),
        ...(deny.length > 0 ? [statement('Deny', deny)] : []),
      ],
    },
    context: { calls, event: JSON.stringify(event), ...context },
    usageIdentifierKey: key,
  };
};`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const invocation = (id: string) =>
  joined('arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', getAtt(id), '/invocations');

const authorizer = (Type: string, more: Json = {}): Json =>
  one('AWS::ApiGateway::Authorizer', {
    RestApiId: ref('Api'),
    Name: Type,
    Type,
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerUri: invocation('Function'),
    AuthorizerResultTtlInSeconds: 0,
    ...more,
  });

const method = (ResourceId: unknown, authorizerId: string, more: Json = {}): Json =>
  one('AWS::ApiGateway::Method', {
    RestApiId: ref('Api'),
    ResourceId,
    HttpMethod: 'GET',
    AuthorizationType: 'CUSTOM',
    AuthorizerId: ref(authorizerId),
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation('Function') },
    ...more,
  });

const resource = (ParentId: unknown, PathPart: string): Json =>
  one('AWS::ApiGateway::Resource', { RestApiId: ref('Api'), ParentId, PathPart });

const at = (path: string, authorizerId: string, more: Json = {}): Json => ({
  [`Resource${path}`]: resource(getAtt('Api', 'RootResourceId'), path),
  [`Get${path}`]: method(ref(`Resource${path}`), authorizerId, more),
});

const functionNamed = (FunctionName: string): Json =>
  one('AWS::Lambda::Function', {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: getAtt('Role'),
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
  });

const template = (extra: Json = {}): Json => ({
  Resources: {
    ...FUNCTION,
    Unshared: functionNamed('unshared'),
    MayCall: API_MAY_CALL,
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: getAtt('Unshared') },
    ]),
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets', ApiKeySourceType: 'AUTHORIZER' }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1', Variables: { season: 'winter' } }),
    Token: authorizer('TOKEN'),
    Matching: authorizer('TOKEN', { IdentityValidationExpression: '\\{.*\\}' }),
    Kept: authorizer('TOKEN', { AuthorizerResultTtlInSeconds: 3_600 }),
    Request: authorizer('REQUEST', {
      IdentitySource: 'method.request.header.Authorization, method.request.querystring.who, stageVariables.season',
    }),
    NoSource: authorizer('REQUEST', { IdentitySource: undefined }),
    KeptRequest: authorizer('REQUEST', {
      IdentitySource: 'method.request.header.Authorization,context.identity.sourceIp',
      AuthorizerResultTtlInSeconds: undefined,
    }),
    NotPermitted: authorizer('TOKEN', { AuthorizerUri: invocation('Unshared') }),
    WithRole: authorizer('TOKEN', {
      AuthorizerUri: invocation('Unshared'),
      AuthorizerCredentials: getAtt('ApiRole'),
    }),
    ...at('token', 'Token'),
    Item: resource(ref('Resourcetoken'), '{id}'),
    GetItem: method(ref('Item'), 'Token'),
    ...at('matching', 'Matching'),
    ...at('kept', 'Kept'),
    ...at('keptToo', 'Kept'),
    ...at('request', 'Request'),
    ...at('noSource', 'NoSource'),
    ...at('keptRequest', 'KeptRequest'),
    ...at('notPermitted', 'NotPermitted'),
    ...at('withRole', 'WithRole'),
    ...at('backendRole', 'Token', {
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: invocation('Unshared'),
        Credentials: getAtt('ApiRole'),
      },
    }),
    ...at('metered', 'Token', { ApiKeyRequired: true }),
    ...at('mapped', 'Token', {
      Integration: {
        Type: 'AWS',
        IntegrationHttpMethod: 'POST',
        Uri: 'arn:aws:apigateway:us-east-1:sqs:action/GetQueueUrl',
        Credentials: getAtt('QueueRole'),
        RequestParameters: { 'integration.request.querystring.QueueName': 'context.authorizer.queue' },
        IntegrationResponses: [
          {
            StatusCode: '200',
            ResponseTemplates: {
              'application/json': '{"who":"$context.authorizer.principalId","age":"$context.authorizer.age"}',
            },
          },
        ],
      },
    }),
    Queue: one('AWS::SQS::Queue', { QueueName: 'letters' }),
    QueueRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'sqs:GetQueueUrl', Resource: getAtt('Queue') },
    ]),
    Key: one('AWS::ApiGateway::ApiKey', { Name: 'ada', Enabled: true, Value: 'the-key-of-ada-1234567890' }),
    Plan: one('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'small',
      ApiStages: [{ ApiId: ref('Api'), Stage: ref('Stage') }],
      Quota: { Limit: 1, Period: 'DAY' },
    }),
    PlanKey: one('AWS::ApiGateway::UsagePlanKey', {
      KeyId: ref('Key'),
      KeyType: 'API_KEY',
      UsagePlanId: ref('Plan'),
    }),
    ...extra,
  },
  Outputs: {
    Api: { Value: ref('Api') },
    Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') },
  },
});

let runtime: Runtime;
const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';

beforeAll(async () => {
  runtime = await startTemplate(template(), CODE);
});
afterAll(() => runtime?.stop());

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${output('Url')}/${path}`, { headers });
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body: (await answer.json()) as Json };
};

const asking = (path: string, orders: Json = {}, headers: Record<string, string> = {}) =>
  ask(path, { authorization: JSON.stringify(orders), ...headers });

/** The members of `requestContext.authorizer` that the backend gets. */
const passedOn = async (path: string, orders: Json = {}) => {
  const { status, body } = await asking(path, orders);
  expect(status).toBe(200);
  return body.authorizer as Json;
};

const eventOf = ({ event }: Json): Json => JSON.parse(String(event)) as Json;
const arn = (path: string): string => `arn:aws:execute-api:us-east-1:000000000000:${output('Api')}/v1/GET/${path}`;

const unauthorized = { status: 401, type: 'UnauthorizedException', body: { message: 'Unauthorized' } };
const denied = {
  status: 403,
  type: 'AccessDeniedException',
  body: { Message: 'User is not authorized to access this resource' },
};
const misconfigured = { status: 500, type: 'AuthorizerConfigurationException', body: { message: null } };

describe('An authorizer of type TOKEN', () => {
  test('gets the token and the ARN of the method with the path of the request', async () => {
    expect(eventOf(await passedOn('token/7'))).toEqual({
      type: 'TOKEN',
      methodArn: arn('token/7'),
      authorizationToken: '{}',
    });
  });

  test('passes its principal and its context as texts to the function', async () => {
    expect(await passedOn('token', { context: { age: 7, isAdmin: true, nothing: null } })).toEqual({
      principalId: 'ada',
      calls: expect.stringMatching(/^\d+$/),
      event: expect.any(String),
      age: '7',
      isAdmin: 'true',
    });
  });

  test('is not called without a token, or if the token does not match the expression', async () => {
    expect(await ask('token')).toEqual(unauthorized);
    expect(await ask('matching', { authorization: 'Bearer {}' })).toEqual(unauthorized);
    expect((await ask('matching', { authorization: '{}' })).status).toBe(200);
  });

  test('refuses a request with 401 if the function fails with the message Unauthorized', async () => {
    expect(await asking('token', { fail: 'Unauthorized' })).toEqual(unauthorized);
  });

  test.each<[string, Json]>([
    ['fails', { fail: 'broken' }],
    ['returns no object', { answer: 'yes' }],
    ['returns no policy', { answer: { principalId: 'ada' } }],
    ['returns no principal', { answer: { policyDocument: { Version: '2012-10-17', Statement: [] } } }],
    ['returns an invalid policy', { answer: { principalId: 'ada', policyDocument: { Statement: [{}] } } }],
    ['returns a list in its context', { context: { roles: ['admin'] } }],
    ['returns more than 8 KB', { context: { text: 'x'.repeat(8_192) } }],
  ])('answers 500 if the function %s', async (_, orders) => {
    expect(await asking('token', orders)).toEqual(misconfigured);
  });

  test('answers 500 if the policy of the function does not allow the call', async () => {
    expect(await asking('notPermitted')).toEqual(misconfigured);
  });

  test('calls the function with the role of its credentials, and so does an integration', async () => {
    expect((await asking('withRole')).status).toBe(200);
    expect((await asking('backendRole')).status).toBe(200);
  });

  test('answers 414 for a method whose ARN is longer than 1600 bytes', async () => {
    expect(await asking(`token/${'x'.repeat(1_600)}`)).toMatchObject({
      status: 414,
      body: { message: 'Request URI too long' },
    });
  });
});

describe('The policy of an authorizer', () => {
  test('allows the methods that its wildcards match', async () => {
    const any = 'arn:aws:execute-api:*:*:*/v1/*/token/?';
    expect((await asking('token/7', { allow: [any] })).status).toBe(200);
    expect(await asking('token/77', { allow: [any] })).toEqual(denied);
    expect(await asking('token', { allow: [any] })).toEqual(denied);
  });

  test('refuses with another message if a statement denies the call', async () => {
    expect(await asking('token/7', { allow: ['*'], deny: [arn('token/*')] })).toEqual({
      ...denied,
      body: { Message: 'User is not authorized to access this resource with an explicit deny' },
    });
  });

  test('can have conditions on the address and the user agent of the client', async () => {
    const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' };
    const withCondition = (Condition: Json): Json => ({
      answer: {
        principalId: 'ada',
        policyDocument: { Version: '2012-10-17', Statement: [{ ...statement, Condition }] },
      },
    });
    const inNetwork = (network: string) => withCondition({ IpAddress: { 'aws:SourceIp': network } });
    expect((await asking('token', inNetwork('127.0.0.0/8'))).status).toBe(200);
    expect(await asking('token', inNetwork('10.0.0.0/8'))).toEqual(denied);
    expect(await asking('token', inNetwork('no network'))).toEqual(misconfigured);
    const agent = withCondition({ StringEquals: { 'aws:UserAgent': 'curl' } });
    expect((await asking('token', agent, { 'user-agent': 'curl' })).status).toBe(200);
    expect(await asking('token', agent, { 'user-agent': 'wget' })).toEqual(denied);
  });
});

describe('An authorizer of type REQUEST', () => {
  test('gets the request without its body', async () => {
    expect(eventOf(await passedOn('request?who=ada&who=bob'))).toEqual({
      type: 'REQUEST',
      methodArn: arn('request'),
      resource: '/request',
      path: '/request',
      httpMethod: 'GET',
      headers: expect.objectContaining({ authorization: '{}' }),
      multiValueHeaders: expect.objectContaining({ authorization: ['{}'] }),
      queryStringParameters: { who: 'bob' },
      multiValueQueryStringParameters: { who: ['ada', 'bob'] },
      pathParameters: {},
      stageVariables: { season: 'winter' },
      requestContext: expect.objectContaining({ stage: 'v1', resourcePath: '/request', httpMethod: 'GET' }),
    });
  });

  test('is not called if one of its identity sources is missing or empty', async () => {
    expect(await asking('request')).toEqual(unauthorized);
    expect(await asking('request?who=')).toEqual(unauthorized);
    expect(await ask('request?who=ada')).toEqual(unauthorized);
  });

  test('needs no identity source if its results are not cached', async () => {
    expect((await asking('noSource')).status).toBe(200);
  });
});

describe('The result of an authorizer', () => {
  test('is kept for its TTL on the clock of the runtime, for all methods with the same token', async () => {
    const orders = { allow: ['*'], name: 'kept' };
    const { calls } = await passedOn('kept', orders);
    expect((await passedOn('keptToo', orders)).calls).toBe(calls);
    expect((await passedOn('kept', { ...orders, name: 'another' })).calls).not.toBe(calls);
    await runtime.kernel.timers.advance(1_800_000);
    expect((await passedOn('kept', orders)).calls).toBe(calls);
    await runtime.kernel.timers.advance(1_800_000);
    expect((await passedOn('kept', orders)).calls).not.toBe(calls);
  });

  test('is kept for 300 seconds by default', async () => {
    const { calls } = await passedOn('keptRequest');
    await runtime.kernel.timers.advance(150_000);
    expect((await passedOn('keptRequest')).calls).toBe(calls);
    await runtime.kernel.timers.advance(150_000);
    expect((await passedOn('keptRequest')).calls).not.toBe(calls);
  });

  test('decides on each method by itself while it is kept', async () => {
    const orders = { allow: [arn('kept')] };
    expect((await asking('kept', orders)).status).toBe(200);
    expect(await asking('keptToo', orders)).toEqual(denied);
  });

  test('is not kept if its TTL is 0', async () => {
    const { calls } = await passedOn('token');
    expect((await passedOn('token')).calls).not.toBe(calls);
  });

  test('has the API key that the request counts for', async () => {
    const forbidden = { status: 403, type: 'ForbiddenException', body: { message: 'Forbidden' } };
    const header = { 'x-api-key': 'the-key-of-ada-1234567890' };
    expect(await asking('metered', {}, header)).toEqual(forbidden);
    expect(await asking('metered', { key: 'another key' })).toEqual(forbidden);
    expect((await asking('metered', { key: 'the-key-of-ada-1234567890' })).status).toBe(200);
    expect((await asking('metered', { key: 'the-key-of-ada-1234567890' })).status).toBe(429);
  });

  test('is in the mappings and mapping templates of an integration', async () => {
    expect(await asking('mapped', { context: { queue: 'letters', age: 7 } })).toMatchObject({
      status: 200,
      body: { who: 'ada', age: '7' },
    });
  });
});

test('A method with the type COGNITO_USER_POOLS cannot have a Lambda authorizer', async () => {
  const extra = at('extra', 'Token', { AuthorizationType: 'COGNITO_USER_POOLS' });
  const started = startTemplate(template(extra), CODE).then((other) => other.stop());
  await expect(started).rejects.toThrow('Invalid authorizer ID specified.');
});
