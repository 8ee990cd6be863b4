import { describe, expect, test } from '@jest/globals';
import { startTestSystem } from './system.ts';

type Json = Record<string, unknown>;

/** Rejects with the reason if the template does not start; stops the runtime if it starts. */
const starting = async (Type: string, Properties: Json): Promise<void> => {
  const { runtime } = await startTestSystem({ extra: { Extra: { Type, Properties } } });
  await runtime.stop();
};

const api = { Ref: 'Api' };
const route = { ApiId: api, Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] } };
const authorizer = {
  ApiId: api,
  Name: 'more',
  AuthorizerType: 'JWT',
  IdentitySource: ['$request.header.Authorization'],
};
const guard = {
  ...authorizer,
  AuthorizerType: 'REQUEST',
  AuthorizerUri: { 'Fn::GetAtt': ['Function', 'Arn'] },
  AuthorizerPayloadFormatVersion: '2.0',
};
const stage = { ApiId: api, StageName: '$default', AutoDeploy: true };
const integration = {
  ApiId: api,
  IntegrationType: 'AWS_PROXY',
  IntegrationUri: { 'Fn::GetAtt': ['Function', 'Arn'] },
  PayloadFormatVersion: '2.0',
};

describe('a template of an HTTP API does not start with', () => {
  const cases: [string, string, Json, string][] = [
    [
      'an unknown property of an API',
      'Api',
      { Name: 'x', ProtocolType: 'HTTP', Version: '1' },
      'Version: this property is not supported',
    ],
    [
      'a WebSocket API',
      'Api',
      { Name: 'x', ProtocolType: 'WEBSOCKET' },
      'ProtocolType WEBSOCKET is not supported locally',
    ],
    [
      'a second API of the same name',
      'Api',
      { Name: 'pets api', ProtocolType: 'HTTP' },
      'An API named pets api already exists.',
    ],
    [
      'a route without a path',
      'Route',
      { ...route, RouteKey: 'pets' },
      'The provided route key is not formatted properly',
    ],
    [
      'an unsupported authorization type',
      'Route',
      { ...route, RouteKey: 'GET /x', AuthorizationType: 'AWS_IAM' },
      'AuthorizationType AWS_IAM is not supported locally',
    ],
    [
      'an authorizer whose simple response is in the payload format 1.0',
      'Authorizer',
      { ...guard, AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: true },
      'EnableSimpleResponses requires the AuthorizerPayloadFormatVersion 2.0',
    ],
    [
      'an authorizer without a payload format',
      'Authorizer',
      { ...guard, AuthorizerPayloadFormatVersion: undefined },
      'AuthorizerPayloadFormatVersion must not be empty',
    ],
    [
      'an authorizer that caches results for more than an hour',
      'Authorizer',
      { ...guard, AuthorizerResultTtlInSeconds: 3_601 },
      'AuthorizerResultTtlInSeconds must be between 0 and 3600',
    ],
    [
      'an authorizer that caches results without an identity source',
      'Authorizer',
      { ...guard, AuthorizerResultTtlInSeconds: 300, IdentitySource: undefined },
      'IdentitySource is required for an authorizer whose results are cached',
    ],
    [
      'an authorizer with a path parameter as its identity source',
      'Authorizer',
      { ...guard, IdentitySource: ['$request.path.id'] },
      'IdentitySource $request.path.id is not a header, query parameter, context variable or stage variable',
    ],
    [
      'an unknown issuer',
      'Authorizer',
      { ...authorizer, JwtConfiguration: { Issuer: 'https://example.com', Audience: ['a'] } },
      'The issuer https://example.com is not a user pool of this runtime',
    ],
    ['a stage other than $default', 'Stage', { ...stage, StageName: 'dev' }, 'StageName dev is not supported locally'],
    [
      'payload format 1.0',
      'Integration',
      { ...integration, PayloadFormatVersion: '1.0' },
      'PayloadFormatVersion 1.0 is not supported locally',
    ],
    [
      'an HTTP integration with the payload format of functions',
      'Integration',
      { ...integration, IntegrationType: 'HTTP_PROXY' },
      'PayloadFormatVersion 2.0 is not supported locally',
    ],
    [
      'an integration with a queue',
      'Integration',
      { ...integration, IntegrationUri: 'arn:aws:sqs:us-east-1:000000000000:q' },
      'IntegrationUri arn:aws:sqs:us-east-1:000000000000:q is not the ARN or the invocation path of a Lambda function',
    ],
    ['a VPC link', 'VpcLink', { Name: 'x', SubnetIds: [] }, 'this type is not known'],
  ];

  test.each(cases)('%s', async (_, type, properties, message) => {
    await expect(starting(`AWS::ApiGatewayV2::${type}`, properties)).rejects.toThrow(message);
  });
});
