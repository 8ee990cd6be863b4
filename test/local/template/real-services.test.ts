import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMail } from '../../../local/src/core/mail/mailbox.ts';
import { answerInProcess } from '../../../local/src/gateway/answer-in-process.ts';
import { createDynamoDb } from '../../../local/src/services/dynamodb/dynamodb.ts';
import { createEventBridge } from '../../../local/src/services/eventbridge/event-bridge.ts';
import { createIam } from '../../../local/src/services/iam/iam.ts';
import { createLambda } from '../../../local/src/services/lambda/lambda.ts';
import { createLogs } from '../../../local/src/services/logs/logs.ts';
import { createSns } from '../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../local/src/services/sqs/sqs.ts';
import { createStepFunctions } from '../../../local/src/services/stepfunctions/step-functions.ts';
import { loadAssembly } from '../../../local/src/template/assembly.ts';
import { createDeployer } from '../../../local/src/template/deployer.ts';
import type { Deployment } from '../../../local/src/template/deployment.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from './assemblies.ts';
import { NO_PROVIDERS } from './no-providers.ts';

type Json = Record<string, unknown>;
const at = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

let directory: string;
let kernel: TestKernel;

const start = async (): Promise<void> => {
  kernel = await startKernel(
    (made) => {
      const sqs = createSqs(made);
      const dynamodb = createDynamoDb(made);
      return [
        createIam(made),
        createLogs(made),
        dynamodb,
        sqs,
        createSns(made, createMail(made)),
        createLambda(made, {
          queueSignals: sqs,
          streamSource: dynamodb,
          answerCall: (call, signal) => answerInProcess(made, call, signal),
        }),
        createEventBridge(made),
        createStepFunctions(made),
      ];
    },
    { dataDir: join(directory, 'data') },
  );
};

beforeAll(async () => {
  directory = temporaryDirectory();
  const code = join(directory, 'cdk.out/asset.code');
  mkdirSync(code, { recursive: true });
  writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => process.env.QUEUE_URL;');
  await start();
});

afterAll(async () => {
  await kernel.stop();
  removeDirectory(directory);
});

const deploy = (resources: Json): Promise<Deployment> => {
  const written = writeAssembly(
    join(directory, 'cdk.out'),
    { all: { Resources: resources } },
    { assets: { 'code.zip': 'asset.code' } },
  );
  return createDeployer(kernel, NO_PROVIDERS).deploy(loadAssembly(written));
};

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string, Resource: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const one = (Type: string, Properties: Json = {}, more: Json = {}) => ({ Type, Properties, ...more });

