import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { FUNCTION, one, role } from '../../template/start-template.ts';
import { CALLBACK, USERS } from '../apigateway/http/system.ts';
import { Browser, signInAs, type Tokens } from '../cognito/browser.ts';
import { tokenWith } from '../cognito/token-with.ts';
import { type GraphqlAnswer, getAtt, local, source, startTemplate, unit } from './graphql-api.ts';

type Json = Record<string, unknown>;
type Headers = Record<string, string>;

const ref = (Ref: string) => ({ Ref });

/** An authorizer. Each invocation returns another `call`. */
const CODE = `
import { randomUUID } from 'node:crypto';
export const handler = async (event) => {
  const { authorizationToken: token, requestContext: { apiId, accountId } } = event;
  if (token === 'custom fails') throw new Error('It fails.');
  if (token === 'custom invalid') return { isAuthorized: 'yes' };
  return {
    isAuthorized: token !== 'custom no',
    resolverContext: { call: randomUUID(), event },
    deniedFields: ['Query.hidden', 'arn:aws:appsync:us-east-1:' + accountId + ':apis/' + apiId + '/types/Pet/fields/name'],
    ...(token === 'custom once' && { ttlOverride: 0 }),
  };
};`;

const SCHEMA = `
type Query {
  open: AWSJSON
  iam: AWSJSON @aws_iam
  other: AWSJSON @aws_iam
  user: AWSJSON @aws_cognito_user_pools
  vet: AWSJSON @aws_cognito_user_pools(cognito_groups: ["none", "vet"])
  nobody: AWSJSON @aws_cognito_user_pools(cognito_groups: ["none"])
  token: AWSJSON @aws_lambda
  hidden: AWSJSON @aws_lambda
  ignored: AWSJSON @aws_auth(cognito_groups: ["none"]) @unknown
  pet: Pet @aws_api_key @aws_iam @aws_lambda
}
type Pet @aws_api_key @aws_lambda { name: String  chip: String @aws_iam  owner: String @aws_iam }
schema { query: Query }`;

const OWN = `
type Query {
  all: AWSJSON
  vet: AWSJSON @aws_auth(cognito_groups: ["vet"])
  nobody: AWSJSON @aws_auth(cognito_groups: ["none"])
  pet: Pet @aws_cognito_user_pools
}
type Pet { name: String }
schema { query: Query }`;

const SEEN = local(`{ identity: ctx.identity, authType: util.authType() }`);

/** An API with a schema, and resolvers of operations that show the caller. */
const api = (id: string, settings: Json, Definition: string, fields: readonly string[]): Json => {
  const ApiId = getAtt(id, 'ApiId');
  const of = (resource: Json): Json => ({ ...resource, Properties: { ...Object(resource.Properties), ApiId } });
  return {
    [id]: one('AWS::AppSync::GraphQLApi', { Name: id, ...settings }),
    [`${id}Schema`]: one('AWS::AppSync::GraphQLSchema', { ApiId, Definition }),
    [`${id}None`]: of(source('NONE')),
    ...Object.fromEntries(fields.map((field) => [`${id}${field}`, of(unit(`Query.${field}`, `${id}None`, SEEN))])),
    [`${id}Pet`]: of(unit('Query.pet', `${id}None`, local(`{ name: 'Rex', chip: '1', owner: 'Ada' }`))),
  };
};

const users = (more: Json = {}): Json => ({
  AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
  UserPoolConfig: { UserPoolId: ref('Pool'), AwsRegion: 'us-east-1', ...more },
});
const byFunction = (more: Json = {}): Json => ({
  AuthenticationType: 'AWS_LAMBDA',
  LambdaAuthorizerConfig: { AuthorizerUri: getAtt('Function'), ...more },
});
const field = (name: string) => ({
  'Fn::Join': ['', [getAtt('Api', 'Arn'), `/types/${name.replace('.', '/fields/')}`]],
});

const FIELDS = ['open', 'iam', 'other', 'user', 'vet', 'nobody', 'token', 'hidden', 'ignored'];

