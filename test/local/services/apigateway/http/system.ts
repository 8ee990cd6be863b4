import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Runtime, startRuntime } from '../../../../../local/src/runtime/runtime.ts';
import { temporaryDirectory } from '../../../kernel.ts';
import { writeAssembly } from '../../../template/assemblies.ts';

type Json = Record<string, unknown>;

/**
 * Returns the value of `?answer=`, fails on `?fail`, and otherwise returns its event. As an authorizer it returns the
 * value of the header x-decision.
 */
const CODE = `
export const handler = async (event) => {
  if (event.type === 'REQUEST') return { ...JSON.parse(event.headers['x-decision']), context: { asked: event } };
  const { answer, fail } = event.queryStringParameters ?? {};
  if (fail) throw new Error('broken');
  return answer === undefined ? { event } : JSON.parse(answer);
};`;

const one = (Type: string, Properties: Json = {}, more: Json = {}) => ({ Type, Properties, ...more });
const ref = (Ref: string) => ({ Ref });
const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });

export const CALLBACK = 'http://127.0.0.1:9/callback';

/** Route keys of the API with the authorization of each. */
const ROUTES: Record<string, Json> = {
  Open: { RouteKey: 'GET /open' },
  AnyOpen: { RouteKey: 'ANY /open/{proxy+}' },
  Post: { RouteKey: 'POST /open' },
  Limited: { RouteKey: 'GET /limited' },
  LimitedPet: { RouteKey: 'GET /pets/limited', AuthorizationType: 'JWT', AuthorizerId: ref('Authorizer') },
  Forbidden: { RouteKey: 'GET /not-permitted' },
  Pet: { RouteKey: 'GET /pets/{id}', AuthorizationType: 'JWT', AuthorizerId: ref('Authorizer') },
  Owner: { RouteKey: 'GET /owners/{id}', AuthorizationType: 'JWT', AuthorizerId: ref('ProviderAuthorizer') },
  Guarded: { RouteKey: 'GET /guarded/{id}', AuthorizationType: 'CUSTOM', AuthorizerId: ref('Guard') },
  Scoped: {
    RouteKey: 'GET /scoped',
    AuthorizationType: 'JWT',
    AuthorizerId: ref('Authorizer'),
    AuthorizationScopes: ['pets/write', 'pets/admin'],
  },
};

const routes = (): Json =>
  Object.fromEntries(
    Object.entries(ROUTES).map(([id, properties]) => [
      id,
      one('AWS::ApiGatewayV2::Route', {
        ApiId: ref('Api'),
        Target: { 'Fn::Join': ['', ['integrations/', ref('Integration')]] },
        ...properties,
      }),
    ]),
  );

const permission = (id: string, path: string): Json => ({
  [id]: one('AWS::Lambda::Permission', {
    FunctionName: getAtt('Function'),
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: {
      'Fn::Join': ['', ['arn:aws:execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', ref('Api'), path]],
    },
  }),
});

/** A user pool with the user ada and two clients. */
export const USERS: Json = {
  Pool: one('AWS::Cognito::UserPool', { UserPoolName: 'people', MfaConfiguration: 'OFF' }),
  Domain: one('AWS::Cognito::UserPoolDomain', { UserPoolId: ref('Pool'), Domain: 'people' }),
  Keepers: one('AWS::Cognito::UserPoolGroup', { UserPoolId: ref('Pool'), GroupName: 'keeper', Precedence: 1 }),
  Vets: one('AWS::Cognito::UserPoolGroup', { UserPoolId: ref('Pool'), GroupName: 'vet' }),
  Ada: one('AWS::Cognito::UserPoolUser', {
    UserPoolId: ref('Pool'),
    Username: 'ada',
    UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
  }),
  AdaIsVet: one('AWS::Cognito::UserPoolUserToGroupAttachment', {
    UserPoolId: ref('Pool'),
    Username: ref('Ada'),
    GroupName: ref('Vets'),
  }),
  AdaIsKeeper: one('AWS::Cognito::UserPoolUserToGroupAttachment', {
    UserPoolId: ref('Pool'),
    Username: ref('Ada'),
    GroupName: ref('Keepers'),
  }),
  Scopes: one('AWS::Cognito::UserPoolResourceServer', {
    UserPoolId: ref('Pool'),
    Identifier: 'pets',
    Name: 'pets',
    Scopes: [{ ScopeName: 'write', ScopeDescription: 'Change pets' }],
  }),
  People: one('AWS::Cognito::UserPoolClient', {
    UserPoolId: ref('Pool'),
    ClientName: 'people',
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    CallbackURLs: [CALLBACK],
    LogoutURLs: [CALLBACK],
    AccessTokenValidity: 15,
    TokenValidityUnits: { AccessToken: 'minutes' },
  }),
  ServiceClient: one('AWS::Cognito::UserPoolClient', {
    UserPoolId: ref('Pool'),
    ClientName: 'machine',
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [{ 'Fn::Join': ['/', [ref('Scopes'), 'write']] }],
  }),
};

