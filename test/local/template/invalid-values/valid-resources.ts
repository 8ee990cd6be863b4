import { getAtt, one, role } from '../start-template.ts';
import type { Declarations } from './mutation.ts';
import { OTHER_APIS, REST_APIS } from './valid-apis.ts';
import { FUNCTIONS } from './valid-functions.ts';

type Json = Record<string, unknown>;

const ref = (Ref: string): Json => ({ Ref });

const statement = (Resource: unknown, more: Json = {}): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource, ...more }],
});
const POLICY = statement('*');
const resourcePolicy = (Resource: unknown, Service: string): Json => statement(Resource, { Principal: { Service } });
const retry = (seconds: string): Json => ({ MaximumRetryAttempts: 2, [seconds]: 120 });
const deadLetters = { DeadLetterConfig: { Arn: getAtt('Queue') } };

const IDENTITY: Json = {
  Role: role('lambda.amazonaws.com', [{ Effect: 'Allow', Action: '*', Resource: '*' }]),
  AnyRole: one('AWS::IAM::Role', {
    RoleName: 'any',
    Path: '/',
    Description: 'any service',
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: '*' }, Action: 'sts:AssumeRole' }],
    },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    Policies: [{ PolicyName: 'own', PolicyDocument: POLICY }],
    Tags: [{ Key: 'a', Value: 'b' }],
  }),
  Policy: one('AWS::IAM::Policy', { PolicyName: 'more', PolicyDocument: POLICY, Roles: [ref('Role')] }),
  RolePolicy: one('AWS::IAM::RolePolicy', { PolicyName: 'most', PolicyDocument: POLICY, RoleName: ref('Role') }),
  ManagedPolicy: one('AWS::IAM::ManagedPolicy', {
    ManagedPolicyName: 'managed',
    Path: '/',
    Description: 'for all',
    PolicyDocument: POLICY,
    Roles: [ref('Role')],
  }),
  Pool: one('AWS::Cognito::UserPool', { UserPoolName: 'people' }),
  Client: one('AWS::Cognito::UserPoolClient', {
    UserPoolId: ref('Pool'),
    ClientName: 'web',
    GenerateSecret: false,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: ['https://example.com/'],
    LogoutURLs: ['https://example.com/out'],
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 1,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  }),
  Domain: one('AWS::Cognito::UserPoolDomain', { UserPoolId: ref('Pool'), Domain: 'people' }),
  Group: one('AWS::Cognito::UserPoolGroup', {
    UserPoolId: ref('Pool'),
    GroupName: 'staff',
    Description: 'all',
    Precedence: 1,
  }),
  ResourceServer: one('AWS::Cognito::UserPoolResourceServer', {
    UserPoolId: ref('Pool'),
    Identifier: 'api',
    Name: 'api',
    Scopes: [{ ScopeName: 'read', ScopeDescription: 'to read' }],
  }),
  User: one('AWS::Cognito::UserPoolUser', {
    UserPoolId: ref('Pool'),
    Username: 'ann',
    UserAttributes: [{ Name: 'email', Value: 'ann@example.com' }],
  }),
  Member: one('AWS::Cognito::UserPoolUserToGroupAttachment', {
    UserPoolId: ref('Pool'),
    Username: ref('User'),
    GroupName: ref('Group'),
  }),
};

const MESSAGES: Json = {
  Queue: one('AWS::SQS::Queue', {
    QueueName: 'letters',
    DelaySeconds: 1,
    MessageRetentionPeriod: 3600,
    VisibilityTimeout: 40,
    Tags: [{ Key: 'a', Value: 'b' }],
  }),
  Redriven: one('AWS::SQS::Queue', {
    RedrivePolicy: { deadLetterTargetArn: getAtt('Queue'), maxReceiveCount: 3 },
    RedriveAllowPolicy: { redrivePermission: 'denyAll' },
  }),
  QueuePolicy: one('AWS::SQS::QueuePolicy', {
    Queues: [ref('Queue')],
    PolicyDocument: resourcePolicy(getAtt('Queue'), 'sns.amazonaws.com'),
  }),
  Topic: one('AWS::SNS::Topic', { TopicName: 'news', DisplayName: 'News' }),
  Subscription: one('AWS::SNS::Subscription', {
    TopicArn: ref('Topic'),
    Protocol: 'sqs',
    Endpoint: getAtt('Queue'),
    RawMessageDelivery: true,
    FilterPolicy: { kind: ['a'] },
    FilterPolicyScope: 'MessageBody',
    RedrivePolicy: { deadLetterTargetArn: getAtt('Queue') },
  }),
  TopicPolicy: one('AWS::SNS::TopicPolicy', {
    Topics: [ref('Topic')],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: ref('Topic'),
        },
      ],
    },
  }),
};