const TEMPLATE: Json = {
  Resources: {
    ...FUNCTION,
    ...USERS,
    ...api(
      'Api',
      {
        AuthenticationType: 'API_KEY',
        AdditionalAuthenticationProviders: [
          { AuthenticationType: 'AWS_IAM' },
          users(),
          byFunction({ IdentityValidationExpression: 'custom .*' }),
        ],
      },
      SCHEMA,
      FIELDS,
    ),
    ApiOwner: {
      Type: 'AWS::AppSync::Resolver',
      Properties: {
        ...Object(unit('Pet.owner', 'ApiNone', local(`ctx.source.owner`)).Properties),
        ApiId: getAtt('Api', 'ApiId'),
      },
    },
    ...api('Denying', users({ DefaultAction: 'DENY' }), OWN, ['all', 'vet', 'nobody']),
    ...api('Allowing', users({ DefaultAction: 'ALLOW', AppIdClientRegex: ref('People') }), OWN, ['all']),
    ...api('Strange', users({ DefaultAction: 'ALLOW', AppIdClientRegex: 'stranger.*' }), OWN, ['all']),
    ...api('Forbidden', byFunction(), SCHEMA, ['token']),
    Key: one('AWS::AppSync::ApiKey', { ApiId: getAtt('Api', 'ApiId') }),
    MayCall: one('AWS::Lambda::Permission', {
      FunctionName: getAtt('Function'),
      Action: 'lambda:InvokeFunction',
      Principal: 'appsync.amazonaws.com',
      SourceArn: getAtt('Api', 'Arn'),
    }),
    Reader: role('ec2.amazonaws.com', [
      {
        Effect: 'Allow',
        Action: 'appsync:GraphQL',
        Resource: [field('Query.iam'), field('Query.pet')],
      },
    ]),
  },
  Outputs: {
    Url: { Value: getAtt('Api', 'GraphQLUrl') },
    ApiId: { Value: getAtt('Api', 'ApiId') },
    Key: { Value: getAtt('Key', 'ApiKey') },
    Reader: { Value: getAtt('Reader') },
    Pool: { Value: ref('Pool') },
    Issuer: { Value: getAtt('Pool', 'ProviderURL') },
    Client: { Value: ref('People') },
  },
};

let runtime: Runtime;
let ada: Tokens;
const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';

beforeAll(async () => {
  runtime = await startTemplate(TEMPLATE, CODE);
  const client = { issuer: output('Issuer'), clientId: output('Client'), redirectUri: CALLBACK, scope: 'openid email' };
  ada = await signInAs(new Browser(), client, 'ada');
});
afterAll(() => runtime?.stop());

const post = async (query: string, headers: Headers, name = 'Api') => {
  const url = output('Url').replace(/Api$/, name);
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables: { a: 1 } }) });
  return { status: answer.status, body: (await answer.json()) as GraphqlAnswer };
};

/** What the resolver of an operation sees. */
const seen = async (name: string, headers: Headers, apiName?: string): Promise<Json> => {
  const { body } = await post(`{ ${name} }`, headers, apiName);
  expect(body).toEqual({ data: { [name]: expect.any(String) } });
  return JSON.parse(String(body.data?.[name]));
};

const key = (): Headers => ({ 'x-api-key': output('Key') });
const token = (authorization: string): Headers => ({ authorization });
const signedWith = (accessKey: string): Headers =>
  token(
    `AWS4-HMAC-SHA256 Credential=${accessKey}/20240101/us-east-1/appsync/aws4_request, SignedHeaders=host, Signature=0`,
  );
const asRole = (): Headers => signedWith(runtime.kernel.identities.issue(output('Reader'), 'session').accessKeyId);

const notAuthorized = (type: string, name: string, path: readonly string[] = [name]): Json => ({
  path,
  data: null,
  errorType: 'Unauthorized',
  errorInfo: null,
  locations: [{ line: 1, column: expect.any(Number), sourceName: null }],
  message: `Not Authorized to access ${name} on type ${type}`,
});
const refusal = (message: string, errorType = 'UnauthorizedException', status = 401) => ({
  status,
  body: { errors: [{ errorType, message }] },
});
const UNAUTHORIZED = refusal('You are not authorized to make this call.');

