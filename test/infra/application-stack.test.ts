import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../api/routes.ts';
import { CATALOGUE } from '../../events/catalogue.ts';
import { createApp, type Properties, type Resource, removeAssemblies, resourcesWith } from './synthesized.ts';

let resources: ReadonlyMap<string, Resource>;
beforeAll(async () => {
  resources = await resourcesWith();
});
afterAll(removeAssemblies);

const allOf = (type: string): Properties[] =>
  [...resources.values()].filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
const namesOf = (type: string, member: string): unknown[] => allOf(type).map((properties) => properties[member]);
const idOf = (type: string, member: string, name: string): string => {
  const found = [...resources].find(([, { Type, Properties }]) => Type === type && Properties[member] === name);
  if (found === undefined) throw new Error(`There is no ${type} named ${name}.`);
  return found[0];
};
const propertiesOf = (type: string, member: string, name: string): Properties =>
  resources.get(idOf(type, member, name))?.Properties ?? {};

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

const statementsOf = (properties: Properties): Statement[] =>
  (properties.PolicyDocument as { Statement: Statement[] }).Statement;
const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

/** What the role behind this logical id may do. */
function actionsAllowedTo(roleId: string): string[] {
  const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes(`"${roleId}"`));
  return policies.flatMap(statementsOf).flatMap(actionsOf).toSorted();
}

const roleOfFunction = (name: string): string =>
  (propertiesOf('AWS::Lambda::Function', 'FunctionName', name).Role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];

