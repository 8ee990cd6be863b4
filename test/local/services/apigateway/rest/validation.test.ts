import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, startTemplate, urlOf } from '../../../template/start-template.ts';

type Json = Record<string, unknown>;

const CODE = `
export const handler = async ({ body }) => ({ statusCode: 200, body: body ?? 'none' });`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const resource = (PathPart: string, ParentId: unknown = getAtt('Api', 'RootResourceId')) =>
  one('AWS::ApiGateway::Resource', { RestApiId: ref('Api'), ParentId, PathPart });

const method = (ResourceId: unknown, HttpMethod: string, more: Json) =>
  one('AWS::ApiGateway::Method', {
    RestApiId: ref('Api'),
    ResourceId,
    HttpMethod,
    AuthorizationType: 'NONE',
    Integration: {
      Type: 'AWS_PROXY',
      IntegrationHttpMethod: 'POST',
      Uri: joined('arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', getAtt('Function'), '/invocations'),
    },
    ...more,
  });

const model = (Schema: Json, more: Json = {}) =>
  one('AWS::ApiGateway::Model', { RestApiId: ref('Api'), ContentType: 'application/json', Schema, ...more });

const validator = (body: boolean, parameters: boolean) =>
  one('AWS::ApiGateway::RequestValidator', {
    RestApiId: ref('Api'),
    ValidateRequestBody: body,
    ValidateRequestParameters: parameters,
  });

/** The OPTIONS method that the CDK makes for CORS. */
const preflight = method(ref('Pets'), 'OPTIONS', {
  Integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
    IntegrationResponses: [
      {
        StatusCode: '204',
        ResponseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'*'",
          'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET,POST'",
        },
      },
    ],
  },
  MethodResponses: [
    { StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } },
  ],
});

const template = (extra: Json): Json => ({
  Resources: {
    ...FUNCTION,
    MayCall: API_MAY_CALL,
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Account: one('AWS::ApiGateway::Account', { CloudWatchRoleArn: getAtt('LogRole') }),
    LogRole: one('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
    }),
    Pets: resource('pets'),
    Toys: resource('toys'),
    Toy: resource('{id}', ref('Toys')),
    Health: resource('health'),
    Owner: model({ type: 'object', required: ['city'] }, { Name: 'Owner' }),
    Pet: model({
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', minLength: 1 },
        owner: { $ref: joined('https://apigateway.amazonaws.com/restapis/', ref('Api'), '/models/', ref('Owner')) },
      },
    }),
    Both: validator(true, true),
    ParametersOnly: validator(false, true),
    PostPet: method(ref('Pets'), 'POST', {
      RequestValidatorId: ref('Both'),
      RequestModels: { 'application/json': ref('Pet') },
      RequestParameters: {
        'method.request.querystring.kind': true,
        'method.request.header.X-Shop': true,
        'method.request.querystring.colour': false,
      },
      MethodResponses: [{ StatusCode: '200', ResponseModels: { 'application/json': 'Empty' } }],
    }),
    GetPets: method(ref('Pets'), 'GET', { RequestParameters: { 'method.request.querystring.kind': true } }),
    PutToy: method(ref('Toy'), 'PUT', {
      RequestValidatorId: ref('ParametersOnly'),
      RequestModels: { $default: ref('Pet') },
      RequestParameters: { 'method.request.path.id': true },
    }),
    PostToy: method(ref('Toy'), 'POST', { RequestValidatorId: ref('Both'), RequestModels: { $default: ref('Pet') } }),
    Preflight: preflight,
    GetHealth: method(ref('Health'), 'GET', {
      Integration: {
        Type: 'MOCK',
        PassthroughBehavior: 'NEVER',
        RequestTemplates: { 'application/json': '{"statusCode": 503}' },
        IntegrationResponses: [
          { StatusCode: '200' },
          {
            StatusCode: '503',
            SelectionPattern: '5\\d{2}',
            ResponseTemplates: { 'application/json': '{"state":"closed"}' },
          },
        ],
      },
    }),
    Deployment: one('AWS::ApiGateway::Deployment', { RestApiId: ref('Api') }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1', DeploymentId: ref('Deployment') }),
    ...extra,
  },
  Outputs: { Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') } },
});

const start = (extra: Json = {}): Promise<Runtime> => startTemplate(template(extra), CODE);

let runtime: Runtime;
let url: string;
beforeAll(async () => {
  runtime = await start();
  url = urlOf(runtime);
});
afterAll(() => runtime?.stop());

const send = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body: await answer.text() };
};

