import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { FUNCTION, getAtt, one, role, startTemplate } from '../../../template/start-template.ts';

type Json = Record<string, unknown>;

/** Returns the value of `?answer=`, fails on `?fail`, and otherwise returns its event. */
const CODE = `
export const handler = async (event) => {
  const { answer, fail } = event.queryStringParameters ?? {};
  if (fail) throw new Error('broken');
  return answer === undefined ? { statusCode: 200, body: JSON.stringify(event) } : JSON.parse(answer);
};`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const proxy = {
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: joined(
    'arn:aws:apigateway:',
    ref('AWS::Region'),
    ':lambda:path/2015-03-31/functions/',
    getAtt('Function'),
    '/invocations',
  ),
};

/** A function whose policy does not let API Gateway invoke it. */
const unshared = {
  ...proxy,
  Uri: joined(
    'arn:aws:apigateway:',
    ref('AWS::Region'),
    ':lambda:path/2015-03-31/functions/',
    getAtt('Unshared'),
    '/invocations',
  ),
};

const method = (ResourceId: unknown, HttpMethod: string, more: Json = {}) =>
  one('AWS::ApiGateway::Method', {
    RestApiId: ref('Api'),
    ResourceId,
    HttpMethod,
    AuthorizationType: 'NONE',
    Integration: proxy,
    ...more,
  });

const resource = (ParentId: unknown, PathPart: string) =>
  one('AWS::ApiGateway::Resource', { RestApiId: ref('Api'), ParentId, PathPart });

const keyed = (id: string, plan: Json): Json => ({
  [`${id}Key`]: one('AWS::ApiGateway::ApiKey', { Name: id, Enabled: true, Value: `the-key-of-${id}-1234567890` }),
  [`${id}Plan`]: one('AWS::ApiGateway::UsagePlan', {
    UsagePlanName: id,
    ApiStages: [{ ApiId: ref('Api'), Stage: ref('Stage') }],
    ...plan,
  }),
  [`${id}PlanKey`]: one('AWS::ApiGateway::UsagePlanKey', {
    KeyId: ref(`${id}Key`),
    KeyType: 'API_KEY',
    UsagePlanId: ref(`${id}Plan`),
  }),
});

const template = (extra: Json): Json => ({
  Resources: {
    ...FUNCTION,
    MayCall: one('AWS::Lambda::Permission', {
      FunctionName: getAtt('Function'),
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: joined(
        'arn:aws:execute-api:',
        ref('AWS::Region'),
        ':',
        ref('AWS::AccountId'),
        ':',
        ref('Api'),
        '/*/*/*',
      ),
    }),
    Table: one('AWS::DynamoDB::Table', {
      TableName: 'pets',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: getAtt('Table') },
    ]),
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Pets: resource(getAtt('Api', 'RootResourceId'), 'pets'),
    Pet: resource(ref('Pets'), '{id}'),
    Files: resource(getAtt('Api', 'RootResourceId'), 'files'),
    File: resource(ref('Files'), '{proxy+}'),
    Look: resource(getAtt('Api', 'RootResourceId'), 'look'),
    Private: resource(getAtt('Api', 'RootResourceId'), 'private'),
    Unshared: one('AWS::Lambda::Function', {
      FunctionName: 'unshared',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    Closed: resource(getAtt('Api', 'RootResourceId'), 'closed'),
    GetClosed: method(ref('Closed'), 'GET', { Integration: unshared }),
    GetRoot: method(getAtt('Api', 'RootResourceId'), 'GET'),
    GetPet: method(ref('Pet'), 'GET'),
    AnyFile: method(ref('File'), 'ANY'),
    GetPrivate: method(ref('Private'), 'GET', { ApiKeyRequired: true }),
    PostLook: method(ref('Look'), 'POST', {
      Integration: {
        Type: 'AWS',
        IntegrationHttpMethod: 'POST',
        Credentials: getAtt('ApiRole'),
        Uri: joined('arn:aws:apigateway:', ref('AWS::Region'), ':dynamodb:action/GetItem'),
        IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '404', SelectionPattern: '4\\d{2}' }],
      },
      MethodResponses: [{ StatusCode: '200' }, { StatusCode: '404' }],
    }),
    Untrusted: resource(getAtt('Api', 'RootResourceId'), 'untrusted'),
    LambdaRole: role('lambda.amazonaws.com', [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }]),
    PostUntrusted: method(ref('Untrusted'), 'POST', {
      Integration: {
        Type: 'AWS',
        IntegrationHttpMethod: 'POST',
        Credentials: getAtt('LambdaRole'),
        Uri: joined('arn:aws:apigateway:', ref('AWS::Region'), ':dynamodb:action/GetItem'),
        IntegrationResponses: [{ StatusCode: '200' }],
      },
    }),
    Deployment: one('AWS::ApiGateway::Deployment', { RestApiId: ref('Api') }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1', DeploymentId: ref('Deployment') }),
    ...keyed('few', { Quota: { Limit: 3, Period: 'MONTH', Offset: 1 } }),
    ...keyed('slow', { Throttle: { RateLimit: 1, BurstLimit: 2 } }),
    Unplanned: one('AWS::ApiGateway::ApiKey', { Name: 'unplanned', Enabled: true, Value: 'a-key-without-a-plan-123' }),
    ...extra,
  },
  Outputs: {
    Url: { Value: joined('https://', ref('Api'), '.execute-api.', ref('AWS::Region'), '.amazonaws.com/v1/') },
  },
});

