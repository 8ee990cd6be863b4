import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { FUNCTION, getAtt, one, role, startTemplate } from '../../template/start-template.ts';

type Json = Record<string, unknown>;

/** Returns its event, fails, or returns a value that depends on its argument. */
const CODE = `
export const handler = async (event) => {
  const { fieldName } = event.info;
  if (fieldName === 'broken') throw new Error('It is broken.');
  if (fieldName === 'owner') return { name: 'owner of ' + event.source.name };
  if (fieldName === 'seen') return JSON.stringify(event);
  return { name: event.arguments.name ?? 'Rex', bornOn: event.arguments.bornOn, details: { a: [1] } };
};`;

const SCHEMA = `
type Query { pet(name: String, bornOn: AWSDate): Pet  seen(x: Int): String  broken: String!  plain: String }
type Mutation { addPet(name: String!): Pet }
type Subscription { added: Pet }
type Pet { name: String!  bornOn: AWSDate  details: AWSJSON  owner: Person }
type Person { name: String! }
schema { query: Query  mutation: Mutation  subscription: Subscription }`;

const ApiId = getAtt('Api', 'ApiId');

const source = (Name: string, ServiceRole: string) =>
  one('AWS::AppSync::DataSource', {
    ApiId,
    Name,
    Type: 'AWS_LAMBDA',
    ServiceRoleArn: getAtt(ServiceRole),
    LambdaConfig: { LambdaFunctionArn: getAtt('Function') },
  });

const resolver = (TypeName: string, FieldName: string, DataSource = 'Source') =>
  one('AWS::AppSync::Resolver', {
    ApiId,
    TypeName,
    FieldName,
    Kind: 'UNIT',
    DataSourceName: getAtt(DataSource, 'Name'),
  });

const template = (extra: Json): Json => ({
  Resources: {
    ...FUNCTION,
    SourceRole: role('appsync.amazonaws.com', [
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: getAtt('Function') },
    ]),
    PowerlessRole: role('appsync.amazonaws.com', [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }]),
    Api: one('AWS::AppSync::GraphQLApi', { Name: 'pets', AuthenticationType: 'API_KEY' }),
    Schema: one('AWS::AppSync::GraphQLSchema', { ApiId, Definition: SCHEMA }),
    Key: one('AWS::AppSync::ApiKey', { ApiId, Expires: Math.floor(Date.now() / 1000) + 86_400 }),
    Source: source('echo', 'SourceRole'),
    Powerless: source('powerless', 'PowerlessRole'),
    Pet: resolver('Query', 'pet'),
    Seen: resolver('Query', 'seen'),
    Broken: resolver('Query', 'broken'),
    Plain: resolver('Query', 'plain', 'Powerless'),
    AddPet: resolver('Mutation', 'addPet'),
    Owner: resolver('Pet', 'owner'),
    ...extra,
  },
  Outputs: { Url: { Value: getAtt('Api', 'GraphQLUrl') }, Key: { Value: getAtt('Key', 'ApiKey') } },
});

const start = (extra: Json = {}): Promise<Runtime> => startTemplate(template(extra), CODE);

let runtime: Runtime;
let url: string;
let key: string;
beforeAll(async () => {
  runtime = await start();
  const outputs = runtime.deployment?.outputs ?? [];
  url = outputs.find(({ name }) => name === 'Url')?.value ?? '';
  key = outputs.find(({ name }) => name === 'Key')?.value ?? '';
});
afterAll(() => runtime?.stop());

const post = async (body: string, headers: Record<string, string> = { 'x-api-key': key }) => {
  const answer = await fetch(url, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as { data?: Json; errors?: Json[] } };
};
const ask = (query: string, variables: Json = {}) => post(JSON.stringify({ query, variables }));

