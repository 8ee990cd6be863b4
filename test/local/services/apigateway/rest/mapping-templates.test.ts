import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { getAtt, one, role, startTemplate } from '../../../template/start-template.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const uri = (...rest: unknown[]) => joined('arn:aws:apigateway:', ref('AWS::Region'), ':', ...rest);
const json = (template: unknown) => ({ 'application/json': template });

const resource = (id: string, ParentId: unknown, PathPart: string): Json => ({
  [id]: one('AWS::ApiGateway::Resource', { RestApiId: ref('Api'), ParentId, PathPart }),
});

const method = (ResourceId: unknown, HttpMethod: string, integration: Json, RequestParameters: Json = {}): Json =>
  one('AWS::ApiGateway::Method', {
    RestApiId: ref('Api'),
    ResourceId,
    HttpMethod,
    AuthorizationType: 'NONE',
    RequestParameters,
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: getAtt('ApiRole'),
      IntegrationResponses: [{ StatusCode: '200' }],
      ...integration,
    },
  });

/** A method that writes a template to the queue. */
const told = (name: string, template: string, more: Json = {}): Json => ({
  ...resource(`Tell${name}`, getAtt('Api', 'RootResourceId'), name),
  [`Tell${name}Method`]: method(ref(`Tell${name}`), 'POST', {
    Uri: uri('sqs:path/', ref('AWS::AccountId'), '/letters'),
    RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    RequestTemplates: json(`Action=SendMessage&MessageBody=${template}`),
    ...more,
  }),
});

const PET = '{"TableName":"pets","Key":{"id":{"S":"$input.params(\'id\')"}}}';

/** Answers the pet, or 404. */
const FOUND = `#set($pet = $input.path('$.Item'))
#if($pet.id){"id":"$pet.id.S","names":[#foreach($name in $pet.names.L)"$util.escapeJavaScript($name.S).replaceAll("\\\\'","'")"#if($foreach.hasNext),#end#end]}#else
#set($context.responseOverride.status = 404)#set($context.responseOverride.header.X-Why = 'none')
{"message":"no pet $input.params().path.id"}#end`;

const template = {
  Resources: {
    Queue: one('AWS::SQS::Queue', { QueueName: 'letters' }),
    Table: one('AWS::DynamoDB::Table', {
      TableName: 'pets',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
    ApiRole: role('apigateway.amazonaws.com', [
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: getAtt('Queue') },
      { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: getAtt('Table') },
    ]),
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1', Variables: { season: 'winter' } }),
    ...resource('Pets', getAtt('Api', 'RootResourceId'), 'pets'),
    ...resource('Pet', ref('Pets'), '{id}'),
    PutPet: method(ref('Pets'), 'POST', {
      Uri: uri('dynamodb:action/PutItem'),
      PassthroughBehavior: 'WHEN_NO_TEMPLATES',
      RequestTemplates: json(
        joined(
          '{"TableName":"',
          ref('Table'),
          '","Item":{"id":{"S":"$input.path(\'$.id\')"},"names":{"L":[#foreach($name in $input.path(\'$.names\')){"S":"$util.escapeJavaScript($name).replaceAll("\\\\\'","\'")"}#if($foreach.hasNext),#end#end]}}}',
        ),
      ),
      IntegrationResponses: [{ StatusCode: '201', ResponseTemplates: json('{"requestId":"$context.requestId"}') }],
    }),
    GetPet: method(
      ref('Pet'),
      'GET',
      {
        Uri: uri('dynamodb:action/GetItem'),
        RequestTemplates: json(PET),
        IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: json(FOUND) }],
      },
      { 'method.request.path.id': true },
    ),
    ...told('body', '$util.urlEncode($input.body)'),
    ...told('member', '$util.urlEncode($input.json("$.pets[*].name"))'),
    ...told('query', "$input.params('letter')-$input.params('X-Letter')-$input.params('missing')"),
    ...told(
      'context',
      '${context.stage}-${context.httpMethod}-${stageVariables.season}-$!{context.authorizer.claims.sub}',
    ),
    ...told(
      'text',
      "#set($t = $input.path('$.t'))$t.length()-$t.contains('b')-$t.equals('abc')-$t.isEmpty()-$t.matches('a.*')-$t.replaceAll('[ab]', 'x')",
    ),
    ...told(
      'coded',
      "$util.base64Encode('pets')-$util.base64Decode('cGV0cw==')-$util.urlDecode('a+b')-$util.parseJson('{\"a\":1}').a",
    ),
    ...told('endless', '#foreach($a in [1..9999])#foreach($b in [1..9999])#foreach($c in [1..9999])#end#end#end'),
    ...told('failing', "$util.parseJson('no JSON')"),
    ...told('matched', 'in%20JSON', { PassthroughBehavior: 'WHEN_NO_MATCH' }),
    ...told('strict', 'x', { PassthroughBehavior: 'NEVER' }),
  },
  Outputs: {
    Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') },
    Queue: { Value: ref('Queue') },
  },
};