const refusal = (message: string) => ({
  status: 400,
  type: 'BadRequestException',
  body: JSON.stringify({ message }),
});

describe('a method with a request validator', () => {
  const post = (body: unknown) => send('POST', '/pets?kind=cat', JSON.stringify(body), { 'x-shop': 'Bern' });

  test('passes a valid request to its function', async () => {
    expect(await post({ name: 'Spot', owner: { city: 'Bern' } })).toMatchObject({ status: 200 });
  });

  test.each([[{}], [{ name: '' }], [{ name: 'Spot', owner: {} }], [[]], [null]])(
    'refuses the body %j, which does not match the model',
    async (body) => {
      expect(await post(body)).toEqual(refusal('Invalid request body'));
    },
  );

  test('refuses a body that is no JSON, and no body', async () => {
    const shop = { 'x-shop': 'Bern' };
    expect(await send('POST', '/pets?kind=cat', '{', shop)).toEqual(refusal('Invalid request body'));
    expect(await send('POST', '/pets?kind=cat', undefined, shop)).toEqual(refusal('Invalid request body'));
  });

  test('does not check a body of a content type without a model, unless $default has one', async () => {
    const text = { 'content-type': 'text/plain', 'x-shop': 'Bern' };
    expect(await send('POST', '/pets?kind=cat', 'hello', text)).toMatchObject({ status: 200, body: 'hello' });
    expect(await send('POST', '/toys/1', 'hello', text)).toEqual(refusal('Invalid request body'));
  });

  test('names the required parameters that are missing or blank', async () => {
    expect(await send('POST', '/pets?kind=%20', '{')).toEqual(
      refusal('Missing required request parameters: [kind, X-Shop]'),
    );
  });

  test('checks only what its validator names', async () => {
    expect(await send('PUT', '/toys/1', '{')).toMatchObject({ status: 200, body: '{' });
    expect(await send('GET', '/pets')).toMatchObject({ status: 200 });
  });
});

describe('a method without a backend', () => {
  test('answers a preflight request with the static headers of its response', async () => {
    const answer = await fetch(`${url}/pets`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toBe('OPTIONS,GET,POST');
  });

  test('answers with the response whose pattern matches the status of its template', async () => {
    expect(await send('GET', '/health')).toMatchObject({ status: 503, body: '{"state":"closed"}' });
  });

  test('answers 415 to a content type without a template if PassthroughBehavior is NEVER', async () => {
    expect(await send('GET', '/health', undefined, { 'content-type': 'text/xml' })).toMatchObject({
      status: 415,
      body: '{"message":"Unsupported Media Type"}',
    });
  });
});

test('properties that only describe responses, and the account, are listed as not run', () => {
  const notRun = (runtime.deployment?.notRun ?? []).map(({ logicalId, property }) => `${logicalId} ${property ?? ''}`);
  expect(notRun).toEqual(expect.arrayContaining(['Account ', 'PostPet MethodResponses[0].ResponseModels']));
});

describe('a template does not start with', () => {
  test.each([
    [
      'a model of another draft',
      model({ properties: { a: { const: 1 } } }),
      'Invalid model schema specified. Unsupported keyword(s): ["const"]',
    ],
    [
      'an unknown model',
      method(ref('Toys'), 'POST', { RequestModels: { $default: 'None' } }),
      'Invalid model identifier specified: None',
    ],
    [
      'an unknown validator',
      method(ref('Toys'), 'POST', { RequestValidatorId: 'none' }),
      'Invalid Request Validator identifier specified',
    ],
    [
      'an invalid request parameter',
      method(ref('Toys'), 'POST', { RequestParameters: { 'method.request.cookie.a': true } }),
      'errors : [Invalid mapping expression parameter specified: method.request.cookie.a]',
    ],
    [
      'a response header whose source is the request',
      method(ref('Toys'), 'GET', {
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode": 200}' },
          IntegrationResponses: [
            { StatusCode: '200', ResponseParameters: { 'method.response.header.A': 'method.request.header.B' } },
          ],
        },
      }),
      'errors : [Invalid mapping expression parameter specified: method.request.header.B]',
    ],
    [
      'a request template with directives',
      method(ref('Toys'), 'GET', {
        Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '#set($a = 1) {"statusCode": $a}' } },
      }),
      'A request template of a MOCK integration must be {"statusCode": <number>} locally',
    ],
  ])('%s', async (_, extra, message) => {
    await expect(start({ Extra: extra }).then((started) => started.stop())).rejects.toThrow(message);
  });
});
