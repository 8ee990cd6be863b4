import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { CALLBACK, type Outputs, startTestSystem, type TestSystem } from '../apigateway/http/system.ts';
import { Browser, requestToken, signInAs } from './browser.ts';

type Json = Record<string, unknown>;

const get = (url: string, token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });
const clientOf = ({ Issuer, ClientId }: Outputs) => ({
  issuer: Issuer,
  clientId: ClientId,
  redirectUri: CALLBACK,
  scope: 'openid',
});

describe('the API of user pools', () => {
  let system: TestSystem;
  let pool: { UserPoolId: string };

  beforeAll(async () => {
    system = await startTestSystem();
    pool = { UserPoolId: (await system.outputs()).UserPoolId };
  });
  afterAll(async () => {
    await system.runtime.stop();
    removeDirectory(system.directory);
  });

  const usernames = ({ body }: { body: Json }) => (body.Users as Json[]).map(({ Username }) => Username);

  test('lists users in pages, and filtered by an attribute', async () => {
    const first = await system.cognito('ListUsers', { ...pool, Limit: 3 });
    expect(usernames(first)).toEqual(['ada', 'keeper-1', 'keeper-2']);
    const { PaginationToken } = first.body;
    const second = await system.cognito('ListUsers', { ...pool, Limit: 3, PaginationToken });
    expect(usernames(second)).toEqual(['vet-1', 'vet-2']);
    expect(second.body).not.toHaveProperty('PaginationToken');
    expect(usernames(await system.cognito('ListUsers', { ...pool, Filter: 'email ^= "vet-"' }))).toEqual([
      'vet-1',
      'vet-2',
    ]);
    expect(usernames(await system.cognito('ListUsers', { ...pool, Filter: 'username = "ada"' }))).toEqual(['ada']);
  });

  test('adds a user to groups, also concurrently', async () => {
    const user = { ...pool, Username: 'bo' };
    const created = await system.cognito('AdminCreateUser', {
      ...user,
      UserAttributes: [{ Name: 'email', Value: 'bo@example.com' }],
    });
    expect(created.body.User).toMatchObject({ Username: 'bo', Enabled: true });
    await Promise.all(
      ['vet', 'keeper'].map((GroupName) => system.cognito('AdminAddUserToGroup', { ...user, GroupName })),
    );
    const { body } = await system.cognito('AdminListGroupsForUser', user);
    expect((body.Groups as Json[]).map(({ GroupName }) => GroupName)).toEqual(['keeper', 'vet']);
  });

  test('refuses to delete a pool that has a domain (API_DeleteUserPool)', async () => {
    expect(await system.cognito('DeleteUserPool', pool)).toMatchObject({
      status: 400,
      body: {
        __type: 'InvalidParameterException',
        message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
      },
    });
  });

  test('lists groups', async () => {
    const { body } = await system.cognito('ListGroups', pool);
    expect(body.Groups).toEqual([
      expect.objectContaining({ GroupName: 'keeper', Precedence: 1, UserPoolId: pool.UserPoolId }),
      expect.objectContaining({ GroupName: 'vet' }),
    ]);
  });

  test('describes a pool and a client', async () => {
    expect((await system.cognito('DescribeUserPool', pool)).body.UserPool).toMatchObject({
      Id: pool.UserPoolId,
      Name: 'people',
      Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool.UserPoolId}`,
    });
    const { ClientId } = await system.outputs();
    const { body } = await system.cognito('DescribeUserPoolClient', { ...pool, ClientId });
    expect(body.UserPoolClient).toMatchObject({ CallbackURLs: [CALLBACK], AllowedOAuthFlows: ['code'] });
    expect(body.UserPoolClient).not.toHaveProperty('ClientSecret');
  });

  test.each([
    ['AdminCreateUser', { Username: 'ada' }, 'UsernameExistsException'],
    ['AdminGetUser', { Username: 'nobody' }, 'UserNotFoundException'],
    ['AdminAddUserToGroup', { Username: 'ada', GroupName: 'none' }, 'ResourceNotFoundException'],
    ['DescribeUserPoolClient', { ClientId: 'none' }, 'ResourceNotFoundException'],
    ['DescribeUserPool', { UserPoolId: 'us-east-1_none' }, 'ResourceNotFoundException'],
    ['ListUsers', { Filter: 'email like "x"' }, 'InvalidParameterException'],
    ['AdminCreateUser', {}, 'InvalidParameterException'],
    ['AdminSetUserPassword', { Username: 'ada', Password: 'x' }, 'UnsupportedOperation'],
    ['InitiateAuth', {}, 'UnsupportedOperation'],
  ])('refuses %s with %j as %s', async (action, input, code) => {
    expect((await system.cognito(action, { ...pool, ...input })).body.__type).toBe(code);
  });

  test('is available to the administrator only', async () => {
    const answer = await fetch(system.runtime.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' },
      body: JSON.stringify(pool),
    });
    expect(answer.status).toBe(403);
  });
});

describe('a template does not start with', () => {
  const starting = async (type: string, properties: Json): Promise<void> => {
    const extra = { Extra: { Type: `AWS::Cognito::${type}`, Properties: properties } };
    await (await startTestSystem({ extra })).runtime.stop();
  };
  const pool = { UserPoolId: { Ref: 'Pool' } };
  const oauth = { ...pool, ClientName: 'more', AllowedOAuthFlowsUserPoolClient: true };

  test.each<[string, string, Json, string | RegExp]>([
    ['an unknown property', 'UserPool', { LambdaConfig: {} }, 'LambdaConfig: this property is not supported'],
    ['a second pool of the same name', 'UserPool', { UserPoolName: 'people' }, 'The user pool people already exists.'],
    [
      'an unknown flow, which is found before anything is created',
      'UserPoolClient',
      { ...oauth, AllowedOAuthFlows: ['password'], AllowedOAuthScopes: ['openid'] },
      /cannot be run here.*AllowedOAuthFlows: .*Value '\[password\]' at 'allowedOAuthFlows'/s,
    ],
    [
      'client credentials beside the implicit flow',
      'UserPoolClient',
      { ...oauth, AllowedOAuthFlows: ['implicit', 'client_credentials'], AllowedOAuthScopes: ['openid'] },
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    ],
    [
      'a client-credentials client without a secret',
      'UserPoolClient',
      { ...oauth, AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['openid'] },
      'client_credentials flow can not be selected if client does not have a client secret.',
    ],
    [
      'an unknown scope',
      'UserPoolClient',
      { ...oauth, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['cats/write'] },
      'Invalid scope requested: cats/write',
    ],
    [
      'a callback URL with plain HTTP to another host',
      'UserPoolClient',
      {
        ...oauth,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: ['http://example.com/'],
      },
      'http://example.com/ is not a valid callback URL',
    ],
    ['an identity provider', 'UserPoolIdentityProvider', pool, 'this type is not known to the runtime'],
  ])('%s', async (_, type, properties, message) => {
    await expect(starting(type, properties)).rejects.toThrow(message);
  });
});

test('a client of a template may allow the implicit flow, as the CDK does by default, which the sign-in then refuses', async () => {
  const properties = {
    UserPoolId: { Ref: 'Pool' },
    ClientName: 'cdk-default',
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['implicit', 'code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [CALLBACK],
  };
  const system = await startTestSystem({
    extra: { Extra: { Type: 'AWS::Cognito::UserPoolClient', Properties: properties } },
  });
  const { UserPoolId, Issuer } = await system.outputs();
  const { UserPoolClients } = (await system.cognito('ListUserPoolClients', { UserPoolId })).body;
  const { ClientId = '' } =
    (UserPoolClients as { ClientName: string; ClientId: string }[]).find(
      ({ ClientName }) => ClientName === 'cdk-default',
    ) ?? {};
  const { body } = await system.cognito('DescribeUserPoolClient', { UserPoolId, ClientId });
  expect(body.UserPoolClient).toMatchObject({ AllowedOAuthFlows: ['implicit', 'code'] });
  const { authorization_endpoint } = (await (await fetch(`${Issuer}/.well-known/openid-configuration`)).json()) as {
    authorization_endpoint: string;
  };
  const asked = new URLSearchParams({
    client_id: ClientId,
    redirect_uri: CALLBACK,
    scope: 'openid',
    response_type: 'token',
  });
  const answer = await fetch(`${authorization_endpoint}?${asked}`, { redirect: 'manual' });
  expect(`${answer.headers.get('location')} ${await answer.text()}`).toMatch(
    /unsupported_response_type|unauthorized_client/,
  );
  const signedIn = await signInAs(
    new Browser(),
    { issuer: Issuer, clientId: ClientId, redirectUri: CALLBACK, scope: 'openid' },
    'vet-2',
  );
  expect(decodeJwt(signedIn.access_token).client_id).toBe(ClientId);
  await system.runtime.stop();
  removeDirectory(system.directory);
});

describe('a restart', () => {
  const directory = temporaryDirectory();
  let system: TestSystem | undefined;

  afterEach(async () => {
    await system?.runtime.stop();
    removeDirectory(directory);
  });

  test('keeps keys, users, secrets and sessions, also if the address changes', async () => {
    system = await startTestSystem({ directory });
    const before = await system.outputs();
    const browser = new Browser();
    const tokens = await signInAs(browser, clientOf(before), 'vet-2');
    const describeServiceClient = async () =>
      system?.cognito('DescribeUserPoolClient', { UserPoolId: before.UserPoolId, ClientId: before.ServiceClientId });
    const serviceClient = await describeServiceClient();
    const port = Number(new URL(system.runtime.endpoint).port);
    await system.runtime.stop();

    system = await startTestSystem({ directory, port });
    expect(await system.outputs()).toEqual(before);
    expect(await describeServiceClient()).toEqual(serviceClient);
    expect((await get(`${before.ApiUrl}/pets/7`, tokens.access_token)).status).toBe(200);
    const refresh = { grant_type: 'refresh_token', client_id: before.ClientId, refresh_token: tokens.refresh_token };
    const refreshed = await requestToken(before.Issuer, refresh);
    expect(decodeJwt(String(refreshed.body.access_token)).sub).toBe(decodeJwt(tokens.access_token).sub);
    await system.runtime.stop();

    system = await startTestSystem({ directory });
    const moved = await system.outputs();
    expect(moved.Issuer).toBe(`${system.runtime.endpoint}/_identity/${before.UserPoolId}`);
    expect((await get(`${moved.ApiUrl}/pets/7`, tokens.access_token)).status).toBe(401);
    const anew = await signInAs(new Browser(), clientOf(moved), 'vet-2');
    expect(decodeJwt(anew.access_token).sub).toBe(decodeJwt(tokens.access_token).sub);
    expect((await get(`${moved.ApiUrl}/pets/7`, anew.access_token)).status).toBe(200);
    expect((await get(`${moved.ApiUrl}/owners/7`, anew.access_token)).status).toBe(200);
  });

  test('creates new keys in another data directory', async () => {
    system = await startTestSystem();
    const { access_token } = await signInAs(new Browser(), clientOf(await system.outputs()), 'vet-2');
    const port = Number(new URL(system.runtime.endpoint).port);
    await system.runtime.stop();
    system = await startTestSystem({ port });
    const { ApiUrl } = await system.outputs();
    expect((await get(`${ApiUrl}/pets/7`, access_token)).status).toBe(401);
  });

  test('is not needed: users can sign in after the clock was advanced, because sign-in uses wall-clock time', async () => {
    system = await startTestSystem();
    const outputs = await system.outputs();
    const before = await signInAs(new Browser(), clientOf(outputs), 'vet-1');
    await fetch(`${system.runtime.endpoint}/_local/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: 400 * 86_400 }),
    });
    expect((await get(`${outputs.ApiUrl}/pets/7`, before.access_token)).status).toBe(200);
    const after = await signInAs(new Browser(), clientOf(outputs), 'vet-1');
    expect((await get(`${outputs.ApiUrl}/pets/7`, after.access_token)).status).toBe(200);
  });
});
