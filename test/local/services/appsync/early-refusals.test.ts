import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { directoryPerTest } from '../../directory-per-test.ts';
import { writeAssembly } from '../../template/assemblies.ts';
import { one } from '../../template/start-template.ts';

type Json = Record<string, unknown>;

const ApiId = { 'Fn::GetAtt': ['Api', 'ApiId'] };
const directory = directoryPerTest();

/** Starts a runtime with an API and another resource, and with an asset `schema.graphql`. */
const start = (other: Json, schema = ''): Promise<Runtime> => {
  const out = join(directory(), 'cdk.out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'asset.schema'), schema);
  const Api = one('AWS::AppSync::GraphQLApi', { Name: 'pets', AuthenticationType: 'API_KEY' });
  const template = { Resources: { Api, It: other, Role: one('AWS::IAM::Role', { AssumeRolePolicyDocument: {} }) } };
  const assembly = writeAssembly(out, { pets: template }, { assets: { 'schema.graphql': 'asset.schema' } });
  return startRuntime({ port: 0, assembly });
};

const stopped = (started: Promise<Runtime>): Promise<void> => started.then((runtime) => runtime.stop());

const api = (properties: Json): Json => one('AWS::AppSync::GraphQLApi', { Name: 'x', ...properties });
const withProviders = (...AdditionalAuthenticationProviders: Json[]): Json =>
  api({ AuthenticationType: 'API_KEY', AdditionalAuthenticationProviders });
const users = (config: Json): Json =>
  api({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', UserPoolConfig: { UserPoolId: { Ref: 'Pool' }, ...config } });
const byFunction = (config: Json): Json => ({
  AuthenticationType: 'AWS_LAMBDA',
  LambdaAuthorizerConfig: { AuthorizerUri: { Ref: 'Function' }, ...config },
});
const schema = (Definition: string): Json => one('AWS::AppSync::GraphQLSchema', { ApiId, Definition });
const http = (HttpConfig: Json): Json =>
  one('AWS::AppSync::DataSource', {
    ApiId,
    Name: 'x',
    Type: 'HTTP',
    HttpConfig,
    ServiceRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
  });
const signed = (Endpoint: unknown, SigningServiceName: string): Json =>
  http({
    Endpoint,
    AuthorizationConfig: {
      AuthorizationType: 'AWS_IAM',
      AwsIamConfig: { SigningRegion: 'us-east-1', SigningServiceName },
    },
  });
const endpoint = (service: string): Json => ({
  'Fn::Join': ['', [`https://${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
});

// The texts are the runtime's own, except that about the definitions of directives.
test.each([
  [
    'an unsupported authorization type',
    api({ AuthenticationType: 'OPENID_CONNECT' }),
    'AuthenticationType: AuthenticationType OPENID_CONNECT is not supported locally',
  ],
  [
    'an unsupported additional type',
    withProviders({ AuthenticationType: 'AWS_IAM' }, { AuthenticationType: 'OPENID_CONNECT' }),
    'AdditionalAuthenticationProviders[1].AuthenticationType: AuthenticationType OPENID_CONNECT is not supported',
  ],
  [
    'a type that is given twice',
    withProviders({ AuthenticationType: 'AWS_IAM' }, { AuthenticationType: 'AWS_IAM' }),
    'AdditionalAuthenticationProviders: The authentication type AWS_IAM must not be given more than once',
  ],
  [
    'a default action that does not exist',
    users({ DefaultAction: 'MAYBE' }),
    'UserPoolConfig.DefaultAction: UserPoolConfig.DefaultAction MAYBE is not one of ALLOW, DENY',
  ],
  [
    'users without their pool',
    api({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }),
    'UserPoolConfig: UserPoolId must not be empty',
  ],
  [
    'an additional authorizer without its function',
    withProviders({ AuthenticationType: 'AWS_LAMBDA', LambdaAuthorizerConfig: {} }),
    'AdditionalAuthenticationProviders[0].LambdaAuthorizerConfig: AuthorizerUri must not be empty',
  ],
  [
    'a data source without its role',
    one('AWS::AppSync::DataSource', { ApiId, Name: 'x', Type: 'AMAZON_EVENTBRIDGE' }),
    'ServiceRoleArn: ServiceRoleArn must not be empty',
  ],
  [
    'an invalid expression for clients',
    users({ AppIdClientRegex: '(' }),
    'UserPoolConfig.AppIdClientRegex: AppIdClientRegex ( is not a regular expression',
  ],
  [
    'a TTL above one hour',
    api(byFunction({ AuthorizerResultTtlInSeconds: 3_601 })),
    'LambdaAuthorizerConfig.AuthorizerResultTtlInSeconds: AuthorizerResultTtlInSeconds must be between 0 and 3600',
  ],
  [
    'an invalid expression for tokens of an additional function',
    withProviders(byFunction({ IdentityValidationExpression: '[' })),
    'AdditionalAuthenticationProviders[0].LambdaAuthorizerConfig.IdentityValidationExpression:',
  ],
  ['an invalid schema', schema('type Query {'), 'Definition: The schema is not valid: Syntax Error'],
  ['a schema with an unknown type', schema('type Query { pet: Pet }'), 'Unknown type "Pet"'],
  ['a schema without queries', schema('type Pet { name: String }'), 'Query root type must be provided'],
  [
    'the definition of a directive',
    schema('directive @mine on OBJECT type Query { pet: String }'),
    'Directive definitions are not supported.',
  ],
  [
    'a wrong argument of a directive',
    schema('type Query { pet: String @aws_cognito_user_pools(groups: ["a"]) }'),
    'Unknown argument "groups" on directive "@aws_cognito_user_pools"',
  ],
  [
    'a schema that is no asset',
    one('AWS::AppSync::GraphQLSchema', { ApiId, DefinitionS3Location: 's3://assets/other' }),
    'DefinitionS3Location s3://assets/other is not a file among the assets',
  ],
  [
    'an invalid schema in an asset',
    one('AWS::AppSync::GraphQLSchema', { ApiId, DefinitionS3Location: 's3://assets/schema.graphql' }),
    'DefinitionS3Location: The schema is not valid',
  ],
  [
    'signed requests to another host',
    signed('https://pets.example', 'sns'),
    'HttpConfig: HttpConfig.AuthorizationConfig is not supported locally for https://pets.example',
  ],
  [
    'signed requests to a service that the runtime does not have',
    signed(endpoint('translate'), 'translate'),
    'is not supported locally for https://translate.us-east-1.amazonaws.com',
  ],
  [
    'signed requests to a host that only begins like a service',
    signed('https://sns.us-east-1.amazonaws.com.pets.example', 'sns'),
    'is not supported locally for https://sns.us-east-1.amazonaws.com.pets.example',
  ],
  [
    'a signature for another service than that of the host',
    signed(endpoint('sns'), 'sqs'),
    'SigningServiceName sqs is not sns',
  ],
  [
    'a service without a signature',
    http({ Endpoint: endpoint('sqs') }),
    'HttpConfig.AuthorizationConfig must be given for https://sqs.us-east-1.amazonaws.com',
  ],
])('A template with %s is refused before anything is created', async (_, resource, message) => {
  await expect(stopped(start(resource, 'type Query { pet: Pet }'))).rejects.toMatchObject({
    name: 'TemplateProblemsError',
    message: expect.stringContaining(message),
  });
});
