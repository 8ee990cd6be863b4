import { expect, test } from '@jest/globals';
import { one, startTemplate } from '../../template/start-template.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string): Json => ({ Ref });
const http = (type: string, properties: Json): Json =>
  one(`AWS::ApiGatewayV2::${type}`, { ApiId: ref('Http'), ...properties });
const target = { 'Fn::Join': ['', ['integrations/', ref('Integration')]] };
const method = (properties: Json): Json =>
  one('AWS::ApiGateway::Method', {
    RestApiId: ref('Rest'),
    ResourceId: { 'Fn::GetAtt': ['Rest', 'RootResourceId'] },
    HttpMethod: 'GET',
    ...properties,
  });
const authorizer = (properties: Json): Json =>
  one('AWS::ApiGateway::Authorizer', {
    RestApiId: ref('Rest'),
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
    ...properties,
  });
const gatewayResponse = (properties: Json): Json =>
  one('AWS::ApiGateway::GatewayResponse', { RestApiId: ref('Rest'), ResponseType: 'DEFAULT_4XX', ...properties });
const integrated = (Integration: Json): Json => method({ AuthorizationType: 'NONE', Integration });
const action = {
  Type: 'AWS',
  Uri: { 'Fn::Join': ['', ['arn:aws:apigateway:', ref('AWS::Region'), ':states:action/StartExecution']] },
  Credentials: ref('Role'),
};

