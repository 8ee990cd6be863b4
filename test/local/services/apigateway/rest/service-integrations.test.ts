import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { getAtt, one, role, startTemplate } from '../../../template/start-template.ts';
import { methodAt } from './method-at.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const uri = (...rest: unknown[]) => joined('arn:aws:apigateway:', ref('AWS::Region'), ':', ...rest);
const quoted = (...parts: unknown[]) => joined("'", ...parts, "'");

const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };

const post = (name: string, integration: Json, RequestParameters: Json = {}): Json =>
  methodAt(name, 'POST', {
    AuthorizationType: 'NONE',
    RequestParameters,
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: getAtt('ApiRole'),
      IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: '422', SelectionPattern: '4\\d{2}' }],
      ...integration,
    },
  });

const sendMessage = (MessageBody: unknown, more: Json = {}): Json => ({
  Uri: uri('sqs:action/SendMessage'),
  RequestParameters: {
    'integration.request.querystring.QueueUrl': quoted(ref('Queue')),
    'integration.request.querystring.MessageBody': MessageBody,
    ...more,
  },
});

const template = (extra: Json = {}): Json => ({
  Resources: {
    Queue: one('AWS::SQS::Queue', { QueueName: 'letters' }),
    Forbidden: one('AWS::SQS::Queue', { QueueName: 'forbidden' }),
    Topic: one('AWS::SNS::Topic', { TopicName: 'news' }),
    Subscription: one('AWS::SNS::Subscription', {
      TopicArn: ref('Topic'),
      Protocol: 'sqs',
      Endpoint: getAtt('Queue'),
      RawMessageDelivery: true,
    }),
    QueuePolicy: one('AWS::SQS::QueuePolicy', {
      Queues: [ref('Queue')],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: getAtt('Queue'),
          },
        ],
      },
    }),
    Table: one('AWS::DynamoDB::Table', {
      TableName: 'pets',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Queue') },
      { Effect: 'Allow', Action: 'sns:Publish', Resource: ref('Topic') },
      { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: getAtt('Table') },
    ]),
    LambdaRole: role('lambda.amazonaws.com', [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }]),
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1', Variables: { season: 'winter' } }),
    ...post('body', sendMessage('method.request.body')),
    ...post('member', sendMessage('method.request.body.pets[0].name')),
    ...post('header', sendMessage('method.request.header.X-Letter'), { 'method.request.header.X-Letter': false }),
    ...post('query', sendMessage('method.request.multivaluequerystring.letter'), {
      'method.request.multivaluequerystring.letter': false,
    }),
    ...post('context', sendMessage('context.identity.sourceIp')),
    ...post('variable', sendMessage('stageVariables.season')),
    ...post('untrusted', { ...sendMessage('method.request.body'), Credentials: getAtt('LambdaRole') }),
    ...post('form', { Uri: uri('sqs:path/', ref('AWS::AccountId'), '/letters'), RequestParameters: FORM }),
    ...post('denied', { Uri: uri('sqs:path/', ref('AWS::AccountId'), '/forbidden'), RequestParameters: FORM }),
    ...post(
      'named',
      {
        Uri: uri('sqs:path/{account}/{queue}'),
        RequestParameters: {
          ...FORM,
          'integration.request.path.account': quoted(ref('AWS::AccountId')),
          'integration.request.path.queue': 'method.request.querystring.queue',
        },
      },
      { 'method.request.querystring.queue': true },
    ),
    ...post('publish', {
      Uri: uri('sns:action/Publish'),
      RequestParameters: {
        'integration.request.querystring.TopicArn': quoted(ref('Topic')),
        'integration.request.querystring.Message': 'method.request.body',
      },
    }),
    ...post('target', {
      Uri: uri('dynamodb:path/'),
      RequestParameters: { 'integration.request.header.X-Amz-Target': "'DynamoDB_20120810.PutItem'" },
    }),
    ...post('json', {
      Uri: uri('sqs:path/'),
      RequestParameters: {
        'integration.request.header.Content-Type': "'application/x-amz-json-1.0'",
        'integration.request.header.X-Amz-Target': "'AmazonSQS.SendMessage'",
      },
    }),
    ...extra,
  },
  Outputs: {
    Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') },
    Queue: { Value: ref('Queue') },
  },
});

let runtime: Runtime;
const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';

beforeAll(async () => {
  runtime = await startTemplate(template(), '');
});
afterAll(() => runtime?.stop());