const EVENTS: Json = {
  Bus: one('AWS::Events::EventBus', { Name: 'orders', Description: 'of orders' }),
  BusPolicy: one('AWS::Events::EventBusPolicy', {
    EventBusName: ref('Bus'),
    StatementId: 'one',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::000000000000:root' },
      Action: 'events:PutEvents',
      Resource: getAtt('Bus'),
    },
  }),
  Rule: one('AWS::Events::Rule', {
    Name: 'all',
    EventBusName: ref('Bus'),
    EventPattern: { source: ['shop'] },
    State: 'ENABLED',
    Description: 'all',
    RoleArn: getAtt('AnyRole'),
    Targets: [
      {
        Id: 'queue',
        Arn: getAtt('Queue'),
        InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '{"id":<id>}' },
        RetryPolicy: retry('MaximumEventAgeInSeconds'),
        ...deadLetters,
      },
      { Id: 'input', Arn: getAtt('Queue'), Input: '{"a":1}' },
      { Id: 'path', Arn: getAtt('StateMachine'), InputPath: '$.detail', RoleArn: getAtt('AnyRole') },
    ],
  }),
  Schedule: one('AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' }),
  Archive: one('AWS::Events::Archive', {
    ArchiveName: 'all',
    SourceArn: getAtt('Bus'),
    Description: 'all',
    EventPattern: { source: ['shop'] },
    RetentionDays: 3,
  }),
  Connection: one('AWS::Events::Connection', {
    Name: 'shop',
    Description: 'the shop',
    AuthorizationType: 'API_KEY',
    AuthParameters: {
      ApiKeyAuthParameters: { ApiKeyName: 'x-key', ApiKeyValue: 'secret' },
      InvocationHttpParameters: { HeaderParameters: [{ Key: 'x-a', Value: 'b', IsValueSecret: false }] },
    },
  }),
  Destination: one('AWS::Events::ApiDestination', {
    Name: 'shop',
    Description: 'the shop',
    ConnectionArn: getAtt('Connection'),
    InvocationEndpoint: 'https://example.com/orders',
    HttpMethod: 'POST',
    InvocationRateLimitPerSecond: 10,
  }),
  ScheduleGroup: one('AWS::Scheduler::ScheduleGroup', { Name: 'daily' }),
  Scheduled: one('AWS::Scheduler::Schedule', {
    Name: 'often',
    GroupName: ref('ScheduleGroup'),
    Description: 'often',
    StartDate: '2099-01-01T00:00:00Z',
    EndDate: '2099-02-01T00:00:00Z',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
    ScheduleExpression: 'rate(5 minutes)',
    ScheduleExpressionTimezone: 'Europe/Vienna',
    State: 'ENABLED',
    Target: {
      Arn: getAtt('Queue'),
      RoleArn: getAtt('AnyRole'),
      Input: '{"a":1}',
      RetryPolicy: retry('MaximumEventAgeInSeconds'),
      ...deadLetters,
    },
  }),
  Pipe: one('AWS::Pipes::Pipe', {
    Name: 'flow',
    Description: 'a flow',
    DesiredState: 'RUNNING',
    RoleArn: getAtt('AnyRole'),
    Source: getAtt('Queue'),
    SourceParameters: {
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
      SqsQueueParameters: { BatchSize: 2, MaximumBatchingWindowInSeconds: 1 },
    },
    Enrichment: getAtt('Function'),
    EnrichmentParameters: { InputTemplate: '{"a":<$.body>}' },
    Target: getAtt('StateMachine'),
    TargetParameters: {
      InputTemplate: '{"a":1}',
      StepFunctionStateMachineParameters: { InvocationType: 'FIRE_AND_FORGET' },
    },
    Tags: { a: 'b' },
  }),
};

const DATA: Json = {
  Table: one('AWS::DynamoDB::Table', {
    TableName: 'pets',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'kind', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'kinds',
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['name'] },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    DeletionProtectionEnabled: false,
  }),
  GlobalTable: one('AWS::DynamoDB::GlobalTable', {
    TableName: 'everywhere',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'kind', AttributeType: 'S' },
      { AttributeName: 'at', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'kind', KeyType: 'RANGE' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'times',
        KeySchema: [
          { AttributeName: 'id', KeyType: 'HASH' },
          { AttributeName: 'at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    Replicas: [{ Region: 'us-east-1', DeletionProtectionEnabled: false }],
  }),
  Parameter: one('AWS::SSM::Parameter', {
    Name: '/shop/colour',
    Type: 'String',
    Value: 'red',
    Description: 'of the shop',
    AllowedPattern: '[a-z]+',
    DataType: 'text',
    Tier: 'Standard',
    Tags: { a: 'b' },
  }),
  LogGroup: one('AWS::Logs::LogGroup', { LogGroupName: 'lines', RetentionInDays: 7 }),
  Retention: one('Custom::LogRetention', {
    ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:none',
    LogGroupName: ref('LogGroup'),
    RetentionInDays: 7,
    RemovalPolicy: 'destroy',
  }),
  Handle: one('AWS::CloudFormation::WaitConditionHandle'),
};

/** Valid resources of every type that the runtime carries out, with most of their properties. */
export const VALID_RESOURCES = {
  ...IDENTITY,
  ...MESSAGES,
  ...EVENTS,
  ...DATA,
  ...FUNCTIONS,
  ...REST_APIS,
  ...OTHER_APIS,
} as Declarations;