describe('The names others depend on', () => {
  test('are those of bus, archive, machine, queues, tables and topic', () => {
    expect(namesOf('AWS::Events::EventBus', 'Name')).toEqual(['account-applications']);
    expect(namesOf('AWS::Events::Archive', 'ArchiveName')).toEqual(['account-applications']);
    expect(namesOf('AWS::StepFunctions::StateMachine', 'StateMachineName')).toEqual(['account-application']);
    expect(namesOf('AWS::SQS::Queue', 'QueueName')).toEqual(
      expect.arrayContaining(['review-queue', 'review-queue-dlq']),
    );
    expect(namesOf('AWS::DynamoDB::Table', 'TableName')).toEqual(expect.arrayContaining(['applications', 'reviews']));
    expect(namesOf('AWS::SNS::Topic', 'TopicName')).toEqual(['application-outcomes']);
  });

  test('include the keys and the index by state', () => {
    const { KeySchema, GlobalSecondaryIndexes } = propertiesOf('AWS::DynamoDB::Table', 'TableName', 'applications');
    expect(KeySchema).toEqual([{ AttributeName: 'id', KeyType: 'HASH' }]);
    expect(GlobalSecondaryIndexes).toMatchObject([
      {
        IndexName: 'state',
        KeySchema: [
          { AttributeName: 'state', KeyType: 'HASH' },
          { AttributeName: 'submittedAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ]);
    const reviews = propertiesOf('AWS::DynamoDB::Table', 'TableName', 'reviews');
    expect(reviews.KeySchema).toEqual([{ AttributeName: 'applicationId', KeyType: 'HASH' }]);
  });
});

describe('Nothing gets lost', () => {
  test('every rule retries for a day and then keeps the event in a dead-letter queue', () => {
    const targets = allOf('AWS::Events::Rule').flatMap(({ Targets }) => Targets as Properties[]);
    expect(targets).toHaveLength(8);
    for (const target of targets) {
      expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
      expect(target.DeadLetterConfig).toBeDefined();
    }
  });

  test('EventBridge may write to each of these dead-letter queues and to a queue as a target, for its own rule only', () => {
    const statements = allOf('AWS::SQS::QueuePolicy').flatMap(statementsOf);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toHaveLength(9);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: 'events.amazonaws.com' });
      expect(JSON.stringify(Condition)).toMatch(/^\{"ArnEquals":\{"aws:SourceArn":/);
    }
    const toTarget = ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
    expect(allowed.map(actionsOf).filter(({ length }) => length > 1)).toEqual([toTarget]);
    expect(allowed.map(actionsOf).filter(({ length }) => length === 1)).toEqual(Array(8).fill(['sqs:SendMessage']));
  });

  test('every function that is invoked asynchronously has a dead-letter queue', () => {
    const withQueue = allOf('AWS::Lambda::Function').filter(({ DeadLetterConfig }) => DeadLetterConfig !== undefined);
    expect(withQueue.map(({ FunctionName }) => FunctionName)).toEqual([
      'keep-reviews',
      'close-review',
      'open-account',
      'notify',
      'remind-reviews',
      'reconcile-outcomes',
    ]);
  });

  test('every queue but that of previews keeps its messages for 14 days', () => {
    const queues = allOf('AWS::SQS::Queue').filter(({ QueueName }) => QueueName !== 'replay-preview');
    expect(queues).toHaveLength(10);
    for (const { MessageRetentionPeriod } of queues) expect(MessageRetentionPeriod).toBe(1_209_600);
  });

  test('every queue is encrypted and spoken to by TLS only', () => {
    const queues = allOf('AWS::SQS::Queue');
    expect(queues).toHaveLength(11);
    for (const { SqsManagedSseEnabled } of queues) expect(SqsManagedSseEnabled).toBe(true);
    const denials = allOf('AWS::SQS::QueuePolicy')
      .flatMap(statementsOf)
      .filter(({ Effect }) => Effect === 'Deny');
    expect(denials).toHaveLength(11);
  });

  test('a review request is hidden six times as long as the worker may run, and given up after five deliveries', () => {
    const queue = propertiesOf('AWS::SQS::Queue', 'QueueName', 'review-queue');
    expect(propertiesOf('AWS::Lambda::Function', 'FunctionName', 'receive-reviews').Timeout).toBe(30);
    expect(queue.VisibilityTimeout).toBe(180);
    expect(queue.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'QueueName', 'review-queue-dlq'), 'Arn'] },
      maxReceiveCount: 5,
    });
  });

  test('the archive keeps for 30 days what comes from outside, and not what the system says itself', () => {
    const [archive] = allOf('AWS::Events::Archive');
    expect(archive).toMatchObject({
      RetentionDays: 30,
      EventPattern: {
        'detail-type': [
          {
            'anything-but': [
              'ReviewRequested',
              'ApplicationApproved',
              'ApplicationRejected',
              'ApplicationUnprocessable',
              'ReviewExpired',
              'AccountOpened',
            ],
          },
        ],
      },
    });
  });

  test('every table has point-in-time recovery', () => {
    const tables = allOf('AWS::DynamoDB::Table');
    expect(tables.map(({ TableName }) => TableName)).toEqual([
      'applications',
      'reviews',
      'accounts',
      'notifications',
      'submissions',
    ]);
    for (const { BillingMode, PointInTimeRecoverySpecification } of tables) {
      expect(BillingMode).toBe('PAY_PER_REQUEST');
      expect(PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    }
  });
});

describe('Nobody may do more than they must', () => {
  test('the workflow invokes its four functions, fills its one queue, and writes logs and traces', () => {
    const { RoleArn } = propertiesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application');
    const roleId = (RoleArn as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
    const business = actionsAllowedTo(roleId).filter((action) => !/^(logs|xray):/.test(action));
    expect(business).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage']);
    const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes(`"${roleId}"`));
    const invoke = policies.flatMap(statementsOf).find(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(invoke?.Resource).toEqual(
      ['register-application', 'check-name', 'check-address', 'record-outcome'].map((name) => ({
        'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'FunctionName', name), 'Arn'],
      })),
    );
  });

  test.each([
    ['check-name', []],
    ['check-address', []],
    ['register-application', ['dynamodb:PutItem', 'events:PutEvents', 'states:DescribeExecution']],
    ['record-outcome', ['dynamodb:UpdateItem', 'events:PutEvents']],
    [
      'receive-reviews',
      ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    ],
    [
      'keep-reviews',
      [
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'lambda:InvokeFunction',
        'sqs:SendMessage',
        'states:DescribeExecution',
        'states:SendTaskHeartbeat',
      ],
    ],
    ['close-review', ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'sqs:SendMessage']],
    [
      'decide-reviews',
      [
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'states:GetExecutionHistory',
        'states:SendTaskSuccess',
      ],
    ],
    ['accept-submissions', ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'events:PutEvents']],
    [
      'answer-queries',
      [
        'dynamodb:GetItem',
        'dynamodb:Query',
        'events:ListReplays',
        'events:ListRules',
        'events:ListTargetsByRule',
        'events:TestEventPattern',
        'states:DescribeExecution',
        'states:DescribeStateMachineForExecution',
        'states:GetExecutionHistory',
        'states:ListExecutions',
        'states:ListStateMachines',
      ],
    ],
    [
      'redrive-dead-letters',
      [
        'events:ListRules',
        'events:ListTargetsByRule',
        'lambda:InvokeFunction',
        'lambda:ListFunctions',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ListQueues',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
        'states:StartExecution',
      ],
    ],
    [
      'replay-archive',
      [
        'dynamodb:GetItem',
        'events:DescribeArchive',
        'events:ListReplays',
        'events:StartReplay',
        'sqs:DeleteMessage',
        'sqs:ReceiveMessage',
        'states:DescribeExecution',
      ],
    ],
    [
      'remind-reviews',
      ['dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:UpdateItem', 'sns:Publish', 'sqs:SendMessage'],
    ],
    [
      'reconcile-outcomes',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        'events:PutEvents',
        'sns:Publish',
        'sqs:SendMessage',
        'states:DescribeExecution',
        'states:ListExecutions',
      ],
    ],
    [
      'open-account',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'events:PutEvents', 'sqs:SendMessage'],
    ],
    ['notify', ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'sns:Publish', 'sqs:SendMessage']],
  ])('%s calls what it needs and nothing else', (name, expected) => {
    const actions = actionsAllowedTo(roleOfFunction(name)).filter((action) => !/^(logs|xray):/.test(action));
    expect(actions).toEqual(expected);
  });

  test('one function alone hands decisions to the workflow, and no role may fail a task', () => {
    const holders = allOf('AWS::IAM::Policy').filter((policy) =>
      statementsOf(policy).flatMap(actionsOf).includes('states:SendTaskSuccess'),
    );
    expect(holders.map(({ Roles }) => Roles)).toEqual([[{ Ref: roleOfFunction('decide-reviews') }]]);
    const everything = allOf('AWS::IAM::Policy').flatMap(statementsOf).flatMap(actionsOf);
    expect(everything).not.toContain('states:SendTaskFailure');
  });

  test('each function has a role of its own', () => {
    const roles = allOf('AWS::Lambda::Function').map(({ Role }) => JSON.stringify(Role));
    expect(new Set(roles).size).toBe(16);
    expect(allOf('AWS::IAM::Role').filter(({ ManagedPolicyArns }) => ManagedPolicyArns !== undefined)).toEqual([]);
  });

  test('the star stands only where AWS knows no resource: traces, log delivery, lists of an account and a pattern that is tried', () => {
    const statements = allOf('AWS::IAM::Policy')
      .flatMap(statementsOf)
      .filter(({ Resource }) => Resource === '*');
    const others = statements.flatMap(actionsOf).filter((action) => !/^(xray|logs):/.test(action));
    expect(new Set(others)).toEqual(
      new Set([
        'events:ListReplays',
        'events:TestEventPattern',
        'lambda:ListFunctions',
        'sqs:ListQueues',
        'states:ListStateMachines',
      ]),
    );
    const everything = allOf('AWS::IAM::Policy').flatMap(statementsOf).flatMap(actionsOf);
    expect(everything.filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe("Applicants' data stays where it belongs", () => {
  test("the workflow's log has errors and no data of executions", () => {
    const stateMachine = propertiesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application');
    expect(stateMachine.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ERROR' });
    expect(stateMachine.StateMachineType).toBe('STANDARD');
    expect(stateMachine.TracingConfiguration).toEqual({ Enabled: true });
  });

  test('Lambda does not log what a check throws, as that holds the name', () => {
    const levelOf = (name: string) => propertiesOf('AWS::Lambda::Function', 'FunctionName', name).LoggingConfig;
    expect(levelOf('check-name')).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'FATAL' });
    expect(levelOf('record-outcome')).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'INFO' });
  });

  test('every log group has a retention', () => {
    expect(namesOf('AWS::Logs::LogGroup', 'RetentionInDays')).toEqual(Array(18).fill(7));
  });
});

