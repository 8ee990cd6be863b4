import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { one } from '../../template/start-template.ts';
import { Backend, closedPort } from '../apigateway/backend.ts';
import { apiTemplate, clientOf, getAtt, source, startTemplate, unit } from './graphql-api.ts';

type Json = Record<string, unknown>;

const SCHEMA = `
type Query { sent(request: AWSJSON): AWSJSON  unreachable(request: AWSJSON): AWSJSON  own(request: AWSJSON): AWSJSON
  put(request: AWSJSON): AWSJSON  forbidden(request: AWSJSON): AWSJSON }
schema { query: Query }`;

const REQUEST = `
export const request = (ctx) => ctx.args.request;
export const response = (ctx) => ({ result: ctx.result, error: ctx.error });`;

const http = (Name: string, Endpoint: unknown) => source('HTTP', { Name, HttpConfig: { Endpoint } });
const bus = (Name: string, role: string) =>
  source('AMAZON_EVENTBRIDGE', {
    Name,
    ServiceRoleArn: getAtt(role),
    EventBridgeConfig: { EventBusArn: getAtt('Bus') },
  });

const backend = new Backend();
let runtime: Runtime;
beforeAll(async () => {
  await backend.start();
  const resources = {
    Bus: one('AWS::Events::EventBus', { Name: 'pets' }),
    Rule: one('AWS::Events::Rule', {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['shop'] },
      Targets: [{ Id: 'queue', Arn: getAtt('Queue') }],
    }),
    Queue: one('AWS::SQS::Queue', { QueueName: 'events' }),
    QueuePolicy: one('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
        ],
      },
    }),
    Http: http('backend', `${backend.url}/base/`),
    Closed: http('closed', await closedPort()),
    // The address of the runtime is known only while it runs.
    Own: http('own', { 'Fn::Select': [0, { 'Fn::Split': ['/_graphql', getAtt('Api', 'GraphQLUrl')] }] }),
    Events: bus('bus', 'SourceRole'),
    Forbidden: bus('forbidden', 'Role'),
    Sent: unit('Query.sent', 'Http', REQUEST),
    Unreachable: unit('Query.unreachable', 'Closed', REQUEST),
    OwnResolver: unit('Query.own', 'Own', REQUEST),
    Put: unit('Query.put', 'Events', REQUEST),
    ForbiddenResolver: unit('Query.forbidden', 'Forbidden', REQUEST),
  };
  const template = apiTemplate(SCHEMA, resources, [
    { Effect: 'Allow', Action: 'events:PutEvents', Resource: getAtt('Bus') },
  ]);
  runtime = await startTemplate(template, 'export const handler = async () => null;');
});
afterEach(() => backend.reset());
afterAll(async () => {
  await runtime?.stop();
  await backend.stop();
});

const ask = (field: string, request: Json) =>
  clientOf(runtime)(`query ($r: AWSJSON) { ${field}(request: $r) }`, { r: JSON.stringify(request) });
const answerOf = async (field: string, request: Json): Promise<Json> => {
  const { data, errors } = await ask(field, request);
  expect(errors).toBeUndefined();
  return JSON.parse(String(data?.[field]));
};

describe('An HTTP data source', () => {
  test('sends method, path, query, headers and body, and shows the response', async () => {
    const params = {
      query: { a: 'b c', n: [1, 2] },
      headers: { 'Content-Type': 'application/json', Host: 'x' },
      body: { pet: 'Rex' },
    };
    const { result } = await answerOf('sent', { method: 'POST', resourcePath: '/v1/pets', params });
    expect(result).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(String((result as Json).body))).toMatchObject({
      method: 'POST',
      url: '/base/v1/pets?a=b+c&n=1&n=2',
      headers: { 'content-type': 'application/json', 'content-length': '13', host: new URL(backend.url).host },
      body: '{"pet":"Rex"}',
    });
  });

  test('shows every status as a result', async () => {
    backend.answer = () => ({ status: 404, headers: { 'x-a': ['1', '2'] }, body: 'none' });
    expect(await answerOf('sent', { resourcePath: '/' })).toMatchObject({
      result: { statusCode: 404, headers: { 'x-a': '1, 2' }, body: 'none' },
    });
  });

  // No page of AWS shows the types and texts of these errors.
  test('has an error if the endpoint cannot be reached, or its response is too large', async () => {
    expect(await answerOf('unreachable', { resourcePath: '/' })).toMatchObject({
      result: null,
      error: { type: 'HTTP:Unreachable' },
    });
    backend.answer = () => ({ status: 200, body: 'x'.repeat(5 * 2 ** 20 + 1) });
    expect(await answerOf('sent', { resourcePath: '/' })).toMatchObject({ error: { type: 'HTTP:ResponseTooLarge' } });
  });

  test.each([
    ['the runtime itself', 'own', '/_local/status', 'is the address of this runtime'],
    ['another host', 'unreachable', '@127.0.0.1/', 'resourcePath must begin with a slash'],
  ])('does not call %s', async (_, field, resourcePath, message) => {
    expect(await ask(field, { resourcePath })).toMatchObject({
      data: { [field]: null },
      errors: [{ errorType: 'MappingTemplate', message: expect.stringContaining(message) }],
    });
  });

  test.each([
    [{ resourcePath: '/', method: 'TRACE' }, 'method must be one of'],
    [{ method: 'GET' }, 'resourcePath must be a string'],
    [{ resourcePath: '/', params: { headers: { 'a b': 'c' } } }, 'HTTP does not allow'],
  ])('refuses %j', async (request, message) => {
    expect(await ask('sent', request)).toMatchObject({ errors: [{ message: expect.stringContaining(message) }] });
  });
});

describe('An EventBridge data source', () => {
  const event = { source: 'shop', detailType: 'sold', detail: { pet: 'Rex' }, time: '2024-01-02T03:04:05Z' };

  test('puts events on its bus', async () => {
    expect(await answerOf('put', { operation: 'PutEvents', events: [event] })).toEqual({
      result: { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
    });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sqs = new SQSClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials });
    const QueueUrl = `${runtime.endpoint}/000000000000/events`;
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(JSON.parse(String(received.Messages?.[0]?.Body))).toMatchObject({
      source: 'shop',
      'detail-type': 'sold',
      detail: { pet: 'Rex' },
      time: '2024-01-02T03:04:05Z',
    });
  });

  test('has an error if its role has no permission', async () => {
    expect(await answerOf('forbidden', { operation: 'PutEvents', events: [event] })).toMatchObject({
      result: null,
      error: { type: 'EventBridge:AccessDeniedException' },
    });
  });
});
