import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, role, startTemplate, urlOf } from '../../../template/start-template.ts';
import { methodAt } from './method-at.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html

type Json = Record<string, unknown>;

/** Does what its event says. */
const CODE = `
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
export const handler = async (event) => {
  if (event.fail) throw new Error(event.fail);
  if (event.hang) return new Promise(() => setInterval(() => {}, 1000));
  if (event.send) await new SQSClient().send(new SendMessageCommand({ QueueUrl: event.queue, MessageBody: event.send }));
  return { got: event };
};`;

const ref = (Ref: string) => ({ Ref });
const invocation = (id: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
});

const method = (name: string, integration: Json, more: Json = {}): Json =>
  methodAt(name, 'ANY', {
    AuthorizationType: 'NONE',
    ...more,
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: invocation('Function'),
      IntegrationResponses: [{ StatusCode: '200' }],
      ...integration,
    },
  });

const toAnother = { Uri: invocation('Unpermitted') };
const mapped = (RequestTemplate: string, more: Json = {}) => ({
  RequestTemplates: { 'application/json': RequestTemplate },
  ...more,
});

const OPENAPI = {
  openapi: '3.0.1',
  info: { title: 'imported', version: '1' },
  paths: {
    '/pets/{id}': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'aws',
          httpMethod: 'POST',
          uri: invocation('Function'),
          passthroughBehavior: 'when_no_templates',
          requestTemplates: { 'application/json': '{"fail":"no pet $input.params(\'id\')"}' },
          responses: {
            default: { statusCode: '200' },
            'no pet .*': {
              statusCode: '404',
              responseTemplates: { 'application/json': '{"why":$input.json(\'$.errorMessage\')}' },
            },
          },
        },
      },
    },
  },
};

const template = (extra: Json = {}): Json => ({
  Resources: {
    ...FUNCTION,
    Role: role('lambda.amazonaws.com', [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }]),
    Function: one('AWS::Lambda::Function', {
      FunctionName: 'echo',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 1,
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    Permission: API_MAY_CALL,
    Unpermitted: one('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: getAtt('Unpermitted') },
    ]),
    Queue: one('AWS::SQS::Queue'),
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1' }),
    Imported: one('AWS::ApiGateway::RestApi', { Name: 'imported', Body: OPENAPI }),
    ImportedStage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Imported'), StageName: 'v1' }),
    ...method('passed', {}),
    ...method(
      'mapped',
      mapped('{"name":"$input.params(\'name\')","body":$input.json(\'$.pet\')}', {
        PassthroughBehavior: 'NEVER',
        IntegrationResponses: [
          {
            StatusCode: '201',
            ResponseTemplates: { 'application/json': '{"stored":$input.json(\'$.got\')}' },
            ResponseParameters: {
              'method.response.header.X-Name': 'integration.response.body.got.name',
              'method.response.header.X-Fixed': "'yes'",
            },
          },
        ],
      }),
    ),
    ...method('failing', {
      IntegrationResponses: [
        { StatusCode: '200' },
        { StatusCode: '404', SelectionPattern: '(?i).*no such pet.*' },
        {
          StatusCode: '409',
          SelectionPattern: '(first|other)(\\n|.)+',
          ResponseTemplates: { 'application/json': '{"why":"$input.path(\'$.errorMessage\').length()"}' },
        },
      ],
    }),
    ...method('strict', { IntegrationResponses: [{ StatusCode: '404', SelectionPattern: '.*No such.*' }] }),
    ...method('later', {
      RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
      IntegrationResponses: [{ StatusCode: '202' }],
    }),
    ...method(
      'chosen',
      {
        RequestParameters: {
          'integration.request.header.X-Amz-Invocation-Type': 'method.request.header.InvocationType',
        },
      },
      { RequestParameters: { 'method.request.header.InvocationType': false } },
    ),
    ...method('unpermitted', toAnother),
    ...method('byrole', { ...toAnother, Credentials: getAtt('ApiRole') }),
    ...method('slow', { TimeoutInMillis: 50 }),
    ...extra,
  },
  Outputs: {
    Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.us-east-1.amazonaws.com/v1' } },
    Imported: { Value: { 'Fn::Sub': 'https://${Imported}.execute-api.us-east-1.amazonaws.com/v1' } },
    Queue: { Value: ref('Queue') },
  },
});

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startTemplate(template(), CODE);
});
afterAll(() => runtime?.stop());

const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';

const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = { 'content-type': 'application/json' };
  const answer = await fetch(`${urlOf(runtime)}/${path}`, {
    method: 'POST',
    body: text,
    headers: { ...type, ...headers },
  });
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
};

const FAILED = '{"message":"Internal server error"}';