/** One resource of each type that the runtime runs, before and after a change. */
const resources = (changed: boolean): Json => ({
  Role: one('AWS::IAM::Role', {
    RoleName: 'worker',
    AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    Policies: changed ? [] : [{ PolicyName: 'first', PolicyDocument: allow('sqs:*', '*') }],
  }),
  Policy: one('AWS::IAM::Policy', {
    PolicyName: 'inline',
    Roles: [{ Ref: 'Role' }],
    PolicyDocument: allow('sqs:*', getAtt('Queue')),
  }),
  Managed: one('AWS::IAM::ManagedPolicy', {
    ManagedPolicyName: 'managed',
    Roles: [{ Ref: 'Role' }],
    PolicyDocument: allow(changed ? 'sns:Publish' : 'sns:*', '*'),
  }),
  Dlq: one('AWS::SQS::Queue', { QueueName: 'letters-dlq' }),
  Queue: one('AWS::SQS::Queue', {
    QueueName: 'letters',
    VisibilityTimeout: changed ? 90 : 60,
    ...(changed ? {} : { RedrivePolicy: { deadLetterTargetArn: getAtt('Dlq'), maxReceiveCount: 3 } }),
  }),
  QueuePolicy: one('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: 'Queue' }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: getAtt('Queue'),
        },
      ],
    },
  }),
  Topic: one('AWS::SNS::Topic', { TopicName: 'news', DisplayName: changed ? 'Newer' : 'New' }),
  TopicPolicy: one('AWS::SNS::TopicPolicy', {
    Topics: [{ Ref: 'Topic' }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: { Ref: 'Topic' },
        },
      ],
    },
  }),
  Subscription: one('AWS::SNS::Subscription', {
    TopicArn: { Ref: 'Topic' },
    Protocol: 'sqs',
    Endpoint: getAtt('Queue'),
    ...(changed ? { RawMessageDelivery: true } : { FilterPolicy: { kind: ['a'] } }),
  }),
  Table: one('AWS::DynamoDB::Table', {
    TableName: 'people',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: changed ? 'town' : 'state', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: changed ? 'town' : 'state',
        KeySchema: [{ AttributeName: changed ? 'town' : 'state', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: !changed },
    StreamSpecification: { StreamViewType: changed ? 'NEW_IMAGE' : 'KEYS_ONLY' },
    ...(changed ? {} : { TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } }),
  }),
  Global: one('AWS::DynamoDB::GlobalTable', {
    TableName: 'global',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    Replicas: [
      {
        Region: { Ref: 'AWS::Region' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: changed },
      },
    ],
  }),
  LogGroup: one('AWS::Logs::LogGroup', { LogGroupName: '/all', ...(changed ? {} : { RetentionInDays: 7 }) }),
  Function: one(
    'AWS::Lambda::Function',
    {
      FunctionName: 'worker',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Timeout: changed ? 20 : 10,
      Environment: { Variables: { QUEUE_URL: { Ref: 'Queue' } } },
      LoggingConfig: { LogGroup: { Ref: 'LogGroup' } },
      ...(changed ? {} : { ReservedConcurrentExecutions: 2 }),
    },
    { DependsOn: ['Policy'] },
  ),
  Inline: one('AWS::Lambda::Function', {
    FunctionName: 'inline',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: getAtt('Role'),
    Code: { ZipFile: `exports.handler = async () => '${changed ? 'new' : 'old'}';` },
  }),
  Permission: one('AWS::Lambda::Permission', {
    FunctionName: getAtt('Function'),
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: getAtt('Rule'),
  }),
  Mapping: one('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: getAtt('Queue'),
    FunctionName: { Ref: 'Function' },
    BatchSize: changed ? 5 : 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...(changed ? {} : { FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] } }),
  }),
  InvokeConfig: one('AWS::Lambda::EventInvokeConfig', {
    FunctionName: { Ref: 'Function' },
    Qualifier: '$LATEST',
    MaximumRetryAttempts: changed ? 0 : 1,
    DestinationConfig: { OnFailure: { Destination: getAtt('Dlq') } },
  }),
  Version: one('AWS::Lambda::Version', { FunctionName: { Ref: 'Inline' } }),
  Alias: one('AWS::Lambda::Alias', {
    FunctionName: { Ref: 'Inline' },
    FunctionVersion: getAtt('Version', 'Version'),
    Name: 'live',
    Description: changed ? 'after' : 'before',
  }),
  Bus: one('AWS::Events::EventBus', { Name: 'orders', Description: changed ? 'after' : 'before' }),
  BusPolicy: one('AWS::Events::EventBusPolicy', {
    EventBusName: { Ref: 'Bus' },
    StatementId: 'Other',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Action: 'events:PutEvents',
      Resource: getAtt('Bus'),
    },
  }),
  Archive: one('AWS::Events::Archive', {
    ArchiveName: 'orders',
    SourceArn: getAtt('Bus'),
    RetentionDays: changed ? 2 : 1,
    EventPattern: { source: ['shop'] },
  }),
  Rule: one('AWS::Events::Rule', {
    Name: 'placed',
    EventBusName: { Ref: 'Bus' },
    EventPattern: { source: ['shop'] },
    State: 'ENABLED',
    Targets: [
      {
        Id: changed ? 'other' : 'function',
        Arn: getAtt('Function'),
        DeadLetterConfig: { Arn: getAtt('Dlq') },
        RetryPolicy: { MaximumRetryAttempts: '3', MaximumEventAgeInSeconds: 60 },
      },
    ],
  }),
  Machine: one('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'orders',
    RoleArn: getAtt('Role'),
    DefinitionString: {
      'Fn::Join': [
        '',
        [
          '{"Comment":"',
          changed ? 'after' : 'before',
          '","StartAt":"A","States":{"A":{"Type":"Task","Resource":"${fn}","End":true}}}',
        ],
      ],
    },
    DefinitionSubstitutions: { fn: getAtt('Function') },
    ...(changed
      ? {}
      : {
          LoggingConfiguration: {
            Level: 'ERROR',
            Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: getAtt('LogGroup') } }],
          },
        }),
  }),
  MachineVersion: one('AWS::StepFunctions::StateMachineVersion', {
    StateMachineArn: { Ref: 'Machine' },
    StateMachineRevisionId: getAtt('Machine', 'StateMachineRevisionId'),
  }),
  MachineAlias: one('AWS::StepFunctions::StateMachineAlias', {
    Name: 'live',
    RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'MachineVersion' }, Weight: 100 }],
  }),
  Activity: one('AWS::StepFunctions::Activity', { Name: 'people' }),
});

const call = (service: string, action: string, input: Json = {}) => kernel.as(service, action, input) as Promise<Json>;
const URL = 'http://127.0.0.1:4566/000000000000/letters';

