import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { getAtt, one, role, startTemplate } from '../../../template/start-template.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string): Json => ({ Ref });
const allow = (Action: string, Resource: unknown = '*'): Json => ({ Effect: 'Allow', Action, Resource });

const machine = (StateMachineType: string, roleId: string): Json =>
  one('AWS::StepFunctions::StateMachine', {
    StateMachineName: StateMachineType.toLowerCase(),
    StateMachineType,
    RoleArn: getAtt(roleId),
    DefinitionString: JSON.stringify({
      StartAt: 'Work',
      States: {
        Work: StateMachineType === 'EXPRESS' ? { Type: 'Pass', End: true } : { Type: 'Wait', Seconds: 3600, End: true },
      },
    }),
  });

/** An integration and the route to it. */
const served = (name: string, RouteKey: string, properties: Json): Json => ({
  [name]: one('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('Api'),
    IntegrationType: 'AWS_PROXY',
    ConnectionType: 'INTERNET',
    PayloadFormatVersion: '1.0',
    CredentialsArn: getAtt('Caller'),
    ...properties,
  }),
  [`${name}Route`]: one('AWS::ApiGatewayV2::Route', {
    ApiId: ref('Api'),
    RouteKey,
    Target: { 'Fn::Join': ['', ['integrations/', ref(name)]] },
  }),
});

const RESOURCES: Json = {
  Caller: role('apigateway.amazonaws.com', [
    allow('events:PutEvents', getAtt('Bus')),
    allow('sqs:*', getAtt('Queue')),
    allow('states:*'),
  ]),
  Stranger: role('lambda.amazonaws.com', [allow('sqs:*')]),
  Powerless: role('apigateway.amazonaws.com'),
  Machines: role('states.amazonaws.com'),
  Queue: one('AWS::SQS::Queue', { QueueName: 'letters' }),
  Caught: one('AWS::SQS::Queue', { QueueName: 'caught' }),
  Bus: one('AWS::Events::EventBus', { Name: 'news' }),
  Rule: one('AWS::Events::Rule', {
    EventBusName: ref('Bus'),
    EventPattern: { source: [{ prefix: '' }] },
    Targets: [{ Id: 'caught', Arn: getAtt('Caught') }],
  }),
  CaughtPolicy: one('AWS::SQS::QueuePolicy', {
    Queues: [ref('Caught')],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: getAtt('Caught'),
        },
      ],
    },
  }),
  Express: machine('EXPRESS', 'Machines'),
  Standard: machine('STANDARD', 'Machines'),
  Api: one('AWS::ApiGatewayV2::Api', { Name: 'post', ProtocolType: 'HTTP' }),
  Stage: one('AWS::ApiGatewayV2::Stage', {
    ApiId: ref('Api'),
    StageName: '$default',
    AutoDeploy: true,
    StageVariables: { office: 'Bern' },
  }),
  ...served('Put', 'POST /events', {
    IntegrationSubtype: 'EventBridge-PutEvents',
    RequestParameters: {
      Detail: '$request.body.detail',
      DetailType: '$request.body.kind',
      Source: 'office.${stageVariables.office}',
      EventBusName: ref('Bus'),
      Resources: '$request.body.about',
      Region: ref('AWS::Region'),
    },
  }),
  ...served('Send', 'POST /letters', {
    IntegrationSubtype: 'SQS-SendMessage',
    RequestParameters: {
      QueueUrl: ref('Queue'),
      MessageBody: '$request.body.MessageBody',
      DelaySeconds: '0',
      MessageAttributes: '{"kind": {"DataType": "String", "StringValue": "${request.querystring.kind}"}}',
    },
  }),
  ...served('Receive', 'GET /letters', {
    IntegrationSubtype: 'SQS-ReceiveMessage',
    RequestParameters: { QueueUrl: ref('Queue'), MessageAttributeNames: 'All', MaxNumberOfMessages: '1' },
  }),
  ...served('Delete', 'DELETE /letters', {
    IntegrationSubtype: 'SQS-DeleteMessage',
    RequestParameters: { QueueUrl: ref('Queue'), ReceiptHandle: '$request.body.ReceiptHandle' },
  }),
  ...served('Purge', 'DELETE /letters/all', {
    IntegrationSubtype: 'SQS-PurgeQueue',
    RequestParameters: { QueueUrl: ref('Queue') },
  }),
  ...served('Start', 'POST /runs/{name}', {
    IntegrationSubtype: 'StepFunctions-StartExecution',
    RequestParameters: { StateMachineArn: ref('Standard'), Name: '$request.path.name', Input: '$request.body' },
  }),
  ...served('Stop', 'DELETE /runs', {
    IntegrationSubtype: 'StepFunctions-StopExecution',
    RequestParameters: { ExecutionArn: '$request.querystring.arn', Cause: 'asked by ${context.identity.sourceIp}' },
  }),
  ...served('Sync', 'POST /sync', {
    IntegrationSubtype: 'StepFunctions-StartSyncExecution',
    RequestParameters: { StateMachineArn: ref('Express'), Input: '$request.body' },
  }),
  ...served('Untrusted', 'POST /untrusted', {
    IntegrationSubtype: 'SQS-SendMessage',
    CredentialsArn: getAtt('Stranger'),
    RequestParameters: { QueueUrl: ref('Queue'), MessageBody: '$request.body' },
  }),
  ...served('Denied', 'POST /denied', {
    IntegrationSubtype: 'SQS-SendMessage',
    CredentialsArn: getAtt('Powerless'),
    RequestParameters: { QueueUrl: ref('Queue'), MessageBody: '$request.body' },
  }),
};