describe('A custom integration with a function', () => {
  test('passes the body of the request to the function, and its result to the client', async () => {
    const answer = await send('passed', { name: 'Rex' });
    expect(answer).toMatchObject({ status: 200, body: '{"got":{"name":"Rex"}}' });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  test('passes an empty object if the request has no body', async () => {
    expect(await (await fetch(`${urlOf(runtime)}/passed`)).text()).toBe('{"got":{}}');
  });

  test('maps the request and the result with templates', async () => {
    const answer = await send('mapped?name=Rex', { pet: { age: 3 } });
    expect(answer).toMatchObject({ status: 201, body: '{"stored":{"name":"Rex","body":{"age":3}}}' });
    expect(answer.headers.get('x-name')).toBe('Rex');
    expect(answer.headers.get('x-fixed')).toBe('yes');
  });

  test('refuses a content type without template if nothing may be passed through', async () => {
    expect((await send('mapped', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('answers 500 for a body that is no JSON, which Lambda refuses', async () => {
    expect(await send('passed', 'no JSON')).toMatchObject({ status: 500, body: FAILED });
  });
});

describe('If a function fails,', () => {
  test('the response whose pattern matches the message is used', async () => {
    const answer = await send('failing', { fail: 'There is No Such Pet here' });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ errorType: 'Error', errorMessage: 'There is No Such Pet here' });
  });

  test('a pattern can match a message of several lines, and a template gets the error', async () => {
    expect(await send('failing', { fail: 'first line\nsecond' })).toMatchObject({ status: 409, body: '{"why":"17"}' });
  });

  test('a pattern must match the whole message, otherwise the default response is used', async () => {
    const answer = await send('failing', { fail: 'The first line' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ errorMessage: 'The first line' });
  });

  test('the response is 500 if no pattern matches and there is no default response', async () => {
    expect(await send('strict', { fail: 'broken' })).toMatchObject({ status: 500, body: FAILED });
    expect((await send('strict', { fail: 'No such pet' })).status).toBe(404);
  });

  test('its time-out is an error with a message, too', async () => {
    const answer = await send('failing', { hang: true });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).errorMessage).toMatch(/Task timed out after 1\.00 seconds/);
  });
});

describe('An asynchronous invocation', () => {
  test('is answered with an empty body, and the function runs', async () => {
    const QueueUrl = output('Queue');
    expect(await send('later', { send: 'done', queue: QueueUrl })).toMatchObject({ status: 202, body: '' });
    const sqs = new SQSClient({
      endpoint: runtime.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['done']);
  });

  test.each([
    ['Event', 200, ''],
    ['RequestResponse', 200, '{"got":{"name":"Rex"}}'],
    ['DryRun', 200, ''],
    ['Sometimes', 500, FAILED],
  ])('can be chosen by the client: %s', async (invocationtype, status, body) => {
    expect(await send('chosen', { name: 'Rex' }, { invocationtype })).toMatchObject({ status, body });
  });
});

test('A function is called with the role of the integration, or else by its own policy', async () => {
  expect(await send('unpermitted', {})).toMatchObject({ status: 500, body: FAILED });
  expect(await send('byrole', {})).toMatchObject({ status: 200, body: '{"got":{}}' });
});

test('A function that exceeds the timeout of the integration gives 504', async () => {
  const body = '{"message":"Endpoint request timed out"}';
  expect(await send('slow', { hang: true })).toMatchObject({ status: 504, body });
});

test('A custom integration can be imported from an OpenAPI document', async () => {
  const answer = await fetch(`${output('Imported')}/pets/7`);
  expect([answer.status, await answer.text()]).toEqual([404, '{"why":"no pet 7"}']);
});

describe('Nothing is created if', () => {
  test.each([
    [
      'the URI names another action of Lambda',
      { Uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}' } },
      'functions/arn:aws:lambda:us-east-1:000000000000:function:echo is not the invocation path of a Lambda function',
    ],
    [
      'the log of the function is wanted',
      { RequestParameters: { 'integration.request.header.X-Amz-Log-Type': "'Tail'" } },
      'The header X-Amz-Log-Type of an integration with a function is not supported locally',
    ],
    [
      'a pattern is no regular expression',
      { IntegrationResponses: [{ StatusCode: '404', SelectionPattern: '.*(' }] },
      'SelectionPattern .*( is not a regular expression',
    ],
  ])('%s', async (_, integration, message) => {
    const started = startTemplate(template(method('extra', integration)), CODE).then((other) => other.stop());
    await expect(started).rejects.toThrow(/^One thing in the template cannot be run here:/);
    await expect(started).rejects.toThrow(message);
  });
});