describe('A GraphQL API', () => {
  test('has a URL and a key in the format of AppSync', () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_graphql\/pets$/);
    expect(key).toMatch(/^da2-[a-z0-9]{26}$/);
  });

  test('resolves fields by functions, also fields of a value that another function returned', async () => {
    const { body } = await ask(
      'query ($name: String) { pet(name: $name, bornOn: "2020-02-29") { name bornOn details owner { name } } }',
      {
        name: 'Tribble',
      },
    );
    expect(body).toEqual({
      data: {
        pet: { name: 'Tribble', bornOn: '2020-02-29', details: '{"a":[1]}', owner: { name: 'owner of Tribble' } },
      },
    });
    expect((await ask('mutation { addPet(name: "Porthos") { name } }')).body).toEqual({
      data: { addPet: { name: 'Porthos' } },
    });
  });

  test('invokes a function with the context of a direct Lambda resolver', async () => {
    const { body } = await post(JSON.stringify({ query: '{ seen(x: 7) }' }), { 'x-api-key': key, 'x-some': 'thing' });
    const event = JSON.parse(String(body.data?.seen));
    expect(event).toMatchObject({
      arguments: { x: 7 },
      identity: null,
      source: null,
      prev: null,
      stash: {},
      info: { fieldName: 'seen', parentTypeName: 'Query', variables: {}, selectionSetList: [] },
      request: { headers: { 'x-some': 'thing' } },
    });
    expect(JSON.stringify(event)).not.toContain(key);
  });

  test('refuses a query that is too deep, that has too many fields after its fragments are expanded, or that is too complex', async () => {
    const messageOf = async (query: string) => (await ask(query)).body.errors?.[0]?.message;
    expect(await messageOf('{a'.repeat(80) + '}'.repeat(80))).toBe('The query is nested deeper than 75 levels.');
    const fragments = Array.from(
      { length: 30 },
      (_, n) => `fragment F${n} on Query { a${n} ...F${n + 1} ...F${n + 1} }`,
    );
    const wide = `{ ...F0 } ${fragments.join(' ')} fragment F30 on Query { plain }`;
    expect(await messageOf(wide)).toBe('The query selects more than 10000 fields.');
    const nested = '{a'.repeat(4_000) + '}'.repeat(4_000);
    expect(await messageOf(nested)).toMatch(/nested deeper than 75 levels|nested too deeply/);
  });

  test('shows a function’s error at its field', async () => {
    expect((await ask('{ broken }')).body).toEqual({
      data: null,
      errors: [
        {
          path: ['broken'],
          data: null,
          errorType: 'Lambda:Unhandled',
          errorInfo: null,
          message: 'It is broken.',
          locations: [{ line: 1, column: 3, sourceName: null }],
        },
      ],
    });
  });

  test('invokes functions as the role of the data source, and fails if the role has no permission', async () => {
    const { body } = await ask('{ plain }');
    expect(body.errors).toMatchObject([
      { path: ['plain'], message: expect.stringContaining('is not authorized to perform') },
    ]);
  });

  test.each([
    ['an unknown field', '{ nothing }', 'Cannot query field'],
    ['a query with a syntax error', '{ pet(', 'Syntax Error'],
    ['an invalid date', '{ pet(bornOn: "yesterday") { name } }', 'is not a valid AWSDate'],
    ['a subscription', 'subscription { added { name } }', 'Subscriptions are not supported locally.'],
    ['a query above the token limit', `{ ${'a: plain '.repeat(6_000)} }`, 'Syntax Error'],
  ])('answers %s with an error that names the cause', async (_, query, message) => {
    const { status, body } = await ask(query);
    expect(status).toBe(200);
    expect(body).toMatchObject({ data: null, errors: [{ path: null, message: expect.stringContaining(message) }] });
  });

  test.each([
    ['no body', ''],
    ['invalid JSON', '{'],
    ['no query', '{}'],
  ])('refuses a request with %s', async (_, body) => {
    expect(await post(body)).toMatchObject({
      status: 400,
      body: { errors: [{ errorType: 'MalformedHttpRequestException' }] },
    });
  });

  test('accepts its keys if an earlier version of the runtime stored it without modes', async () => {
    const { store } = runtime.kernel;
    const remove = "UPDATE appsync_parts SET body = json_remove(body, '$.modes') WHERE kind = 'api'";
    await store.write(() => void store.prepare(remove).run());
    expect(await ask('{ pet { name } }')).toMatchObject({ status: 200, body: { data: { pet: { name: 'Rex' } } } });
    expect(await post('{"query":"{ pet { name } }"}', {})).toMatchObject({ status: 401 });
  });

  test('answers only requests with a valid key, until the key expires', async () => {
    const unauthorized = { status: 401, body: { errors: [{ errorType: 'UnauthorizedException' }] } };
    expect(await post('{"query":"{ pet { name } }"}', {})).toMatchObject(unauthorized);
    expect(await post('{"query":"{ pet { name } }"}', { 'x-api-key': 'other' })).toMatchObject(unauthorized);
    await runtime.kernel.timers.advance(86_401_000);
    expect(await ask('{ pet { name } }')).toMatchObject(unauthorized);
  });
});

