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
      { Name: 'x', ProtocolType: 'HTTP', Body: {} },
      'Body: this property is not supported',
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
      'an authorizer that answers with a policy',
      'Authorizer',
      { ...authorizer, AuthorizerType: 'REQUEST' },
      'An authorizer that answers with a policy is not supported locally',
    ],
    [
      'an authorizer whose results are cached',
      'Authorizer',
      { ...authorizer, AuthorizerType: 'REQUEST', EnableSimpleResponses: true, AuthorizerResultTtlInSeconds: 300 },
      'AuthorizerResultTtlInSeconds must be 0',
    ],
    [
      'an authorizer with a stage variable as its identity source',
      'Authorizer',
      {
        ...authorizer,
        AuthorizerType: 'REQUEST',
        EnableSimpleResponses: true,
        IdentitySource: ['$stageVariables.key'],
      },
      'IdentitySource $stageVariables.key is not supported locally',
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
