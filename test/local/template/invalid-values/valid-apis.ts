import { getAtt, one } from '../start-template.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string): Json => ({ Ref });
const sub = (text: string): Json => ({ 'Fn::Sub': text });
const after = (id: string, type: string, properties: Json): Json => ({ ...one(type, properties), DependsOn: [id] });
const INVOCATION = sub(
  'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
);

/** A REST API with parts of every type. It needs the other valid resources. */
export const REST_APIS: Json = {
  Rest: one('AWS::ApiGateway::RestApi', {
    Name: 'rest',
    ApiKeySourceType: 'HEADER',
    BinaryMediaTypes: ['image/png'],
  }),
  Resource: one('AWS::ApiGateway::Resource', {
    RestApiId: ref('Rest'),
    ParentId: getAtt('Rest', 'RootResourceId'),
    PathPart: '{id}',
  }),
  RestAuthorizer: one('AWS::ApiGateway::Authorizer', {
    RestApiId: ref('Rest'),
    Name: 'pass',
    Type: 'TOKEN',
    IdentitySource: 'method.request.header.Authorization',
    IdentityValidationExpression: '.+',
    AuthorizerUri: INVOCATION,
    AuthorizerCredentials: getAtt('AnyRole'),
    AuthorizerResultTtlInSeconds: 10,
  }),
  Model: one('AWS::ApiGateway::Model', {
    RestApiId: ref('Rest'),
    Name: 'Pet',
    ContentType: 'application/json',
    Schema: { type: 'object', properties: { name: { type: 'string' } } },
  }),
  Validator: one('AWS::ApiGateway::RequestValidator', {
    RestApiId: ref('Rest'),
    Name: 'all',
    ValidateRequestBody: true,
    ValidateRequestParameters: true,
  }),
  RestMethod: one('AWS::ApiGateway::Method', {
    RestApiId: ref('Rest'),
    ResourceId: ref('Resource'),
    HttpMethod: 'POST',
    AuthorizationType: 'CUSTOM',
    AuthorizerId: ref('RestAuthorizer'),
    ApiKeyRequired: true,
    RequestModels: { 'application/json': ref('Model') },
    RequestParameters: { 'method.request.path.id': true },
    RequestValidatorId: ref('Validator'),
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: INVOCATION,
      Credentials: getAtt('AnyRole'),
      PassthroughBehavior: 'NEVER',
      ContentHandling: 'CONVERT_TO_TEXT',
      TimeoutInMillis: 500,
      RequestParameters: { 'integration.request.header.x-id': 'method.request.path.id' },
      RequestTemplates: { 'application/json': '{"a":$input.json("$")}' },
      IntegrationResponses: [
        {
          StatusCode: '200',
          SelectionPattern: '.*',
          ResponseParameters: { 'method.response.header.x-a': "'b'" },
          ResponseTemplates: { 'application/json': '{"a":$input.json("$")}' },
          ContentHandling: 'CONVERT_TO_TEXT',
        },
      ],
    },
  }),
  ServiceMethod: one('AWS::ApiGateway::Method', {
    RestApiId: ref('Rest'),
    ResourceId: ref('Resource'),
    HttpMethod: 'PUT',
    AuthorizationType: 'NONE',
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: 'arn:aws:apigateway:us-east-1:sqs:action/SendMessage',
      Credentials: getAtt('AnyRole'),
      IntegrationResponses: [{ StatusCode: '200' }],
    },
  }),
  GatewayResponse: one('AWS::ApiGateway::GatewayResponse', {
    RestApiId: ref('Rest'),
    ResponseType: 'THROTTLED',
    StatusCode: '429',
    ResponseParameters: { 'gatewayresponse.header.x-a': "'b'" },
    ResponseTemplates: { 'application/json': '{}' },
  }),
  Deployment: one('AWS::ApiGateway::Deployment', { RestApiId: ref('Rest') }),
  RestStage: one('AWS::ApiGateway::Stage', {
    RestApiId: ref('Rest'),
    StageName: 'v1',
    DeploymentId: ref('Deployment'),
    Variables: { a: 'b' },
    MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 5, ThrottlingRateLimit: 5 }],
  }),
  Key: one('AWS::ApiGateway::ApiKey', { Name: 'key', Enabled: true, Value: 'x'.repeat(30) }),
  Plan: one('AWS::ApiGateway::UsagePlan', {
    UsagePlanName: 'plan',
    Quota: { Limit: 10, Offset: 0, Period: 'DAY' },
    Throttle: { BurstLimit: 5, RateLimit: 5 },
    ApiStages: [{ ApiId: ref('Rest'), Stage: ref('RestStage') }],
  }),
  PlanKey: one('AWS::ApiGateway::UsagePlanKey', { KeyId: ref('Key'), KeyType: 'API_KEY', UsagePlanId: ref('Plan') }),
};