const start = (extra: Json = {}): Promise<Runtime> =>
  startTemplate(
    { Resources: { ...RESOURCES, ...extra }, Outputs: { Url: { Value: getAtt('Api', 'ApiEndpoint') } } },
    'export const handler = async () => ({});',
  );

let runtime: Runtime;
let url: string;

beforeAll(async () => {
  runtime = await start();
  ({ Url: url } = (await (await fetch(`${runtime.endpoint}/_local/outputs`)).json()) as { Url: string });
});

afterAll(() => runtime.stop());

const send = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
};

const call = async (target: string, input: Json): Promise<Json> => {
  const answer = await fetch(runtime.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as Json;
};

const inElement = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

describe('a route of an HTTP API with a service', () => {
  test('puts an event whose detail is an object of the body, and answers as EventBridge', async () => {
    const detail = { pet: 'Spot', toys: [1, 2] };
    const answer = await send('POST', '/events', { detail, kind: 'pet.sold', about: ['pet/7'] });
    expect(answer).toMatchObject({ status: 200, type: 'application/x-amz-json-1.1' });
    expect(JSON.parse(answer.body)).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    const { Messages } = await call('AmazonSQS.ReceiveMessage', {
      QueueUrl: `${runtime.endpoint}/000000000000/caught`,
      WaitTimeSeconds: 10,
    });
    expect(JSON.parse((Messages as { Body: string }[])[0]?.Body ?? '{}')).toMatchObject({
      detail,
      'detail-type': 'pet.sold',
      source: 'office.Bern',
      resources: ['pet/7'],
    });
  });

  test('sends, receives and deletes a message, and answers with the XML of SQS', async () => {
    const sent = await send('POST', '/letters?kind=card', { MessageBody: 'Hello & goodbye' });
    expect(sent).toMatchObject({ status: 200, type: 'text/xml' });
    expect(sent.body).toMatch(/^<\?xml version="1\.0"\?><SendMessageResponse xmlns="http:\/\/queue\.amazonaws\.com/);
    expect(inElement(sent.body, 'MessageId')).toMatch(/^[0-9a-f-]{36}$/);
    const received = await send('GET', '/letters');
    expect(inElement(received.body, 'Body')).toBe('Hello &amp; goodbye');
    expect(inElement(received.body, 'StringValue')).toBe('card');
    const deleted = await send('DELETE', '/letters', { ReceiptHandle: inElement(received.body, 'ReceiptHandle') });
    expect(deleted.status).toBe(200);
    expect(deleted.body).toContain('<DeleteMessageResponse');
    expect((await send('DELETE', '/letters/all')).body).toContain('<PurgeQueueResponse');
  });

  test('passes an error of the service on with its status', async () => {
    const answer = await send('DELETE', '/letters', { ReceiptHandle: 'no-handle' });
    expect(answer).toMatchObject({ status: 400, type: 'text/xml' });
    expect(inElement(answer.body, 'Code')).toBe('ReceiptHandleIsInvalid');
  });

  test('starts an execution with the name of the path and stops it', async () => {
    const started = await send('POST', '/runs/first', { pet: 'Spot' });
    expect(started).toMatchObject({ status: 200, type: 'application/x-amz-json-1.0' });
    const { executionArn, startDate } = JSON.parse(started.body) as Json;
    expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:standard:first');
    expect(startDate).toEqual(expect.any(Number));
    expect((await send('DELETE', `/runs?arn=${executionArn}`)).status).toBe(200);
    expect(await call('AWSStepFunctions.DescribeExecution', { executionArn: String(executionArn) })).toMatchObject({
      status: 'ABORTED',
      cause: 'asked by 127.0.0.1',
      input: '{"pet":"Spot"}',
    });
  });

  test('runs an Express execution and answers with its output', async () => {
    const answer = await send('POST', '/sync', { pet: 'Spot' });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 'SUCCEEDED', output: '{"pet":"Spot"}' });
  });

  test('answers 400 if a parameter has no value in the request', async () => {
    const bad = { status: 400, body: '{"message":"Bad Request"}' };
    expect(await send('POST', '/letters?kind=card', { Text: 'x' })).toMatchObject(bad);
    expect(await send('POST', '/letters', { MessageBody: 'x' })).toMatchObject(bad);
    expect(await send('POST', '/sync')).toMatchObject(bad);
    expect(await send('DELETE', '/runs')).toMatchObject(bad);
  });

  test('answers 500 if its role does not trust API Gateway', async () => {
    expect(await send('POST', '/untrusted', {})).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  test('answers with the denial of the service if its role has no permission', async () => {
    const answer = await send('POST', '/denied', {});
    expect(answer.status).toBe(403);
    expect(inElement(answer.body, 'Code')).toBe('AccessDenied');
  });
});

describe('a template does not start, and nothing of it is created, with', () => {
  const SEND = { QueueUrl: ref('Queue'), MessageBody: '$request.body' };
  const cases: [string, Json, string][] = [
    [
      'the integration subtype Kinesis-PutRecord',
      { IntegrationSubtype: 'Kinesis-PutRecord', RequestParameters: {} },
      'IntegrationSubtype Kinesis-PutRecord is not supported locally. Supported subtypes are EventBridge-PutEvents,',
    ],
    [
      'a subtype without its required parameters',
      { IntegrationSubtype: 'EventBridge-PutEvents', RequestParameters: { Detail: '$request.body' } },
      'The parameters DetailType, Source are required for the integration subtype EventBridge-PutEvents',
    ],
    [
      'a parameter that the subtype does not have',
      { IntegrationSubtype: 'SQS-SendMessage', RequestParameters: { ...SEND, Delay: '1' } },
      'The integration subtype SQS-SendMessage has no parameter Delay',
    ],
    [
      'an invalid selection expression',
      { IntegrationSubtype: 'SQS-SendMessage', RequestParameters: { ...SEND, MessageBody: '$request.body..name' } },
      'errors : [Invalid source: $request.body..name specified for destination: MessageBody]',
    ],
    [
      'an integration with a service that has no role',
      { IntegrationSubtype: 'SQS-SendMessage', CredentialsArn: { Ref: 'AWS::NoValue' }, RequestParameters: SEND },
      'CredentialsArn is required for the integration subtype SQS-SendMessage',
    ],
    [
      'the payload format 1.0 for a function',
      { IntegrationUri: 'arn:aws:lambda:us-east-1:000000000000:function:echo' },
      'PayloadFormatVersion 1.0 is not supported locally',
    ],
  ];

  test.each(cases)('%s', async (_, properties, message) => {
    const extra = served('Extra', 'POST /extra', properties);
    await expect(start(extra)).rejects.toThrow(/in the template cannot be run here:/);
    await expect(start(extra)).rejects.toThrow(message);
  });

  test('another region', async () => {
    const parameters = { ...SEND, Region: 'eu-west-1' };
    const extra = served('Extra', 'POST /extra', {
      IntegrationSubtype: 'SQS-SendMessage',
      RequestParameters: parameters,
    });
    await expect(start(extra)).rejects.toThrow('Region eu-west-1 is not supported locally');
  });
});