describe('An API key', () => {
  test('is the default mode: it reads fields without directives, and has no identity', async () => {
    expect(await seen('open', key())).toEqual({ identity: null, authType: 'API Key Authorization' });
  });

  test('reads no field whose directives name only other modes', async () => {
    const { status, body } = await post('{ open iam user token }', key());
    expect(status).toBe(200);
    expect(body.data).toEqual({ open: expect.any(String), iam: null, user: null, token: null });
    expect(body.errors).toEqual([
      notAuthorized('Query', 'iam'),
      notAuthorized('Query', 'user'),
      notAuthorized('Query', 'token'),
    ]);
  });

  test('reads the fields of a type by its directives, unless a field has its own', async () => {
    expect((await post('{ pet { name chip } }', key())).body).toEqual({
      data: { pet: { name: 'Rex', chip: null } },
      errors: [notAuthorized('Pet', 'chip', ['pet', 'chip'])],
    });
  });

  test('ignores @aws_auth in an API with several modes, and unknown directives', async () => {
    expect(await seen('ignored', key())).toMatchObject({ identity: null });
  });

  test('is missing or wrong', async () => {
    expect(await post('{ open }', {})).toEqual(UNAUTHORIZED);
    expect(await post('{ open }', { 'x-api-key': 'da2-wrong' })).toEqual(UNAUTHORIZED);
  });
});

describe('A signature', () => {
  test('of a role reads the operations that its policy allows, and shows the role', async () => {
    expect(await seen('iam', asRole())).toEqual({
      authType: 'IAM Authorization',
      identity: {
        accountId: '000000000000',
        cognitoIdentityPoolId: null,
        cognitoIdentityId: null,
        sourceIp: ['127.0.0.1'],
        username: expect.stringMatching(/^AROA\w+:session$/),
        userArn: expect.stringMatching(/^arn:aws:sts::000000000000:assumed-role\/.+\/session$/),
        cognitoIdentityAuthType: null,
        cognitoIdentityAuthProvider: null,
      },
    });
  });

  test('needs a permission for each operation and each field with a resolver', async () => {
    const { body } = await post('{ other pet { chip owner } }', asRole());
    expect(body).toEqual({
      data: { other: null, pet: { chip: '1', owner: null } },
      errors: [notAuthorized('Query', 'other'), notAuthorized('Pet', 'owner', ['pet', 'owner'])],
    });
  });

  test('of the administrator reads all fields that the directives allow', async () => {
    const { body } = await post('{ other open pet { owner name } }', signedWith('test'));
    expect(body).toEqual({
      data: { other: expect.any(String), open: null, pet: { owner: 'Ada', name: null } },
      errors: [notAuthorized('Query', 'open'), notAuthorized('Pet', 'name', ['pet', 'name'])],
    });
  });

  test('with an unknown access key is refused', async () => {
    expect(await post('{ iam }', signedWith('AKIAUNKNOWN'))).toEqual(
      refusal(expect.stringContaining('security token') as unknown as string, 'UnrecognizedClientException', 403),
    );
  });
});