describe('A person is called', () => {
  test('by an alarm on everything that can get stuck, lost or fail without anybody waiting for it', () => {
    expect(namesOf('AWS::CloudWatch::Alarm', 'AlarmName').toSorted()).toEqual([
      'account-application-aborted',
      'account-application-failed',
      'account-application-timed-out',
      'account-applications-api-errors',
      'application-outcomes-undelivered',
      'close-review-dlq-not-empty',
      'close-review-errors',
      'close-review-invocations-failed',
      'functions-throttled',
      'keep-reviews-dlq-not-empty',
      'keep-reviews-errors',
      'keep-reviews-invocations-failed',
      'notify-dlq-not-empty',
      'notify-errors',
      'notify-invocations-failed',
      'open-account-dlq-not-empty',
      'open-account-errors',
      'open-account-invocations-failed',
      'preview-replay-invocations-failed',
      'reconcile-outcomes-dlq-not-empty',
      'reconcile-outcomes-errors',
      'reconcile-outcomes-invocations-failed',
      'remind-reviews-dlq-not-empty',
      'remind-reviews-errors',
      'remind-reviews-invocations-failed',
      'replay-preview-dlq-not-empty',
      'review-queue-dlq-not-empty',
      'review-queue-oldest-message',
      'start-account-application-invocations-failed',
      'submissions-dlq-not-empty',
    ]);
  });

  test('when a rule gives an event up: refused by its target, or not taken by its dead-letter queue', () => {
    const { Metrics } = propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'open-account-invocations-failed');
    const dimensions = [
      { Name: 'EventBusName', Value: { Ref: idOf('AWS::Events::EventBus', 'Name', 'account-applications') } },
      { Name: 'RuleName', Value: 'open-account' },
    ];
    const metric = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'AWS/Events', MetricName, Dimensions: dimensions }, Period: 60, Stat: 'Sum' },
    });
    expect(Metrics).toMatchObject([
      { Expression: 'FILL(failed, 0) + FILL(unkept, 0)' },
      metric('FailedInvocations'),
      metric('InvocationsFailedToBeSentToDlq'),
    ]);
    const onDefaultBus = propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'notify-invocations-failed').Metrics;
    expect(JSON.stringify(onDefaultBus)).not.toContain('EventBusName');
  });

  test('when a review request waits longer than five deliveries take', () => {
    expect(propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'review-queue-oldest-message')).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Statistic: 'Maximum',
      Threshold: 1200,
    });
  });

  test('over the topic, to which CloudWatch may publish', () => {
    const topic = { Ref: idOf('AWS::SNS::Topic', 'TopicName', 'application-outcomes') };
    for (const { AlarmActions } of allOf('AWS::CloudWatch::Alarm')) expect(AlarmActions).toEqual([topic]);
    const [policy] = allOf('AWS::SNS::TopicPolicy');
    const principals = statementsOf(policy ?? {}).map(({ Effect, Principal }) => [Effect, Principal]);
    expect(principals).toContainEqual(['Allow', { Service: 'cloudwatch.amazonaws.com' }]);
  });
});