const API: Json = {
  Api: one('AWS::ApiGatewayV2::Api', {
    Name: 'pets api',
    ProtocolType: 'HTTP',
    DisableExecuteApiEndpoint: false,
    CorsConfiguration: {
      AllowOrigins: ['http://127.0.0.1:5173'],
      AllowMethods: ['GET', 'POST'],
      AllowHeaders: ['authorization'],
      ExposeHeaders: ['etag'],
      MaxAge: 600,
    },
  }),
  Stage: one('AWS::ApiGatewayV2::Stage', {
    ApiId: ref('Api'),
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 100 },
    RouteSettings: {
      'GET /limited': { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 },
      'GET /pets/limited': { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1 },
    },
  }),
  Integration: one('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('Api'),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: getAtt('Function'),
    PayloadFormatVersion: '2.0',
  }),
  Authorizer: one('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Api'),
    Name: 'tokens',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: {
      Issuer: { 'Fn::Join': ['', ['https://cognito-idp.', ref('AWS::Region'), '.amazonaws.com/', ref('Pool')]] },
      Audience: [ref('People'), ref('ServiceClient')],
    },
  }),
  ProviderAuthorizer: one('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Api'),
    Name: 'tokens-of-the-provider',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: getAtt('Pool', 'ProviderURL'), Audience: [ref('People')] },
  }),
  Guard: one('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Api'),
    Name: 'guard',
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    AuthorizerResultTtlInSeconds: 0,
    AuthorizerUri: getAtt('Function'),
    IdentitySource: ['$request.header.X-Decision', '$request.querystring.key'],
  }),
  ...permission('MayGuard', '/authorizers/*'),
  ...permission('MayGuarded', '/*/GET/guarded/*'),
  ...routes(),
  ...permission('MayOpen', '/*/*/open*'),
  ...permission('MayLimited', '/*/GET/limited'),
  ...permission('MayPets', '/*/GET/pets/*'),
  ...permission('MayOwners', '/*/GET/owners/*'),
  ...permission('MayScoped', '/*/GET/scoped'),
};

const template = (extra: Json) => ({
  Resources: {
    Role: one('AWS::IAM::Role', {
      RoleName: 'worker',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'logs',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
          },
        },
      ],
    }),
    Function: one('AWS::Lambda::Function', {
      FunctionName: 'show',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    ...USERS,
    ...API,
    ...extra,
  },
  Outputs: {
    ApiUrl: { Value: getAtt('Api', 'ApiEndpoint') },
    UserPoolId: { Value: ref('Pool') },
    ClientId: { Value: ref('People') },
    ServiceClientId: { Value: ref('ServiceClient') },
    Issuer: { Value: getAtt('Pool', 'ProviderURL') },
  },
});

export interface Outputs {
  readonly ApiUrl: string;
  readonly UserPoolId: string;
  readonly ClientId: string;
  readonly ServiceClientId: string;
  readonly Issuer: string;
}

export interface TestSystem {
  readonly runtime: Runtime;
  readonly directory: string;
  outputs(): Promise<Outputs>;
  /** Calls an action of Cognito over HTTP. */
  cognito(action: string, input: Json): Promise<{ status: number; body: Json }>;
}

/** Starts a runtime with one API, one user pool, one function, and the `extra` resources. */
export const startTestSystem = async (
  options: { directory?: string; extra?: Json; port?: number } = {},
): Promise<TestSystem> => {
  const directory = options.directory ?? temporaryDirectory();
  const code = join(directory, 'cdk.out/asset.code');
  mkdirSync(code, { recursive: true });
  writeFileSync(join(code, 'index.mjs'), CODE);
  const assembly = writeAssembly(
    join(directory, 'cdk.out'),
    { pets: template(options.extra ?? {}) },
    { assets: { 'code.zip': 'asset.code' } },
  );
  const log = { info: () => {}, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };
  const runtime = await startRuntime({
    port: options.port ?? 0,
    assembly,
    log,
    ...(options.directory !== undefined && { dataDir: join(directory, 'data') }),
  });
  return {
    runtime,
    directory,
    outputs: async () => (await (await fetch(`${runtime.endpoint}/_local/outputs`)).json()) as Outputs,
    cognito: async (action, input) => {
      const answer = await fetch(runtime.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
          authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, Signature=0',
        },
        body: JSON.stringify(input),
      });
      return { status: answer.status, body: (await answer.json()) as Json };
    },
  };
};