/** An HTTP API and a GraphQL API with parts of every type. They need the other valid resources. */
export const OTHER_APIS: Json = {
  Http: one('AWS::ApiGatewayV2::Api', {
    Name: 'http',
    ProtocolType: 'HTTP',
    DisableExecuteApiEndpoint: false,
    CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: ['GET'], AllowHeaders: ['x-a'], MaxAge: 5 },
  }),
  HttpIntegration: one('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('Http'),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: getAtt('Function'),
    IntegrationMethod: 'POST',
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 500,
    ConnectionType: 'INTERNET',
    RequestParameters: { 'overwrite:header.x-a': '$request.header.x-b' },
    ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'append:header.x-a', Source: 'b' }] } },
  }),
  HttpAuthorizer: one('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Http'),
    Name: 'users',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: getAtt('Pool', 'ProviderURL'), Audience: [ref('Client')] },
  }),
  HttpFunctionAuthorizer: one('AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref('Http'),
    Name: 'pass',
    AuthorizerType: 'REQUEST',
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerUri: INVOCATION,
    AuthorizerCredentialsArn: getAtt('AnyRole'),
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    AuthorizerResultTtlInSeconds: 5,
  }),
  Route: one('AWS::ApiGatewayV2::Route', {
    ApiId: ref('Http'),
    RouteKey: 'GET /pets/{id}',
    Target: sub('integrations/${HttpIntegration}'),
    AuthorizationType: 'JWT',
    AuthorizerId: ref('HttpAuthorizer'),
    AuthorizationScopes: ['read'],
  }),
  HttpStage: one('AWS::ApiGatewayV2::Stage', {
    ApiId: ref('Http'),
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 5 },
    StageVariables: { a: 'b' },
  }),
  GraphQL: one('AWS::AppSync::GraphQLApi', { Name: 'graph', AuthenticationType: 'API_KEY' }),
  GraphQLSchema: one('AWS::AppSync::GraphQLSchema', {
    ApiId: getAtt('GraphQL', 'ApiId'),
    Definition: 'type Query { pet: String  name: String }',
  }),
  GraphQLKey: one('AWS::AppSync::ApiKey', { ApiId: getAtt('GraphQL', 'ApiId') }),
  DataSource: one('AWS::AppSync::DataSource', {
    ApiId: getAtt('GraphQL', 'ApiId'),
    Name: 'echo',
    Type: 'AWS_LAMBDA',
    ServiceRoleArn: getAtt('AnyRole'),
    LambdaConfig: { LambdaFunctionArn: getAtt('Function') },
  }),
  GraphQLFunction: one('AWS::AppSync::FunctionConfiguration', {
    ApiId: getAtt('GraphQL', 'ApiId'),
    Name: 'step',
    DataSourceName: getAtt('DataSource', 'Name'),
    Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
    Code: 'export const request = (ctx) => ({ operation: "Invoke" });\nexport const response = (ctx) => ctx.result;',
  }),
  Resolver: after('GraphQLSchema', 'AWS::AppSync::Resolver', {
    ApiId: getAtt('GraphQL', 'ApiId'),
    TypeName: 'Query',
    FieldName: 'pet',
    Kind: 'PIPELINE',
    PipelineConfig: { Functions: [getAtt('GraphQLFunction', 'FunctionId')] },
    Runtime: { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' },
    Code: 'export const request = (ctx) => ({});\nexport const response = (ctx) => ctx.prev.result;',
  }),
};