describe('A token of a user pool', () => {
  test.each(['id_token', 'access_token'] as const)('authorizes its user by the %s', async (kind) => {
    const { identity, authType } = await seen('user', token(ada[kind]));
    expect(authType).toBe('User Pool Authorization');
    expect(identity).toEqual({
      sub: expect.any(String),
      issuer: output('Issuer'),
      username: 'ada',
      claims: expect.objectContaining({ token_use: kind.replace('_token', ''), 'cognito:groups': ['keeper', 'vet'] }),
      sourceIp: ['127.0.0.1'],
      defaultAuthStrategy: 'ALLOW',
      groups: ['keeper', 'vet'],
    });
  });

  test('reads fields of the groups of its user, and none without a directive', async () => {
    const { body } = await post('{ vet nobody open }', token(ada.id_token));
    expect(body).toEqual({
      data: { vet: expect.any(String), nobody: null, open: null },
      errors: [notAuthorized('Query', 'nobody'), notAuthorized('Query', 'open')],
    });
  });

  // No page of AWS shows the texts.
  test.each([
    ['with another signature', () => `${ada.id_token.slice(0, -4)}AAAA`, 'Valid authorization header not provided.'],
    ['in the form of a header only', () => 'a.b.c', 'Valid authorization header not provided.'],
  ])('%s is refused', async (_, given, message) => {
    expect(await post('{ user }', token(given()))).toEqual(refusal(message));
  });

  // The clock of the runtime does not end sessions; the test uses a token of the past.
  test('is refused after its expiry', async () => {
    const past = Math.floor(Date.now() / 1000) - 60;
    const pool = { poolId: output('Pool'), idToken: ada.id_token };
    const expired = await tokenWith(runtime, pool, { exp: past });
    expect(await post('{ user }', token(expired))).toEqual(refusal('Token has expired.'));
  });

  test('is refused if the client does not match the expression', async () => {
    expect(await seen('all', token(ada.id_token), 'Allowing')).toMatchObject({ authType: 'User Pool Authorization' });
    expect(await seen('all', token(ada.access_token), 'Allowing')).toMatchObject({ identity: { username: 'ada' } });
    expect(await post('{ all }', token(ada.id_token), 'Strange')).toEqual(UNAUTHORIZED);
  });

  test('is needed by an API without another mode', async () => {
    expect(await post('{ all }', key(), 'Allowing')).toEqual(refusal('Valid authorization header not provided.'));
  });

  test('calls only operations with a directive if the default action is DENY', async () => {
    const { body } = await post('{ all vet nobody pet { name } }', token(ada.id_token), 'Denying');
    expect(body).toEqual({
      data: { all: null, vet: expect.any(String), nobody: null, pet: { name: 'Rex' } },
      errors: [notAuthorized('Query', 'all'), notAuthorized('Query', 'nobody')],
    });
    expect(JSON.parse(String(body.data?.vet))).toMatchObject({ identity: { defaultAuthStrategy: 'DENY' } });
  });
});

describe('A function', () => {
  test('decides on a request with its token, and gives resolvers a context', async () => {
    const { identity, authType } = await seen('token', { ...token('custom yes'), 'x-own': 'header' });
    expect(authType).toBe('Lambda Authorization');
    expect(identity).toEqual({
      resolverContext: {
        call: expect.any(String),
        event: {
          authorizationToken: 'custom yes',
          requestContext: {
            apiId: output('ApiId'),
            accountId: '000000000000',
            requestId: expect.any(String),
            queryString: '{ token }',
            operationName: null,
            variables: { a: 1 },
          },
          requestHeaders: expect.objectContaining({ 'x-own': 'header' }),
        },
      },
    });
  });

  test('is not asked again for a token while its answer is cached', async () => {
    const call = async (given: string) =>
      Object(Object((await seen('token', token(given))).identity).resolverContext).call;
    const first = await call('custom cached');
    expect(await call('custom cached')).toBe(first);
    expect(await call('custom another')).not.toBe(first);
    expect(await call('custom once')).not.toBe(await call('custom once'));
    await runtime.kernel.timers.advance(300_000);
    expect(await call('custom cached')).not.toBe(first);
  });

  test('denies fields by their short names and by their ARNs', async () => {
    const { body } = await post('{ hidden pet { name } }', token('custom yes'));
    expect(body).toEqual({
      data: { hidden: null, pet: { name: null } },
      errors: [notAuthorized('Query', 'hidden'), notAuthorized('Pet', 'name', ['pet', 'name'])],
    });
  });

  test.each(['custom no', 'custom fails', 'custom invalid', 'token without the prefix'])(
    'does not authorize the token %j',
    async (given) => {
      expect(await post('{ token }', token(given))).toEqual(UNAUTHORIZED);
    },
  );

  test('does not authorize if its policy does not allow AppSync to call it for the API', async () => {
    expect(await post('{ token }', token('custom yes'), 'Forbidden')).toEqual(UNAUTHORIZED);
  });
});
