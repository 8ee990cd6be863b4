import type { Template } from './template.ts';

/** A small template that violates one rule, with the expected findings. */
export interface Fixture {
  readonly rule: string;
  readonly resources: Template['Resources'];
  readonly findings: readonly string[];
}

const queue = (properties: Record<string, unknown> = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const table = (properties: Record<string, unknown> = {}) => ({ Type: 'AWS::DynamoDB::Table', Properties: properties });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const redriveTo = (id: string) => ({ deadLetterTargetArn: arn(id), maxReceiveCount: 3 });
const lambda = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: properties,
});
const rule = (target: Record<string, unknown>, properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: { Targets: [{ Id: 'Target0', ...target }], ...properties },
});
const queuePolicy = (queueId: string, statement: Record<string, unknown>) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queueId }],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', ...statement }] },
  },
});
const policy = (statement: Record<string, unknown>) => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Resource: 'arn:aws:events:::bus', ...statement }] } },
});
const mapping = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: arn('Orders'), FunctionName: { Ref: 'Worker' }, ...properties },
});

const alarm = (properties: Record<string, unknown>) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { EvaluationPeriods: 15, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching', ...properties },
});
const failed = { Namespace: 'AWS/Events', MetricName: 'FailedInvocations' };

const alias = (functionId: string, deploymentGroup?: Record<string, unknown>) => ({
  Type: 'AWS::Lambda::Alias',
  Properties: { FunctionName: { Ref: functionId } },
  ...(deploymentGroup === undefined
    ? {}
    : { UpdatePolicy: { CodeDeployLambdaAliasUpdate: { DeploymentGroupName: deploymentGroup } } }),
});
const group = (properties: Record<string, unknown> = {}) => ({
  Type: 'AWS::CodeDeploy::DeploymentGroup',
  Properties: {
    AlarmConfiguration: { Alarms: [{ Name: { Ref: 'Errors' } }] },
    AutoRollbackConfiguration: { Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    ...properties,
  },
});

const MACHINE = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Ask',
          States: {
            Ask: {
              Type: 'Task',
              Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
              TimeoutSeconds: 60,
              End: true,
            },
          },
        },
        {
          StartAt: 'Paint',
          States: {
            Paint: {
              Type: 'Task',
              Resource: 'arn:aws:states:us-east-1:000000000000:activity:paint',
              HeartbeatSecondsPath: '$.heartbeat',
              End: true,
            },
          },
        },
      ],
      End: true,
    },
  },
};

const PUBLISHING_FUNCTION: Template['Resources'] = {
  Mailer: lambda({ Role: arn('Role') }),
  Role: { Type: 'AWS::IAM::Role' },
  Policy: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }] },
    },
  },
};