describe('the real services', () => {
  test('accept a first deployment of every type', async () => {
    const { changes } = await deploy(resources(false));
    expect(new Set(Object.values(changes).flatMap(Object.keys))).toEqual(new Set(['created']));
    expect(await call('sqs', 'GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] })).toMatchObject({
      Attributes: {
        VisibilityTimeout: '60',
        RedrivePolicy: expect.stringContaining(at('sqs', 'letters-dlq')),
        Policy: expect.stringContaining('sns.amazonaws.com'),
      },
    });
    const { Payload } = await call('lambda', 'Invoke', { FunctionName: 'worker', Payload: '{}' });
    expect(Payload).toBe(JSON.stringify(URL));
    expect(await call('dynamodb', 'DescribeTimeToLive', { TableName: 'people' })).toMatchObject({
      TimeToLiveDescription: { AttributeName: 'expires' },
    });
    expect(await call('events', 'ListTargetsByRule', { Rule: 'placed', EventBusName: 'orders' })).toMatchObject({
      Targets: [{ Id: 'function', RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 } }],
    });
    expect(
      await call('states', 'DescribeStateMachine', { stateMachineArn: at('states', 'stateMachine:orders') }),
    ).toMatchObject({
      definition: expect.stringContaining(`"Resource":"${at('lambda', 'function:worker')}"`),
      loggingConfiguration: {
        level: 'ERROR',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: at('logs', 'log-group:/all:*') } }],
      },
    });
    expect(await call('iam', 'ListRolePolicies', { RoleName: 'worker' })).toMatchObject({
      PolicyNames: ['first', 'inline'],
    });
  });

  test('get no calls from the same deployment after a restart', async () => {
    await kernel.stop();
    await start();
    const { changes } = await deploy(resources(false));
    expect(new Set(Object.values(changes).flatMap(Object.keys))).toEqual(new Set(['unchanged']));
  });

  test('accept every change', async () => {
    await deploy(resources(true));
    const { Attributes } = await call('sqs', 'GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] });
    expect(Attributes).toMatchObject({ VisibilityTimeout: '90' });
    expect(Attributes).not.toHaveProperty('RedrivePolicy');
    expect(await call('dynamodb', 'DescribeTable', { TableName: 'people' })).toMatchObject({
      Table: {
        GlobalSecondaryIndexes: [{ IndexName: 'town' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      },
    });
    expect(await call('dynamodb', 'DescribeContinuousBackups', { TableName: 'global' })).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
    });
    expect(await call('lambda', 'Invoke', { FunctionName: 'inline', Payload: '{}' })).toMatchObject({
      Payload: '"new"',
    });
    expect(await call('lambda', 'GetFunctionConfiguration', { FunctionName: 'worker' })).toMatchObject({ Timeout: 20 });
    const { EventSourceMappings } = (await call('lambda', 'ListEventSourceMappings', {})) as {
      EventSourceMappings: Json[];
    };
    expect(EventSourceMappings).toMatchObject([{ BatchSize: 5 }]);
    expect(EventSourceMappings[0]).not.toHaveProperty('FilterCriteria');
    expect(await call('events', 'DescribeArchive', { ArchiveName: 'orders' })).toMatchObject({ RetentionDays: 2 });
    expect(await call('events', 'ListTargetsByRule', { Rule: 'placed', EventBusName: 'orders' })).toMatchObject({
      Targets: [{ Id: 'other' }],
    });
    expect(await call('sns', 'GetTopicAttributes', { TopicArn: at('sns', 'news') })).toMatchObject({
      Attributes: { DisplayName: 'Newer' },
    });
    expect(await call('iam', 'ListRolePolicies', { RoleName: 'worker' })).toMatchObject({ PolicyNames: ['inline'] });
    expect(await call('iam', 'GetPolicy', { PolicyArn: 'arn:aws:iam::000000000000:policy/managed' })).toMatchObject({
      Policy: { DefaultVersionId: 'v2' },
    });
    expect(
      await call('states', 'DescribeStateMachine', { stateMachineArn: at('states', 'stateMachine:orders') }),
    ).toMatchObject({
      definition: expect.stringContaining('after'),
      loggingConfiguration: { level: 'OFF' },
    });
  });

  test('have no resources after a deployment of an empty template', async () => {
    const { changes } = await deploy({});
    expect(new Set(Object.values(changes).flatMap(Object.keys))).toEqual(new Set(['deleted']));
    expect(await call('sqs', 'ListQueues')).not.toHaveProperty('QueueUrls.0');
    expect(await call('dynamodb', 'ListTables')).toMatchObject({ TableNames: [] });
    expect(await call('iam', 'ListRoles')).toMatchObject({ Roles: [] });
    expect(await call('lambda', 'ListFunctions')).toMatchObject({ Functions: [] });
    expect(await call('events', 'ListEventBuses')).toMatchObject({ EventBuses: [{ Name: 'default' }] });
    expect(await call('states', 'ListActivities')).toMatchObject({ activities: [] });
  });
});