let runtime: Runtime;
const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';

beforeAll(async () => {
  runtime = await startTemplate(template, '');
});
afterAll(() => runtime?.stop());

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${output('Url')}/${path}`, init);

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

const shown = async (answer: Response) => ({ status: answer.status, body: await answer.json() });

/** The body of the next message in the queue. */
const received = async (): Promise<string | undefined> => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sqs = new SQSClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials });
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: output('Queue'), WaitTimeSeconds: 5 }),
  );
  return Messages[0]?.Body;
};

describe('A mapping template', () => {
  test('writes the request to a table, and the answer of the table to the client', async () => {
    const made = await shown(await post('pets', `{"id":"7","names":["Rex","<O'Neill> & \\"Söhne\\""]}`));
    expect(made).toEqual({ status: 201, body: { requestId: expect.stringMatching(/^[\w-]{36}$/) } });
    expect(await shown(await ask('pets/7'))).toEqual({
      status: 200,
      body: { id: '7', names: ['Rex', '<O\'Neill> & "Söhne"'] },
    });
  });

  test('changes status and headers of the response with responseOverride', async () => {
    const answer = await ask('pets/8');
    expect([answer.status, answer.headers.get('x-why')]).toEqual([404, 'none']);
    expect(await answer.json()).toEqual({ message: 'no pet 8' });
  });

  test.each([
    ['the body', 'body', '{"a": "b & c"}', '{"a": "b & c"}'],
    ['members of the body as JSON', 'member', '{"pets":[{"name":"Rex"},{"name":"Ada"}]}', '["Rex","Ada"]'],
    ['parameters of the request', 'query?letter=L', '{}', 'L-H-'],
    ['the context and stage variables', 'context', '{}', 'v1-POST-winter-'],
    ['methods of texts', 'text', '{"t":"abc"}', '3-true-true-false-true-xxc'],
    ['the functions of $util', 'coded', '{}', 'cGV0cw==-pets-a b-1'],
  ])('has %s', async (_, path, body, wanted) => {
    expect((await post(path, body, { 'x-letter': 'H' })).status).toBe(200);
    expect(await received()).toBe(wanted);
  });

  test('answers 400 to a body that is not JSON if it reads members of it', async () => {
    expect(await shown(await post('member', 'no JSON'))).toEqual({
      status: 400,
      body: { message: expect.stringMatching(/^Could not parse request body into json: /) },
    });
  });

  test.each([['endless'], ['failing']])('that is %s answers 500', async (path) => {
    expect(await shown(await post(path, '{}'))).toEqual({ status: 500, body: { message: 'Internal server error' } });
  });

  test('is used for its content type; the passthrough behavior decides on other types', async () => {
    const form = `${new URLSearchParams({ Action: 'SendMessage', MessageBody: 'as sent' })}`;
    expect((await post('matched', form)).status).toBe(200);
    expect(await received()).toBe('in JSON');
    expect((await post('matched', form, { 'content-type': 'text/plain' })).status).toBe(200);
    expect(await received()).toBe('as sent');
    const refused = { status: 415, body: { message: 'Unsupported Media Type' } };
    for (const path of ['pets', 'strict'])
      expect(await shown(await post(path, form, { 'content-type': 'text/plain' }))).toEqual(refused);
  });
});
