import { afterEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';
import { CALLBACK, startTestSystem, type TestSystem } from '../services/apigateway/http/system.ts';

type Json = Record<string, unknown>;

const resource = (Type: string, Properties: Json) => ({ Type, Properties });
const ref = (Ref: string) => ({ Ref });

/** Template with a second API and a second pool, and one resource of each type in them, before and after a change. */
const resources = (changed: boolean): Json => ({
  Api2: resource('AWS::ApiGatewayV2::Api', {
    Name: 'cats',
    ProtocolType: 'HTTP',
    ...(changed && { DisableExecuteApiEndpoint: true }),
  }),
  Stage2: resource('AWS::ApiGatewayV2::Stage', {
    ApiId: ref('Api2'),
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: changed ? 5 : 50, ThrottlingBurstLimit: 50 },
  }),
  Integration2: resource('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('Api2'),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': ['Function', 'Arn'] },
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: changed ? 1000 : 2000,
  }),
  Route2: resource('AWS::ApiGatewayV2::Route', {
    ApiId: ref('Api2'),
    RouteKey: changed ? 'POST /cats' : 'GET /cats',
    Target: { 'Fn::Join': ['', ['integrations/', ref('Integration2')]] },
  }),
  Authorizer2: resource('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Api2'),
    Name: 'more',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: { 'Fn::GetAtt': ['Pool2', 'ProviderURL'] }, Audience: [changed ? 'b' : 'a'] },
  }),
  Pool2: resource('AWS::Cognito::UserPool', { UserPoolName: 'owners' }),
  Domain2: resource('AWS::Cognito::UserPoolDomain', {
    UserPoolId: ref('Pool2'),
    Domain: changed ? 'owners-2' : 'owners',
  }),
  Group2: resource('AWS::Cognito::UserPoolGroup', {
    UserPoolId: ref('Pool2'),
    GroupName: 'owner',
    Description: changed ? 'Owns several' : 'Owns one',
  }),
  Eve: resource('AWS::Cognito::UserPoolUser', {
    UserPoolId: ref('Pool2'),
    Username: 'eve',
    UserAttributes: [{ Name: 'email', Value: changed ? 'eve-2@example.com' : 'eve@example.com' }],
  }),
  EveOwns: resource('AWS::Cognito::UserPoolUserToGroupAttachment', {
    UserPoolId: ref('Pool2'),
    Username: ref('Eve'),
    GroupName: ref('Group2'),
  }),
  Scopes2: resource('AWS::Cognito::UserPoolResourceServer', {
    UserPoolId: ref('Pool2'),
    Identifier: 'cats',
    Name: 'cats',
    Scopes: [{ ScopeName: changed ? 'feed' : 'pet', ScopeDescription: 'Do it' }],
  }),
  Client2: resource('AWS::Cognito::UserPoolClient', {
    UserPoolId: ref('Pool2'),
    ClientName: 'owners',
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', { 'Fn::Join': ['/', [ref('Scopes2'), changed ? 'feed' : 'pet']] }],
    CallbackURLs: [changed ? `${CALLBACK}/2` : CALLBACK],
  }),
});

describe('a template that changes', () => {
  const directory = temporaryDirectory();
  let system: TestSystem;

  afterEach(async () => {
    await system.runtime.stop();
    removeDirectory(directory);
  });

  const statusOf = async (path: string, method = 'GET') =>
    (await fetch(`${system.runtime.endpoint}/_api/cats${path}`, { method })).status;
  const poolNames = async () =>
    ((await system.cognito('ListUserPools', { MaxResults: 10 })).body.UserPools as Json[]).map(({ Name }) => Name);

  test('updates resources of every type in place, and deletes the resources that were removed from it', async () => {
    system = await startTestSystem({ directory, extra: resources(false) });
    expect(await statusOf('/cats')).toBe(500);
    const pool = ((await system.cognito('ListUserPools', { MaxResults: 10 })).body.UserPools as Json[]).find(
      ({ Name }) => Name === 'owners',
    );
    const { body: before } = await system.cognito('AdminGetUser', { UserPoolId: pool?.Id, Username: 'eve' });
    await system.runtime.stop();

    system = await startTestSystem({ directory, extra: resources(true) });
    expect(await statusOf('/cats', 'POST')).toBe(404);
    const { body: after } = await system.cognito('AdminGetUser', { UserPoolId: pool?.Id, Username: 'eve' });
    expect(after.UserAttributes).toEqual([
      (before.UserAttributes as Json[])[0],
      { Name: 'email', Value: 'eve-2@example.com' },
    ]);
    const { body } = await system.cognito('ListUserPoolClients', { UserPoolId: pool?.Id });
    const [{ ClientId } = {}] = body.UserPoolClients as Json[];
    const described = await system.cognito('DescribeUserPoolClient', { UserPoolId: pool?.Id, ClientId });
    expect(described.body.UserPoolClient).toMatchObject({
      CallbackURLs: [`${CALLBACK}/2`],
      AllowedOAuthScopes: ['openid', 'cats/feed'],
    });
    const groups = await system.cognito('AdminListGroupsForUser', { UserPoolId: pool?.Id, Username: 'eve' });
    expect(groups.body.Groups).toEqual([expect.objectContaining({ Description: 'Owns several' })]);
    await system.runtime.stop();

    system = await startTestSystem({ directory });
    expect(await poolNames()).toEqual(['people']);
    expect(await statusOf('/cats')).toBe(404);
    expect(system.runtime.deployment?.changes['AWS::Cognito::UserPool']).toEqual({ deleted: 1, unchanged: 1 });
  });
});