describe('Other teams', () => {
  test('find the schema of every event in the registry, as JSON Schema Draft 4', () => {
    expect(namesOf('AWS::EventSchemas::Registry', 'RegistryName')).toEqual(['account-applications']);
    const schemas = allOf('AWS::EventSchemas::Schema');
    expect(schemas.map(({ SchemaName }) => SchemaName).toSorted()).toEqual([
      'account-applications@AccountOpened',
      'account-applications@ApplicationApproved',
      'account-applications@ApplicationRejected',
      'account-applications@ApplicationSubmitted',
      'account-applications@ApplicationUnprocessable',
      'account-applications@ReviewExpired',
      'account-applications@ReviewRequested',
    ]);
    for (const { Type, Content } of schemas) {
      expect(Type).toBe('JSONSchemaDraft4');
      expect(JSON.parse(String(Content)).$schema).toBe('http://json-schema.org/draft-04/schema#');
    }
  });

  test('read in the catalogue which of our rules hears which event', () => {
    const rules = allOf('AWS::Events::Rule').filter(({ EventBusName }) => EventBusName !== undefined);
    const hearersOf = (event: string) =>
      rules.filter(({ EventPattern }) => JSON.stringify(EventPattern).includes(`"${event}"`)).map(({ Name }) => Name);
    for (const [event, { consumedBy }] of Object.entries(CATALOGUE)) {
      expect([event, hearersOf(event).toSorted()]).toEqual([event, Object.keys(consumedBy).toSorted()]);
    }
  });
});