describe('A template does not start with', () => {
  test.each([
    [
      'an unsupported type of data source',
      'DataSource',
      { ApiId, Name: 'x', Type: 'RELATIONAL_DATABASE' },
      'Type RELATIONAL_DATABASE is not supported locally',
    ],
    [
      'a resolver with a mapping template',
      'Resolver',
      { ApiId, TypeName: 'Query', FieldName: 'x', RequestMappingTemplate: '{}' },
      'RequestMappingTemplate: this property is not supported',
    ],
    [
      'a pipeline without code',
      'Resolver',
      { ApiId, TypeName: 'Query', FieldName: 'x', Kind: 'PIPELINE' },
      'A pipeline must have Code and Runtime',
    ],
    [
      'another kind of resolver',
      'Resolver',
      { ApiId, TypeName: 'Query', FieldName: 'x', Kind: 'OTHER' },
      'Kind OTHER is not one of UNIT, PIPELINE',
    ],
    [
      'another runtime',
      'FunctionConfiguration',
      { ApiId, Name: 'x', DataSourceName: 'echo', Code: 'x', Runtime: { Name: 'OTHER', RuntimeVersion: '1.0.0' } },
      'Name OTHER is not supported locally',
    ],
    [
      'code without its runtime',
      'FunctionConfiguration',
      { ApiId, Name: 'x', DataSourceName: 'echo', Code: 'x' },
      'Runtime must be given with Code',
    ],
    [
      'code that the runtime refuses',
      'FunctionConfiguration',
      {
        ApiId,
        Name: 'x',
        DataSourceName: 'echo',
        Code: 'export const request = async () => 1; export const response = () => 1;',
        Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
      },
      'does not support async functions',
    ],
    [
      'an endpoint by HTTP on another machine',
      'DataSource',
      { ApiId, Name: 'x', Type: 'HTTP', HttpConfig: { Endpoint: 'http://pets.example' } },
      'HttpConfig.Endpoint http://pets.example is not supported locally',
    ],
    [
      'another version of functions',
      'FunctionConfiguration',
      { ApiId, Name: 'x', DataSourceName: 'echo', FunctionVersion: '2017-02-28' },
      'FunctionVersion 2017-02-28 is not supported locally',
    ],
    [
      'a table with versions',
      'DataSource',
      { ApiId, Name: 'x', Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { TableName: 'x', Versioned: true } },
      'DynamoDBConfig.Versioned true is not supported locally',
    ],
    [
      'a data source that does not exist',
      'FunctionConfiguration',
      { ApiId, Name: 'x', DataSourceName: 'other' },
      'The data source other does not exist',
    ],
    ['a second API of the same name', 'GraphQLApi', { Name: 'pets', AuthenticationType: 'API_KEY' }, 'already'],
  ])('%s', async (_, type, properties, message) => {
    const extra = { Extra: one(`AWS::AppSync::${type}`, properties) };
    await expect(start(extra).then((started) => started.stop())).rejects.toThrow(message);
  });
});