const send = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${output('Url')}/${path}`, { method: 'POST', body, headers });
  return { status: answer.status, body: (await answer.json()) as Json };
};

const client = () => ({
  endpoint: runtime.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** The body of the next message in the queue. */
const received = async (): Promise<string | undefined> => {
  const sqs = new SQSClient(client());
  const QueueUrl = output('Queue');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  return Messages[0]?.Body;
};

describe('An integration with a service', () => {
  test('sends mapped parameters to SQS, which answers with JSON', async () => {
    expect(await send('body', 'first letter')).toEqual({
      status: 200,
      body: {
        SendMessageResponse: {
          SendMessageResult: {
            MD5OfMessageAttributes: null,
            MD5OfMessageBody: '2fcb331c4e6ca1cebb3051c30ad64527',
            MD5OfMessageSystemAttributes: null,
            MessageId: expect.any(String),
            SequenceNumber: null,
          },
          ResponseMetadata: { RequestId: expect.any(String) },
        },
      },
    });
    expect(await received()).toBe('first letter');
  });

  test.each([
    ['a member of the body', 'member', '{"pets":[{"name":"Rex"}]}', {}, 'Rex'],
    ['a header', 'header', '', { 'x-letter': 'from a header' }, 'from a header'],
    ['all values of a query parameter', 'query?letter=a&letter=b', '', {}, 'a,b'],
    ['a context variable', 'context', '', {}, '127.0.0.1'],
    ['a stage variable', 'variable', '', {}, 'winter'],
  ])('maps %s', async (_, path, body, headers, wanted) => {
    expect((await send(path, body, headers as Record<string, string>)).status).toBe(200);
    expect(await received()).toBe(wanted);
  });

  test('leaves out a parameter whose source has no value', async () => {
    expect(await send('member', 'no JSON')).toEqual({
      status: 422,
      body: {
        Error: expect.objectContaining({ Code: 'MissingParameter', Type: 'Sender' }),
        RequestId: expect.any(String),
      },
    });
  });

  test('sends a form to the queue in the path if the mapped content type is a form', async () => {
    const form = `${new URLSearchParams({ Action: 'SendMessage', MessageBody: 'in a form' })}`;
    expect((await send('form', form)).status).toBe(200);
    expect(await received()).toBe('in a form');
    expect((await send('named?queue=letters', form)).status).toBe(200);
    expect(await received()).toBe('in a form');
  });

  test('answers the error of a service by the selection patterns', async () => {
    const form = `${new URLSearchParams({ Action: 'SendMessage', MessageBody: 'x' })}`;
    expect(await send('denied', form)).toEqual({
      status: 422,
      body: { Error: expect.objectContaining({ Type: 'Sender' }), RequestId: expect.any(String) },
    });
  });

  test('answers 500 if the role does not trust API Gateway', async () => {
    expect(await send('untrusted', 'x')).toEqual({ status: 500, body: { message: 'Internal server error' } });
  });

  test('publishes to a topic', async () => {
    expect(await send('publish', 'the news')).toEqual({
      status: 200,
      body: {
        PublishResponse: {
          PublishResult: { MessageId: expect.any(String), SequenceNumber: null },
          ResponseMetadata: { RequestId: expect.any(String) },
        },
      },
    });
    expect(await received()).toBe('the news');
  });

  test('takes the action from the header X-Amz-Target', async () => {
    const item = { TableName: 'pets', Item: { id: { S: '7' } } };
    expect((await send('target', JSON.stringify(item))).status).toBe(200);
    const dynamodb = new DynamoDBClient(client());
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'pets', Key: { id: { S: '7' } } }));
    expect(Item).toEqual({ id: { S: '7' } });
    const message = { QueueUrl: output('Queue'), MessageBody: 'as JSON' };
    expect((await send('json', JSON.stringify(message))).body).toMatchObject({ MessageId: expect.any(String) });
    expect(await received()).toBe('as JSON');
  });
});

describe('A template does not start with', () => {
  test.each([
    [
      'an undeclared parameter',
      { 'integration.request.header.A': 'method.request.header.A' },
      'method.request.header.A',
    ],
    ['an unknown source', { 'integration.request.header.A': 'request.header.A' }, 'request.header.A'],
    ['a path with a filter', { 'integration.request.header.A': 'method.request.body[?(@.a)]' }, 'method.request.body['],
    ['an unknown target', { 'integration.response.header.A': "'x'" }, 'integration.response.header.A'],
  ])('a mapping with %s', async (_, RequestParameters, name) => {
    const extra = post('extra', { Uri: uri('sqs:action/SendMessage'), RequestParameters });
    const started = startTemplate(template(extra), '').then((other) => other.stop());
    await expect(started).rejects.toThrow(
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${name}`,
    );
    await expect(started).rejects.toThrow(/in the template cannot be run here:/);
  });
});