describe('The HTTP API', () => {
  test('has the routes of the table, each behind the authorizer, and no other', () => {
    const routes = allOf('AWS::ApiGatewayV2::Route');
    expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    const authorizer = { Ref: idOf('AWS::ApiGatewayV2::Authorizer', 'Name', 'tokens') };
    for (const { AuthorizationType, AuthorizerId } of routes) {
      expect([AuthorizationType, AuthorizerId]).toEqual(['JWT', authorizer]);
    }
  });

  test('believes the tokens of our user pool for our two clients only', () => {
    const pool = idOf('AWS::Cognito::UserPool', 'UserPoolName', 'account-applications');
    expect(propertiesOf('AWS::ApiGatewayV2::Authorizer', 'Name', 'tokens')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [
          { Ref: idOf('AWS::Cognito::UserPoolClient', 'ClientName', 'tools') },
          { Ref: idOf('AWS::Cognito::UserPoolClient', 'ClientName', 'applicant-service') },
        ],
        Issuer: { 'Fn::GetAtt': [pool, 'ProviderURL'] },
      },
    });
  });

  test('is throttled, and logs neither path nor caller', () => {
    const stage = propertiesOf('AWS::ApiGatewayV2::Stage', 'StageName', '$default');
    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 400, ThrottlingRateLimit: 200 });
    const { Format } = stage.AccessLogSettings as { Format: string };
    expect(Object.values(JSON.parse(Format))).toEqual([
      '$context.requestId',
      '$context.requestTime',
      '$context.routeKey',
      '$context.status',
      '$context.responseLatency',
      '$context.integrationErrorMessage',
    ]);
  });

  test('is called by people who cannot sign themselves up, in four groups, and by one machine', () => {
    expect(namesOf('AWS::Cognito::UserPoolGroup', 'GroupName')).toEqual([
      'reviewer',
      'supervisor',
      'operator',
      'auditor',
    ]);
    const pool = propertiesOf('AWS::Cognito::UserPool', 'UserPoolName', 'account-applications');
    expect(pool.AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
    expect(propertiesOf('AWS::Cognito::UserPoolClient', 'ClientName', 'tools')).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      CallbackURLs: [{ 'Fn::Join': ['', [{ Ref: 'ConsoleOrigin' }, '/']] }, 'http://127.0.0.1:4568/'],
    });
    expect(propertiesOf('AWS::Cognito::UserPoolClient', 'ClientName', 'applicant-service')).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
  });

  test('tells where it is and where one signs in', async () => {
    const template = (await createApp()).synth().getStackByName('account-applications').template;
    expect(Object.keys(template.Outputs).toSorted()).toEqual([
      'ApiUrl',
      'SignInUrl',
      'SubmitClientId',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });
});

describe('Reviews', () => {
  test('are listed by request and by due date', () => {
    const { GlobalSecondaryIndexes } = propertiesOf('AWS::DynamoDB::Table', 'TableName', 'reviews');
    expect(GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'state', KeySchema: [{ AttributeName: 'state' }, { AttributeName: 'requestedAt' }] },
      { IndexName: 'due', KeySchema: [{ AttributeName: 'state' }, { AttributeName: 'dueAt' }] },
    ]);
  });

  test('are due after three days, reminded of a day before, and looked after every hour', () => {
    const environmentOf = (name: string) => propertiesOf('AWS::Lambda::Function', 'FunctionName', name).Environment;
    expect(environmentOf('receive-reviews')).toMatchObject({ Variables: { REVIEW_DUE_SECONDS: '259200' } });
    expect(environmentOf('remind-reviews')).toMatchObject({ Variables: { REMIND_BEFORE_SECONDS: '86400' } });
    expect(propertiesOf('AWS::Events::Rule', 'Name', 'remind-reviews').ScheduleExpression).toBe('rate(1 hour)');
  });
});

describe('The workflow is deployed as it is written', () => {
  test('with every placeholder filled in', () => {
    const stateMachine = propertiesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application');
    const placeholders = [...String(stateMachine.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const substitutions = stateMachine.DefinitionSubstitutions as Properties;
    expect([...new Set(placeholders)].toSorted()).toEqual(Object.keys(substitutions).toSorted());
    expect(substitutions).toMatchObject({ ReviewDeadlineSeconds: '2592000', ReviewHeartbeatSeconds: '86400' });
  });

  test('and is started with the detail of the event', () => {
    const rule = propertiesOf('AWS::Events::Rule', 'Name', 'start-account-application');
    expect(rule.EventPattern).toEqual({ source: ['account-applications'], 'detail-type': ['ApplicationSubmitted'] });
    expect(rule.Targets).toMatchObject([{ InputPath: '$.detail' }]);
  });

  test('and heard when a run of it ends', () => {
    const { EventPattern, EventBusName } = propertiesOf('AWS::Events::Rule', 'Name', 'notify');
    expect(EventBusName).toBeUndefined();
    expect(EventPattern).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ Ref: idOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application') }],
        status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
      },
    });
  });
});