const start = (extra: Json = {}): Promise<Runtime> => startTemplate(template(extra), CODE);

let runtime: Runtime;
let url: string;
beforeAll(async () => {
  runtime = await start();
  url = runtime.deployment?.outputs.find(({ name }) => name === 'Url')?.value.replace(/\/$/, '') ?? '';
});
afterAll(() => runtime?.stop());

const get = (path: string, key?: string): Promise<Response> =>
  fetch(url + path, { headers: key === undefined ? {} : { 'x-api-key': key } });

const shown = async (answer: Response) => ({
  status: answer.status,
  type: answer.headers.get('x-amzn-errortype'),
  body: await answer.json(),
});

describe('A REST API', () => {
  test('is served at the URL in the outputs of its template', () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_rest\/[a-z0-9]{10}\/v1$/);
  });

  test('invokes its function with an event of payload format 1.0', async () => {
    const answer = await fetch(`${url}/pets/7?a=1&a=2`, { headers: { 'x-some': 'thing', 'x-api-key': 'secret' } });
    const event = (await answer.json()) as Json;
    expect(event).toMatchObject({
      resource: '/pets/{id}',
      path: '/pets/7',
      httpMethod: 'GET',
      pathParameters: { id: '7' },
      body: null,
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      requestContext: { stage: 'v1', path: '/v1/pets/7', resourcePath: '/pets/{id}', httpMethod: 'GET' },
    });
    expect(event.headers).toMatchObject({ 'x-some': 'thing' });
    expect(JSON.stringify(event)).not.toContain('secret');
  });

  test('passes any body as text if it has no binary media types', async () => {
    const send = async (type: string, body: string) =>
      (await (
        await fetch(`${url}/files/a/b`, { method: 'PUT', body, headers: { 'content-type': type } })
      ).json()) as Json;
    expect(await send('application/json', '{"a":1}')).toMatchObject({ body: '{"a":1}', isBase64Encoded: false });
    expect(await send('image/png', 'xyz')).toMatchObject({ body: 'xyz', isBase64Encoded: false });
    expect((await send('text/plain', 'x')).pathParameters).toEqual({ proxy: 'a/b' });
  });

  test.each([
    ['an answer without a status', { answer: '{"body":"x"}' }],
    ['a body that is not text', { answer: '{"statusCode":200,"body":{}}' }],
    ['a failure', { fail: '1' }],
  ])('answers 502 to %s', async (_, query) => {
    const answer = await get(`/pets/1?${new URLSearchParams(query as never)}`);
    expect(await shown(answer)).toMatchObject({ status: 502, body: { message: 'Internal server error' } });
  });

  test('answers 500 if it may not invoke its function', async () => {
    expect(await shown(await get('/closed'))).toMatchObject({
      status: 500,
      body: { message: 'Internal server error' },
    });
  });

  test('passes a body unchanged to an action of a service, and maps the status by the selection patterns', async () => {
    const look = (body: string) => fetch(`${url}/look`, { method: 'POST', body });
    const found = await look('{"TableName":"pets","Key":{"id":{"S":"1"}}}');
    expect([found.status, await found.json()]).toEqual([200, {}]);
    const denied = await look('{"TableName":"others","Key":{"id":{"S":"1"}}}');
    expect([denied.status, await denied.json()]).toEqual([
      404,
      expect.objectContaining({ __type: expect.any(String) }),
    ]);
    expect((await look('no JSON')).status).toBe(404);
  });

  test('answers 500 if the role of a method does not trust API Gateway', async () => {
    const body = '{"TableName":"pets","Key":{"id":{"S":"1"}}}';
    expect(await shown(await fetch(`${url}/untrusted`, { method: 'POST', body }))).toMatchObject({
      status: 500,
      body: { message: 'Internal server error' },
    });
  });

  test('answers an unknown path with a missing token, and an unknown stage with Forbidden', async () => {
    const missing = {
      status: 403,
      type: 'MissingAuthenticationTokenException',
      body: { message: 'Missing Authentication Token' },
    };
    for (const path of ['/nothing', '/pets', '/pets/1/2']) expect(await shown(await get(path))).toEqual(missing);
    const otherStage = await fetch(url.replace('/v1', '/v2'));
    expect([otherStage.status, await otherStage.json()]).toEqual([403, { message: 'Forbidden' }]);
  });
});

