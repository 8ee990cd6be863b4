import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, startTemplate } from '../../../template/start-template.ts';
import { Browser, requestToken, signInAs, type Tokens } from '../../cognito/browser.ts';
import { tokenWith } from '../../cognito/token-with.ts';
import { CALLBACK, USERS } from '../http/system.ts';
import { methodAt } from './method-at.ts';

type Json = Record<string, unknown>;

const CODE = `
export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) });`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const authorizer = (more: Json = {}): Json =>
  one('AWS::ApiGateway::Authorizer', {
    RestApiId: ref('Api'),
    Name: 'people',
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
    ProviderARNs: [getAtt('Pool')],
    ...more,
  });

const get = (name: string, AuthorizerId: unknown, AuthorizationScopes?: unknown): Json =>
  methodAt(name, 'GET', {
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId,
    ...(AuthorizationScopes !== undefined && { AuthorizationScopes }),
    Integration: {
      Type: 'AWS_PROXY',
      IntegrationHttpMethod: 'POST',
      Uri: joined('arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', getAtt('Function'), '/invocations'),
    },
  });

/** An operation of a document whose access tokens need one of the scopes. */
const documented = (scopes: readonly unknown[]): Json => ({
  security: [{ people: scopes }],
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: joined('arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', getAtt('Function'), '/invocations'),
  },
});

const DOCUMENT: Json = {
  swagger: '2.0',
  info: { title: 'documented', version: '1' },
  paths: { '/open': { get: documented([]) }, '/scoped': { get: documented(['pets/read', 'pets/write']) } },
  securityDefinitions: {
    people: {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [getAtt('Pool')] },
    },
  },
};

const template = (extra: Json = {}): Json => ({
  Resources: {
    ...FUNCTION,
    ...USERS,
    Others: one('AWS::Cognito::UserPool', { UserPoolName: 'others' }),
    Api: one('AWS::ApiGateway::RestApi', { Name: 'pets' }),
    Stage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Api'), StageName: 'v1' }),
    MayCall: API_MAY_CALL,
    Authorizer: authorizer(),
    OfBoth: authorizer({
      ProviderARNs: [getAtt('Others'), getAtt('Pool')],
      IdentitySource: 'method.request.header.X-Token',
    }),
    OfOthers: authorizer({ ProviderARNs: [getAtt('Others')] }),
    OfAudience: authorizer({ IdentityValidationExpression: ref('People') }),
    OfStrangers: authorizer({ IdentityValidationExpression: 'stranger.*' }),
    ...get('open', ref('Authorizer')),
    ...get('scoped', ref('Authorizer'), ['pets/read', joined(ref('Scopes'), '/write')]),
    ...get('both', getAtt('OfBoth', 'AuthorizerId')),
    ...get('others', ref('OfOthers')),
    ...get('audience', ref('OfAudience')),
    ...get('strangers', ref('OfStrangers')),
    Documented: one('AWS::ApiGateway::RestApi', { Body: DOCUMENT }),
    DocumentedStage: one('AWS::ApiGateway::Stage', { RestApiId: ref('Documented'), StageName: 'v1' }),
    ...extra,
  },
  Outputs: {
    Documented: { Value: joined('https://', ref('Documented'), '.execute-api.us-east-1.amazonaws.com/v1') },
    Url: { Value: joined('https://', ref('Api'), '.execute-api.us-east-1.amazonaws.com/v1') },
    Pool: { Value: ref('Pool') },
    Issuer: { Value: getAtt('Pool', 'ProviderURL') },
    Client: { Value: ref('People') },
    Machine: { Value: ref('ServiceClient') },
    MachineSecret: { Value: getAtt('ServiceClient', 'ClientSecret') },
  },
});

let runtime: Runtime;
let people: Tokens;
let machineToken: string;
const output = (wanted: string): string => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value ?? '';

