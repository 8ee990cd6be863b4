import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { apiTemplate, clientOf, getAtt, local, pipeline, source, startTemplate, step, unit } from './graphql-api.ts';

const FUNCTION_CODE = `
export const handler = async (event) => {
  if (event.fail) throw new Error('It is broken.');
  return { received: event };
};`;

const SCHEMA = `
type Query {
  context(name: String): AWSJSON  values: AWSJSON  invoked(fail: Boolean): AWSJSON  sent: AWSJSON
  refused: Pet  denied: Pet  appended: [Pet]  early: String  broken: String  endless: String  hungry: String  deep: String
  steps(stop: String): AWSJSON  failed: String  direct: AWSJSON  required: Required  invalid: String  random: AWSJSON
}
type Pet { name: String  secret: String  owner: Person }
type Person { name: String }
type Required { value: String! }
schema { query: Query }`;

const VALUES = `{
  base64: util.base64Encode('Grüße'),
  text: util.base64Decode('R3LDvMOfZQ=='),
  encoded: util.urlEncode('a b&c'),
  matches: [util.matches('a*b', 'aaab'), util.matches('^x', 'y')],
  typed: util.dynamodb.toMapValues({ a: 'x', n: 1, l: [true, null], m: { s: util.dynamodb.toStringSet(['q']) } }),
  now: [util.time.nowEpochMilliSeconds() === Date.now(), new Date().toISOString() === util.time.nowISO8601()],
  id: util.autoId().length,
  env: ctx.env.stage,
  global: typeof process + typeof require + typeof fetch + typeof setTimeout,
}`;

const FAILING = `
export function request() { return { payload: null }; }
export function response(ctx) { return ctx.source.name; }`;

const STEP = `
import { runtime } from '@aws-appsync/utils';
export function request(ctx) {
  ctx.stash.order = [...(ctx.stash.order ?? []), ctx.prev.result];
  if (ctx.args.stop) runtime.earlyReturn('stopped', { skipTo: ctx.args.stop });
  return { payload: ctx.prev.result + 1 };
}
export const response = (ctx) => ctx.result;`;

const AROUND = `
export function request(ctx) { return 1; }
export function response(ctx) { return { order: ctx.stash.order, previous: ctx.prev.result, result: ctx.result }; }`;

const lambdaStep = (payload: string, response: string) => `
import { util } from '@aws-appsync/utils';
export function request(ctx) { return { operation: 'Invoke', payload: ${payload} }; }
export function response(ctx) { ${response} }`;

const RESOURCES = {
  None: source('NONE'),
  Lambda: source('AWS_LAMBDA', {
    ServiceRoleArn: getAtt('SourceRole'),
    LambdaConfig: { LambdaFunctionArn: getAtt('Function') },
  }),
  Context: unit('Query.context', 'None', local('ctx')),
  Values: unit('Query.values', 'None', local(VALUES)),
  Invoked: unit(
    'Query.invoked',
    'Lambda',
    lambdaStep('{ fail: ctx.args.fail }', 'return { result: ctx.result, error: ctx.error };'),
  ),
  Sent: unit(
    'Query.sent',
    'Lambda',
    `export function request() { return { operation: 'Invoke', invocationType: 'Event', payload: {} }; }
    export function response(ctx) { return { result: ctx.result }; }`,
  ),
  Refused: unit(
    'Query.refused',
    'None',
    local('null', `util.error('No.', 'NotNow', { name: 'Rex', secret: 's', owner: { name: 'Ann' } }, { code: 7 })`),
  ),
  Denied: unit('Query.denied', 'None', local('util.unauthorized()')),
  Appended: unit(
    'Query.appended',
    'None',
    local('null', `[util.appendError('One is missing.', 'Missing', null, [1]), { name: 'Rex' }].slice(1)`),
  ),
  Early: unit('Query.early', 'None', local(`runtime.earlyReturn('at once')`, `'never'`)),
  Broken: unit('Query.broken', 'None', FAILING),
  Endless: unit('Query.endless', 'None', local(`util.matches('^(a+)+$', 'a'.repeat(60) + 'b')`)),
  Hungry: unit('Query.hungry', 'None', local(`new Array(2 ** 27).fill(ctx)`)),
  Deep: unit('Query.deep', 'None', local('null', `again(ctx)`).concat('function again(x) { return again(x) + 1; }')),
  One: step('None', STEP),
  Two: step('None', STEP),
  Steps: pipeline('Query.steps', ['One', 'Two'], AROUND),
  Raising: step(
    'None',
    `export function request(ctx) { return {}; } export function response() { util.error('Stop.', 'Stopped'); }`,
  ),
  Failed: pipeline('Query.failed', ['Raising', 'One'], AROUND),
  Direct: {
    Type: 'AWS::AppSync::Resolver',
    Properties: {
      ApiId: getAtt('Api', 'ApiId'),
      TypeName: 'Query',
      FieldName: 'direct',
      DataSourceName: getAtt('Lambda', 'Name'),
    },
  },
  Required: unit('Query.required', 'None', local('{ value: null }')),
  Invalid: unit(
    'Query.invalid',
    'Lambda',
    `export function request() { return { operation: 'Call' }; } export function response() { return 'never'; }`,
  ),
  Random: unit(
    'Query.random',
    'None',
    local('[Math.random(), util.math.randomDouble(), util.autoId(), util.autoUlid(), util.autoKsuid()]'),
  ),
};