const refused: [string, Json, string][] = [
  [
    'a WebSocket API',
    one('AWS::ApiGatewayV2::Api', { Name: 'x', ProtocolType: 'WEBSOCKET' }),
    'ProtocolType WEBSOCKET',
  ],
  [
    'a route without a path',
    http('Route', { RouteKey: 'pets', Target: target }),
    'route key is not formatted properly',
  ],
  [
    'a route with IAM authorization',
    http('Route', { RouteKey: 'GET /x', Target: target, AuthorizationType: 'AWS_IAM' }),
    'AuthorizationType AWS_IAM',
  ],
  ['a stage with a name', http('Stage', { StageName: 'prod', AutoDeploy: true }), 'StageName prod'],
  ['a stage without AutoDeploy', http('Stage', { StageName: '$default' }), 'A stage without AutoDeploy'],
  ['an integration of another type', http('Integration', { IntegrationType: 'MOCK' }), 'IntegrationType MOCK'],
  [
    'an integration with an endpoint by HTTP on another machine',
    http('Integration', { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'http://pets.example/{proxy}' }),
    'IntegrationUri http://pets.example/{proxy} is not supported locally',
  ],
  [
    'an integration with a VPC link',
    http('Integration', { IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK' }),
    'ConnectionType VPC_LINK is not supported locally',
  ],
  [
    'a method with a VPC link',
    integrated({ Type: 'HTTP_PROXY', ConnectionType: 'VPC_LINK' }),
    'ConnectionType VPC_LINK is not supported locally',
  ],
  [
    'a method with an endpoint by HTTP on another machine',
    integrated({ Type: 'HTTP', Uri: 'http://pets.example' }),
    'Uri http://pets.example is not supported locally',
  ],
  [
    'a method whose response has a header from an unknown source',
    integrated({
      Type: 'HTTP',
      IntegrationResponses: [
        { StatusCode: '200', ResponseParameters: { 'method.response.header.a': 'method.request.body' } },
      ],
    }),
    'Invalid mapping expression parameter specified: method.request.body',
  ],
  ['a method with IAM authorization', method({ AuthorizationType: 'AWS_IAM' }), 'AuthorizationType AWS_IAM'],
  ['an authorizer of an unknown type', authorizer({ Type: 'JWT' }), 'Type JWT is not one of TOKEN, REQUEST'],
  [
    'an authorizer that caches its results for more than an hour',
    authorizer({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 3_601 }),
    'AuthorizerResultTtlInSeconds must be between 0 and 3600',
  ],
  [
    'an authorizer of type REQUEST that reads the path',
    authorizer({ Type: 'REQUEST', IdentitySource: 'method.request.path.id' }),
    'IdentitySource method.request.path.id is not valid',
  ],
  [
    'an authorizer of type REQUEST that caches without an identity source',
    authorizer({ Type: 'REQUEST', IdentitySource: undefined }),
    'IdentitySource is required',
  ],
  [
    'a function that is called with the identity of the client',
    integrated({ Type: 'AWS_PROXY', Uri: ref('Rest'), Credentials: 'arn:aws:iam::*:user/*' }),
    'Credentials arn:aws:iam::*:user/* is not supported locally',
  ],
  [
    'an unknown source of API keys',
    one('AWS::ApiGateway::RestApi', { Name: 'keys', ApiKeySourceType: 'COOKIE' }),
    'ApiKeySourceType COOKIE is not one of HEADER, AUTHORIZER',
  ],
  ['a gateway response of an unknown type', gatewayResponse({ ResponseType: 'TEAPOT' }), 'ResponseType TEAPOT'],
  [
    'a gateway response with an invalid status',
    gatewayResponse({ StatusCode: '99' }),
    'StatusCode 99 must be a status',
  ],
  [
    'a gateway response that changes the path',
    gatewayResponse({ ResponseParameters: { 'gatewayresponse.path.id': "'7'" } }),
    'gatewayresponse.path.id',
  ],
  [
    'a gateway response with an invalid source',
    gatewayResponse({ ResponseParameters: { 'gatewayresponse.header.a': 'method.request.cookie.a' } }),
    'method.request.cookie.a',
  ],
  [
    'a gateway response that shows details of a validation',
    gatewayResponse({ ResponseTemplates: { 'application/json': '{"d":"$context.error.validationErrorString"}' } }),
    '$context.error.validationErrorString in a gateway response is not supported locally',
  ],
  [
    'an authorizer that reads a query parameter',
    authorizer({ IdentitySource: 'method.request.querystring.token' }),
    'IdentitySource method.request.querystring.token is not supported locally',
  ],
  [
    'an authorizer with an invalid expression',
    authorizer({ IdentityValidationExpression: '(' }),
    'IdentityValidationExpression ( is not a regular expression',
  ],
  [
    'a method with an invalid parameter',
    method({ AuthorizationType: 'NONE', RequestParameters: { 'method.request.cookie.a': true } }),
    'method.request.cookie.a',
  ],
  ['a method with an unknown integration', integrated({ Type: 'FTP' }), 'Integration type FTP is not one of'],
  [
    'a request template that is not valid',
    integrated({ ...action, RequestTemplates: { 'application/json': '#if(' } }),
    'A mapping template is not valid VTL',
  ],
  [
    'a request template with a filter in a path',
    integrated({ ...action, RequestTemplates: { 'application/json': "$input.json('$.pets[?(@.old)]')" } }),
    'The path $.pets[?(@.old)] in a mapping template is not supported locally',
  ],
  [
    'a request template that overrides the request',
    integrated({ ...action, RequestTemplates: { 'application/json': '#set($context.requestOverride.path.a = "b")' } }),
    '$context.requestOverride in a mapping template is not supported locally',
  ],
  [
    'a response template of a service for another type than JSON',
    integrated({ ...action, IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'text/html': 'b' } }] }),
    'ResponseTemplates for text/html are not supported locally',
  ],
  [
    'an unknown passthrough behavior',
    integrated({ ...action, PassthroughBehavior: 'SOMETIMES' }),
    'PassthroughBehavior SOMETIMES is not one of WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER',
  ],
  [
    'a template with directives of a MOCK integration',
    integrated({ Type: 'MOCK', RequestTemplates: { 'application/json': '#set($a = 1) {"statusCode": $a}' } }),
    'A request template of a MOCK integration',
  ],
];

test.each(refused)('%s is refused before anything of the template is created', async (_, Extra, message) => {
  const template = {
    Resources: {
      Http: one('AWS::ApiGatewayV2::Api', { Name: 'http', ProtocolType: 'HTTP' }),
      Rest: one('AWS::ApiGateway::RestApi', { Name: 'rest' }),
      Role: one('AWS::IAM::Role', { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } }),
      Extra,
    },
  };
  const started = startTemplate(template, '').then((runtime) => runtime.stop());
  await expect(started).rejects.toThrow(/in the template cannot be run here:/);
  await expect(started).rejects.toThrow(message);
});