export const FIXTURES: readonly Fixture[] = [
  {
    rule: 'every wait for a token has a timeout and a heartbeat',
    resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { DefinitionString: { 'Fn::Join': ['', [JSON.stringify(MACHINE)]] } },
      },
    },
    findings: ['Machine: Ask has no HeartbeatSeconds', 'Machine: Paint has no TimeoutSeconds'],
  },
  {
    rule: 'every target of a rule has a dead-letter queue',
    resources: { Rule: rule({ Arn: arn('Worker') }) },
    findings: ['Rule Target0 has no dead-letter queue'],
  },
  {
    rule: 'the policy of a dead-letter queue lets exactly its rule write to it',
    resources: {
      Dlq: queue(),
      Unheard: rule({ DeadLetterConfig: { Arn: arn('Dlq') } }),
      Open: rule({ DeadLetterConfig: { Arn: arn('OpenDlq') } }),
      OpenDlq: queue(),
      Policy: queuePolicy('OpenDlq', { Principal: { Service: 'events.amazonaws.com' } }),
    },
    findings: ['Unheard Target0 may not send to Dlq', 'Open Target0 may not send to OpenDlq'],
  },
  {
    rule: 'every dead-letter queue has an alarm with an action',
    resources: {
      Orders: queue({ RedrivePolicy: redriveTo('Silent') }),
      Silent: queue(),
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Silent', 'QueueName'] } }],
        },
      },
    },
    findings: ['Silent has no alarm'],
  },
  {
    rule: 'every subscription has a dead-letter queue, or is an e-mail whose topic has an alarm on failures',
    resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      Mail: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'email', TopicArn: { Ref: 'Topic' } } },
    },
    findings: ['Mail has no dead-letter queue'],
  },
  {
    rule: 'a dead-letter queue keeps messages at least as long as its source queue',
    resources: {
      Orders: queue({ MessageRetentionPeriod: 1_209_600, RedrivePolicy: redriveTo('Dlq') }),
      Dlq: queue(),
    },
    findings: ['Dlq keeps 345600 s, Orders 1209600 s'],
  },
  {
    rule: 'the visibility timeout of a queue is six times the timeout of its function',
    resources: { Orders: queue({ VisibilityTimeout: 179 }), Worker: lambda({ Timeout: 30 }), Mapping: mapping() },
    findings: ['Orders has a visibility timeout of 179 s, but Worker a timeout of 30 s'],
  },
  {
    rule: 'a function that reads a queue reports which messages of a batch failed',
    resources: { Orders: queue(), Worker: lambda(), Mapping: mapping() },
    findings: ['Mapping does not report batch item failures'],
  },
  {
    rule: 'a queue that a function reads has a dead-letter queue',
    resources: { Orders: queue(), Worker: lambda(), Mapping: mapping() },
    findings: ['Orders has no dead-letter queue'],
  },
  {
    rule: 'a function that is invoked asynchronously has a destination for failed events',
    resources: { Rule: rule({ Arn: arn('Worker') }), Worker: lambda() },
    findings: ['Worker has no destination on failure'],
  },
  {
    rule: 'logs and archives have a retention',
    resources: {
      Logs: { Type: 'AWS::Logs::LogGroup' },
      Archive: { Type: 'AWS::Events::Archive', Properties: { RetentionDays: 0 } },
    },
    findings: ['Logs has no retention', 'Archive has no retention'],
  },
  {
    rule: 'tables are encrypted with a KMS key',
    resources: { Records: table() },
    findings: ['Records is not encrypted with KMS'],
  },
  {
    rule: 'queues are encrypted',
    resources: { Orders: queue({ SqsManagedSseEnabled: false }) },
    findings: ['Orders is not encrypted'],
  },
  {
    rule: 'tables can be restored to any second of the last 35 days',
    resources: { Records: table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } }) },
    findings: ['Records has no point-in-time recovery'],
  },
  {
    rule: 'tables are protected from deletion, and retained when they are removed from the stack',
    resources: { Records: { ...table(), DeletionPolicy: 'Delete' } },
    findings: ['Records has no deletion protection', 'Records is deleted with the stack'],
  },
  {
    rule: 'messages, events, executions, logs and users are retained when their resource is removed from the stack',
    resources: {
      Orders: { ...queue(), DeletionPolicy: 'Retain' },
      Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'RetainExceptOnCreate' },
      Pool: { Type: 'AWS::Cognito::UserPool' },
    },
    findings: [
      'Orders is deleted with the stack, or retained after a failed creation',
      'Pool is deleted with the stack, or retained after a failed creation',
    ],
  },
  {
    rule: 'no policy allows anything to everybody',
    resources: {
      Text: queuePolicy('Orders', { Principal: '*' }),
      Accounts: queuePolicy('Orders', { Principal: { AWS: ['*'] } }),
      Call: { Type: 'AWS::Lambda::Permission', Properties: { Principal: '*' } },
      Rule: queuePolicy('Orders', { Principal: { Service: 'events.amazonaws.com' } }),
      Denial: queuePolicy('Orders', { Effect: 'Deny', Principal: '*' }),
    },
    findings: [
      'Text allows access to everybody',
      'Accounts allows access to everybody',
      'Call allows access to everybody',
    ],
  },
  {
    rule: 'a policy that allows putting events on a bus names them',
    resources: {
      Any: policy({ Action: 'events:PutEvents' }),
      Source: policy({ Action: ['events:PutEvents'], Condition: { StringEquals: { 'events:source': 'shop' } } }),
      Named: policy({
        Action: 'events:PutEvents',
        Condition: { 'ForAllValues:StringEquals': { 'events:source': 'shop', 'events:detail-type': ['Sold'] } },
      }),
      Other: policy({ Action: 'sqs:SendMessage' }),
    },
    findings: ['Any allows every event', 'Source allows every event'],
  },
  {
    rule: 'no route is public',
    resources: {
      Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } },
      Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /' } },
      Guarded: { Type: 'AWS::ApiGatewayV2::Route', Properties: { AuthorizationType: 'JWT' } },
    },
    findings: ['Url is public', 'Route is public'],
  },
  {
    rule: 'a rule with effects outside the system receives no replayed events unless its pattern selects them',
    resources: {
      ...PUBLISHING_FUNCTION,
      Bus: { Type: 'AWS::Events::EventBus' },
      Archive: {
        Type: 'AWS::Events::Archive',
        Properties: {
          SourceArn: arn('Bus'),
          EventPattern: { 'detail-type': [{ 'anything-but': ['AccountOpened'] }] },
        },
      },
      Mails: rule(
        { Arn: arn('Mailer') },
        { EventBusName: { Ref: 'Bus' }, EventPattern: { 'detail-type': ['AccountClosed'] } },
      ),
      NotArchived: rule(
        { Arn: arn('Mailer') },
        { EventBusName: { Ref: 'Bus' }, EventPattern: { 'detail-type': ['AccountOpened'] } },
      ),
      Guarded: rule(
        { Arn: arn('Mailer') },
        { EventBusName: { Ref: 'Bus' }, EventPattern: { 'replay-name': [{ exists: false }] } },
      ),
    },
    findings: ['Mails receives replayed events and has effects outside the system'],
  },
  {
    rule: 'an alarm fires for a single late data point, even if the other periods have no data',
    resources: {
      Filled: alarm({
        Metrics: [
          { Expression: 'FILL(failed, 0)', Id: 'filled' },
          { Id: 'failed', MetricStat: { Metric: failed, Period: 60, Stat: 'Sum' }, ReturnData: false },
        ],
      }),
      Short: alarm({ ...failed, Period: 60, EvaluationPeriods: 5 }),
      Strict: alarm({ ...failed, Period: 60, DatapointsToAlarm: 15 }),
      Default: alarm({ ...failed, Period: 900, EvaluationPeriods: 1, DatapointsToAlarm: undefined }),
      Unsaid: alarm({ ...failed, Period: 60, TreatMissingData: undefined }),
      Right: alarm({ ...failed, Period: 300, EvaluationPeriods: 3 }),
    },
    findings: [
      'Filled uses FILL, so that it never sees a late data point',
      'Short evaluates only 300 s',
      'Strict needs a data point in every period',
      'Default needs a data point in every period',
      'Unsaid does not treat missing data as not breaching',
    ],
  },
  {
    rule: 'an alarm on functions selects them by name',
    resources: {
      All: alarm({ Namespace: 'AWS/Lambda', MetricName: 'Throttles', Period: 60 }),
      One: alarm({
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Worker' } }],
        Period: 60,
      }),
    },
    findings: ['All counts all functions of the account'],
  },
  {
    rule: 'whatever calls a function, except a state machine, names an alias of it',
    resources: {
      Worker: lambda(),
      Live: alias('Worker'),
      Sold: rule({ Arn: arn('Worker') }),
      Bought: rule({ Arn: { Ref: 'Live' } }),
      Mapping: mapping(),
      Named: mapping({ FunctionName: { 'Fn::Join': ['', [{ Ref: 'Live' }]] } }),
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { IntegrationUri: { 'Fn::Join': ['', ['functions/', arn('Worker'), '/invocations']] } },
      },
      Call: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: arn('Worker') } },
      Other: policy({ Action: 'lambda:InvokeFunction', Resource: arn('Worker') }),
      Right: policy({ Action: 'lambda:InvokeFunction', Resource: { Ref: 'Live' } }),
      Custom: { Type: 'Custom::Upload', Properties: { ServiceToken: arn('Worker') } },
      MachineRole: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Statement: { Principal: { Service: 'states.amazonaws.com' } } } },
      },
      MachinePolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [{ Ref: 'MachineRole' }],
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn('Worker') }],
          },
        },
      },
    },
    findings: [
      'Sold names Worker without an alias',
      'Mapping names Worker without an alias',
      'Integration names Worker without an alias',
      'Call names Worker without an alias',
      'Other allows Worker without an alias',
    ],
  },
  {
    rule: 'no resource needs itself, also not by the update policy of an alias',
    resources: {
      Worker: lambda({ Environment: { Variables: { OTHER: { Ref: 'Live' } } } }),
      Other: lambda(),
      Live: alias('Other', { Ref: 'Group' }),
      Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', DependsOn: ['Policy'] },
      Policy: policy({ Action: 'lambda:UpdateAlias', Resource: [arn('Worker'), arn('Other')] }),
    },
    findings: ['Worker needs itself', 'Live needs itself', 'Group needs itself', 'Policy needs itself'],
  },
  {
    rule: 'CodeDeploy moves each alias, and rolls it back if an alarm on the new version fires',
    resources: {
      Worker: lambda(),
      AtOnce: alias('Worker'),
      Blind: alias('Worker', { Ref: 'BlindGroup' }),
      BlindGroup: group({ AlarmConfiguration: { Alarms: [] } }),
      Kept: alias('Worker', { Ref: 'KeptGroup' }),
      KeptGroup: group({ AutoRollbackConfiguration: { Events: ['DEPLOYMENT_FAILURE'] } }),
      Right: alias('Worker', { Ref: 'Group' }),
      Group: group(),
      Errors: alarm({ MetricName: 'Errors', Dimensions: [{ Name: 'ExecutedVersion', Value: '2' }] }),
    },
    findings: ['AtOnce changes at once', 'Blind is not rolled back by an alarm', 'Kept is not rolled back by an alarm'],
  },
];