describe('A method that requires an API key', () => {
  const forbidden = { status: 403, type: 'ForbiddenException', body: { message: 'Forbidden' } };

  test.each([
    ['without one', undefined],
    ['with an unknown one', 'unknown'],
    ['with one that is in no plan', 'a-key-without-a-plan-123'],
  ])('is forbidden %s', async (_, key) => {
    expect(await shown(await get('/private', key))).toEqual(forbidden);
  });

  test('is answered until the quota is used up, which is less by the offset in the first month', async () => {
    const often = async () => {
      const statuses: number[] = [];
      for (let turn = 0; turn < 5; turn += 1)
        statuses.push((await get('/private', 'the-key-of-few-1234567890')).status);
      return statuses;
    };
    expect(await often()).toEqual([200, 200, 429, 429, 429]);
    expect(await shown(await get('/private', 'the-key-of-few-1234567890'))).toEqual({
      status: 429,
      type: 'LimitExceededException',
      body: { message: 'Limit Exceeded' },
    });
    await runtime.kernel.timers.advance(31 * 86_400_000);
    expect(await often()).toEqual([200, 200, 200, 429, 429]);
  });

  test('is answered up to the rate of the throttle', async () => {
    const ask = async () => (await get('/private', 'the-key-of-slow-1234567890')).status;
    expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual(expect.arrayContaining([200, 200, 429, 429]));
    await runtime.kernel.timers.advance(1_000);
    expect(await Promise.all([ask(), ask()])).toEqual(expect.arrayContaining([200, 429]));
  });
});

describe('A template does not start with', () => {
  test.each([
    [
      'an authorizer',
      method(ref('Pets'), 'GET', { AuthorizationType: 'AWS_IAM' }),
      'AuthorizationType AWS_IAM is not supported locally',
    ],
    [
      'an HTTP integration without a method',
      method(ref('Pets'), 'GET', { Integration: { Type: 'HTTP', Uri: 'https://example.com' } }),
      'IntegrationHttpMethod must not be empty',
    ],
    [
      'an HTTP integration with an unknown method',
      method(ref('Pets'), 'GET', {
        Integration: { Type: 'HTTP', Uri: 'https://example.com', IntegrationHttpMethod: 'TAKE' },
      }),
      'IntegrationHttpMethod TAKE is not one of ANY, DELETE, GET',
    ],
    [
      'an invalid mapping template',
      method(ref('Pets'), 'GET', {
        Integration: {
          Type: 'AWS',
          Uri: 'arn:aws:apigateway:us-east-1:states:action/StartExecution',
          Credentials: getAtt('ApiRole'),
          RequestTemplates: { 'application/json': '#if(' },
        },
      }),
      'A mapping template is not valid VTL',
    ],
    [
      'an action of a service that integrations cannot call',
      method(ref('Pets'), 'GET', {
        Integration: {
          Type: 'AWS',
          Uri: 'arn:aws:apigateway:us-east-1:s3:action/GetObject',
          Credentials: getAtt('ApiRole'),
        },
      }),
      'Uri arn:aws:apigateway:us-east-1:s3:action/GetObject is not supported locally. It must name an action or a path of states, dynamodb, events, sqs, sns',
    ],
    [
      'a plan with an unknown period',
      one('AWS::ApiGateway::UsagePlan', { UsagePlanName: 'x', Quota: { Limit: 1, Period: 'YEAR' } }),
      'period must be DAY, WEEK or MONTH',
    ],
    ['a VPC link', one('AWS::ApiGateway::VpcLink', { Name: 'x', TargetArns: [] }), 'this type is not known'],
  ])('%s', async (_, extra, message) => {
    await expect(start({ Extra: extra }).then((started) => started.stop())).rejects.toThrow(message);
  });
});