beforeAll(async () => {
  runtime = await startTemplate(template(), CODE);
  const issuer = output('Issuer');
  const client = { issuer, clientId: output('Client'), redirectUri: CALLBACK, scope: 'openid email' };
  people = await signInAs(new Browser(), client, 'ada');
  const basic = Buffer.from(`${output('Machine')}:${output('MachineSecret')}`).toString('base64');
  const form = { grant_type: 'client_credentials', scope: 'pets/write' };
  const { body } = await requestToken(issuer, form, { authorization: `Basic ${basic}` });
  machineToken = String(body.access_token);
});
afterAll(() => runtime?.stop());

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${output('Url')}/${path}`, { headers });
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body: (await answer.json()) as Json };
};

const unauthorized = { status: 401, type: 'UnauthorizedException', body: { message: 'Unauthorized' } };

/** An id token with other claims, signed with the pool's key. */
const idTokenWith = (claims: Json): Promise<string> =>
  tokenWith(runtime, { poolId: output('Pool'), idToken: people.id_token }, claims);

describe('A method with a Cognito authorizer', () => {
  test('passes the claims of an id token as text to its function', async () => {
    const { status, body } = await ask('open', { authorization: people.id_token });
    const payload = JSON.parse(Buffer.from(people.id_token.split('.')[1] ?? '', 'base64url').toString());
    expect(status).toBe(200);
    expect(body).toEqual({
      claims: expect.objectContaining({
        email: 'ada@example.com',
        token_use: 'id',
        'cognito:username': 'ada',
        'cognito:groups': 'keeper,vet',
        aud: output('Client'),
        exp: expect.stringMatching(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4}$/),
      }),
    });
    expect(Date.parse((body.claims as { exp: string }).exp)).toBe(payload.exp * 1000);
  });

  test('accepts a token with Bearer', async () => {
    expect((await ask('open', { authorization: `Bearer ${people.id_token}` })).status).toBe(200);
  });

  test.each([
    ['without a token', () => ({})],
    ['with an access token if the method has no scopes', () => ({ authorization: people.access_token })],
    ['with a text that is no token', () => ({ authorization: 'Bearer some-text' })],
    ['with a changed token', () => ({ authorization: people.id_token.replace(/\.[^.]+\./, '.e30.') })],
  ])('refuses a request %s', async (_, headers) => {
    expect(await ask('open', headers() as Record<string, string>)).toEqual(unauthorized);
  });

  test('says that a token has expired', async () => {
    expect(await ask('open', { authorization: await idTokenWith({ exp: 1_000 }) })).toEqual({
      ...unauthorized,
      body: { message: 'The incoming token has expired' },
    });
  });

  test('with scopes accepts an access token with one of them, and no other token', async () => {
    const { status, body } = await ask('scoped', { authorization: `Bearer ${machineToken}` });
    expect([status, body]).toEqual([200, { claims: expect.objectContaining({ scope: 'pets/write' }) }]);
    for (const token of [people.access_token, people.id_token, await idTokenWith({ scope: 'pets/write' })])
      expect(await ask('scoped', { authorization: token })).toEqual(unauthorized);
  });

  test('accepts tokens of each of its user pools, from the header that it names', async () => {
    expect((await ask('both', { 'x-token': people.id_token })).status).toBe(200);
    expect(await ask('both', { authorization: people.id_token })).toEqual(unauthorized);
    expect(await ask('others', { authorization: people.id_token })).toEqual(unauthorized);
  });

  test('accepts a token only if its audience matches the validation expression', async () => {
    expect((await ask('audience', { authorization: people.id_token })).status).toBe(200);
    expect(await ask('strangers', { authorization: people.id_token })).toEqual(unauthorized);
  });
});

test('An OpenAPI document has a Cognito authorizer and the scopes of its operations', async () => {
  const status = async (path: string, authorization: string) =>
    (await fetch(`${output('Documented')}/${path}`, { headers: { authorization } })).status;
  expect(await status('open', people.id_token)).toBe(200);
  expect(await status('open', people.access_token)).toBe(401);
  expect(await status('scoped', machineToken)).toBe(200);
  expect(await status('scoped', people.id_token)).toBe(401);
});

describe('A template does not start with', () => {
  test.each([
    [
      'a user pool of another account',
      { Extra: authorizer({ ProviderARNs: ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_abc'] }) },
      'which is not a user pool of this runtime',
    ],
    ['an authorizer that does not exist', get('extra', 'nothing'), 'Invalid authorizer ID specified'],
  ])('%s', async (_, extra, message) => {
    await expect(startTemplate(template(extra), CODE).then((started) => started.stop())).rejects.toThrow(message);
  });
});
