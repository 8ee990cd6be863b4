import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { one, role } from '../../template/start-template.ts';
import { apiTemplate, clientOf, getAtt, source, startTemplate, unit } from './graphql-api.ts';

type Json = Record<string, unknown>;

const SERVICES = { sns: 'sns', sqs: 'sqs', 'sync-states': 'states', dynamodb: 'dynamodb', lambda: 'lambda' } as const;
type Host = keyof typeof SERVICES;

const SCHEMA = `
type Query { sns(request: AWSJSON): AWSJSON  sqs(request: AWSJSON): AWSJSON  syncstates(request: AWSJSON): AWSJSON
  dynamodb(request: AWSJSON): AWSJSON  lambda(request: AWSJSON): AWSJSON  powerless(request: AWSJSON): AWSJSON }
schema { query: Query }`;

const REQUEST = `
import { util } from '@aws-appsync/utils';
export const request = (ctx) => ctx.args.request;
export const response = (ctx) => {
  const { result, error } = ctx;
  const isXml = result !== null && result.body.startsWith('<');
  return { result, error, xml: isXml ? util.xml.toMap(result.body) : null };
};`;

const signed = (host: Host, Role = 'SourceRole') =>
  source('HTTP', {
    Name: `${host}${Role}`.replace('-', ''),
    ServiceRoleArn: getAtt(Role),
    HttpConfig: {
      Endpoint: { 'Fn::Join': ['', [`https://${host}.`, { Ref: 'AWS::Region' }, '.amazonaws.com/']] },
      AuthorizationConfig: {
        AuthorizationType: 'AWS_IAM',
        AwsIamConfig: { SigningRegion: { Ref: 'AWS::Region' }, SigningServiceName: SERVICES[host] },
      },
    },
  });

const ECHO = { StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } };

let runtime: Runtime;
beforeAll(async () => {
  const hosts = Object.keys(SERVICES) as Host[];
  const sources = hosts.map((host) => [`Source${host.replace('-', '')}`, signed(host)]);
  const resolvers = hosts.map((host) => {
    const name = host.replace('-', '');
    return [`Resolver${name}`, unit(`Query.${name}`, `Source${name}`, REQUEST)];
  });
  const template = apiTemplate(
    SCHEMA,
    {
      Queue: one('AWS::SQS::Queue', { QueueName: 'messages' }),
      Topic: one('AWS::SNS::Topic', { TopicName: 'news' }),
      Machine: one('AWS::StepFunctions::StateMachine', {
        StateMachineName: 'echo',
        StateMachineType: 'EXPRESS',
        DefinitionString: JSON.stringify(ECHO),
        RoleArn: getAtt('MachineRole'),
      }),
      MachineRole: role('states.amazonaws.com'),
      Table: one('AWS::DynamoDB::Table', {
        TableName: 'pets',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
      PowerlessRole: role('appsync.amazonaws.com', [{ Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }]),
      ...Object.fromEntries([...sources, ...resolvers]),
      SourcePowerless: signed('sqs', 'PowerlessRole'),
      Powerless: unit('Query.powerless', 'SourcePowerless', REQUEST),
    },
    [
      { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' } },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Queue') },
      { Effect: 'Allow', Action: 'states:StartSyncExecution', Resource: { Ref: 'Machine' } },
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: getAtt('Table') },
    ],
  );
  runtime = await startTemplate(template, 'export const handler = async (event) => ({ seen: event });');
});
afterAll(() => runtime?.stop());

const answerOf = async (field: string, request: Json): Promise<Json> => {
  const { data, errors } = await clientOf(runtime)(`query ($r: AWSJSON) { ${field}(request: $r) }`, {
    r: JSON.stringify(request),
  });
  expect(errors).toBeUndefined();
  return JSON.parse(String(data?.[field]));
};
const bodyOf = (answer: Json): unknown => JSON.parse(String(Object(answer.result).body));

const form = (values: Record<string, string>, resourcePath = '/', headers: Json = {}): Json => ({
  method: 'POST',
  resourcePath,
  params: {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(values).toString(),
  },
});
const json = (target: string, body: Json): Json => ({
  method: 'POST',
  resourcePath: '/',
  params: { headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target }, body },
});
const message = (MessageBody: string): Record<string, string> => ({
  Action: 'SendMessage',
  Version: '2012-11-05',
  QueueUrl: `${runtime.endpoint}/000000000000/messages`,
  MessageBody,
});

describe('A data source with the endpoint of a service of AWS', () => {
  test('sends forms to SQS, whose XML becomes an object', async () => {
    const { xml } = await answerOf('sqs', form(message('Grüße & <more>'), '/000000000000/messages'));
    expect(xml).toMatchObject({
      SendMessageResponse: {
        SendMessageResult: { MessageId: expect.any(String), MD5OfMessageBody: expect.any(String) },
      },
    });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sqs = new SQSClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials });
    const { QueueUrl } = message('');
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(Messages?.[0]?.Body).toBe('Grüße & <more>');
  });

  test('publishes to SNS', async () => {
    const publish = { Action: 'Publish', Version: '2010-03-31', TopicArn: 'arn:aws:sns:us-east-1:000000000000:news' };
    const { xml } = await answerOf('sns', form({ ...publish, Message: 'new' }));
    expect(xml).toMatchObject({ PublishResponse: { PublishResult: { MessageId: expect.any(String) } } });
  });

  test('starts an execution and waits for it', async () => {
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:echo';
    const started = json('AWSStepFunctions.StartSyncExecution', { stateMachineArn, input: '{"a":1}' });
    const answer = await answerOf('syncstates', started);
    expect(answer).toMatchObject({ result: { statusCode: 200 } });
    expect(bodyOf(answer)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });

  test('reads a table of DynamoDB', async () => {
    const item = { TableName: 'pets', Key: { id: { S: 'none' } } };
    expect(bodyOf(await answerOf('dynamodb', json('DynamoDB_20120810.GetItem', item)))).toEqual({});
  });

  test('invokes a function', async () => {
    const resourcePath = '/2015-03-31/functions/echo/invocations';
    const answer = await answerOf('lambda', { method: 'POST', resourcePath, params: { body: { pet: 'Rex' } } });
    expect(bodyOf(answer)).toEqual({ seen: { pet: 'Rex' } });
  });

  test('shows the error of the service if its role has no permission, also if the request has another signature', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=test/20240101/us-east-1/sqs/aws4_request';
    const { result, xml } = await answerOf('powerless', form(message('x'), '/', { Authorization: authorization }));
    expect(result).toMatchObject({ statusCode: 403 });
    expect(xml).toMatchObject({ ErrorResponse: { Error: { Code: 'AccessDenied' } } });
  });

  test('reaches nothing but the APIs of AWS', async () => {
    const { result } = await answerOf('sqs', { method: 'GET', resourcePath: '/_local/status' });
    expect(result).toMatchObject({ statusCode: 400, body: expect.stringContaining('UnknownOperation') });
  });
});