let runtime: Runtime;
let ask: ReturnType<typeof clientOf>;
beforeAll(async () => {
  runtime = await startTemplate(apiTemplate(SCHEMA, RESOURCES), FUNCTION_CODE);
  ask = clientOf(runtime);
});
afterAll(() => runtime?.stop());

const jsonOf = async (query: string, field: string): Promise<unknown> => {
  const { data, errors } = await ask(query);
  expect(errors).toBeUndefined();
  return JSON.parse(String(data?.[field]));
};

const LOCATIONS = [{ line: 1, column: 3, sourceName: null }];

describe('A JavaScript resolver', () => {
  test('sees the context of its field', async () => {
    const { data } = await ask('query ($n: String) { context(name: $n) }', { n: 'Rex' }, { 'x-some': 'thing' });
    expect(JSON.parse(String(data?.context))).toMatchObject({
      arguments: { name: 'Rex' },
      args: { name: 'Rex' },
      identity: null,
      source: null,
      stash: {},
      prev: null,
      env: { stage: 'test' },
      request: { headers: { 'x-some': 'thing' }, domainName: null },
      info: { fieldName: 'context', parentTypeName: 'Query', variables: { n: 'Rex' }, selectionSetList: [] },
    });
  });

  test('calls the functions of util, and reaches nothing else', async () => {
    expect(await jsonOf('{ values }', 'values')).toEqual({
      base64: 'R3LDvMOfZQ==',
      text: 'Grüße',
      encoded: 'a+b%26c',
      matches: [true, false],
      typed: {
        a: { S: 'x' },
        n: { N: 1 },
        l: { L: [{ BOOL: true }, { NULL: null }] },
        m: { M: { s: { SS: ['q'] } } },
      },
      now: [true, true],
      id: 36,
      env: 'test',
      global: 'undefinedundefinedundefinedundefined',
    });
  });

  test('gets new random values and ids in each call', async () => {
    const first = (await jsonOf('{ random }', 'random')) as unknown[];
    const second = (await jsonOf('{ random }', 'random')) as unknown[];
    expect(new Set([...first, ...second]).size).toBe(10);
    expect(first.slice(2)).toEqual([
      expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      expect.stringMatching(/^[0-9A-Za-z]{27}$/),
    ]);
  });

  test('invokes a function with its payload, and sees its result or its error', async () => {
    expect(await jsonOf('{ invoked }', 'invoked')).toEqual({ result: { received: {} } });
    expect(await jsonOf('{ invoked(fail: true) }', 'invoked')).toEqual({
      result: null,
      error: { type: 'Lambda:Unhandled', message: 'It is broken.' },
    });
    expect(await jsonOf('{ sent }', 'sent')).toEqual({ result: null });
  });

  test('without code passes the context to its function', async () => {
    expect(await jsonOf('{ direct }', 'direct')).toMatchObject({ received: { info: { fieldName: 'direct' } } });
  });

  test('ends its field with util.error; the data has only the selected members', async () => {
    expect(await ask('{ refused { title: name owner { name } } }')).toEqual({
      data: { refused: null },
      errors: [
        {
          path: ['refused'],
          data: { title: 'Rex', owner: { name: 'Ann' } },
          errorType: 'NotNow',
          errorInfo: { code: 7 },
          locations: LOCATIONS,
          message: 'No.',
        },
      ],
    });
  });

  test('ends its field with util.unauthorized', async () => {
    expect(await ask('{ denied { name } }')).toMatchObject({
      data: { denied: null },
      errors: [
        {
          path: ['denied'],
          errorType: 'Unauthorized',
          message: 'Not Authorized to access denied on type Query',
          data: null,
          errorInfo: null,
        },
      ],
    });
  });

  test('adds an error to the response beside its value with util.appendError', async () => {
    expect(await ask('{ appended { name } }')).toEqual({
      data: { appended: [{ name: 'Rex' }] },
      errors: [
        {
          path: ['appended'],
          data: null,
          errorType: 'Missing',
          errorInfo: [1],
          locations: LOCATIONS,
          message: 'One is missing.',
        },
      ],
    });
  });

  test('skips the data source and the response handler with runtime.earlyReturn', async () => {
    expect(await ask('{ early }')).toEqual({ data: { early: 'at once' } });
  });

  test('makes the nearest nullable field null if a required value is null', async () => {
    expect(await ask('{ required { value } early }')).toMatchObject({
      data: { required: null, early: 'at once' },
      errors: [{ path: ['required', 'value'] }],
    });
  });

  // AppSync's form of these messages is known from public issues: file, line, column, name of the error.
  test('shows the place of an error in its code', async () => {
    expect(await ask('{ broken }')).toMatchObject({
      data: { broken: null },
      errors: [
        {
          path: ['broken'],
          errorType: 'Code',
          message: expect.stringMatching(/^code\.js:3:\d+: TypeError: cannot read/),
        },
      ],
    });
  });

  // No page of AWS shows the texts of these errors.
  test.each([
    ['takes too long', 'endless', 'interrupted'],
    ['needs too much memory', 'hungry', 'out of memory'],
    ['recurses too deeply', 'deep', 'stack overflow'],
  ])('is ended if it %s, and the API goes on', async (_, field, message) => {
    expect(await ask(`{ ${field} }`)).toMatchObject({
      errors: [{ path: [field], errorType: 'Code', message: expect.stringContaining(message) }],
    });
    expect(await ask('{ early }')).toEqual({ data: { early: 'at once' } });
  });

  // No page of AWS shows the text of this error.
  test('fails its field if the request is not one of the data source', async () => {
    expect(await ask('{ invalid }')).toMatchObject({
      data: { invalid: null },
      errors: [{ errorType: 'MappingTemplate', message: expect.stringContaining(`Unsupported operation 'Call'`) }],
    });
  });
});

describe('A pipeline resolver', () => {
  test('passes the result of each function to the next one, and the stash through all handlers', async () => {
    expect(await jsonOf('{ steps }', 'steps')).toEqual({ order: [1, 2], previous: 3, result: 3 });
  });

  test('continues with the next function after runtime.earlyReturn, and keeps the stash', async () => {
    expect(await jsonOf('{ steps(stop: "NEXT") }', 'steps')).toEqual({
      order: [1, 'stopped'],
      previous: 'stopped',
      result: 'stopped',
    });
  });

  test('skips the other functions after runtime.earlyReturn with skipTo END', async () => {
    expect(await jsonOf('{ steps(stop: "END") }', 'steps')).toEqual({
      order: [1],
      previous: 'stopped',
      result: 'stopped',
    });
  });

  test('ends with the error of a function', async () => {
    expect(await ask('{ failed }')).toMatchObject({
      data: { failed: null },
      errors: [{ path: ['failed'], errorType: 'Stopped', message: 'Stop.' }],
    });
  });
});
