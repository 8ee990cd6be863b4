import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../events/catalogue.ts';
import {
  actionsOf,
  aliasNameOf,
  allOf,
  idOf,
  loadApplicationStack,
  namesOf,
  propertiesOf,
  statementsOf,
} from './application-stack.ts';
import { type Properties, removeAssemblies } from './synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

describe('The names that others depend on', () => {
  test('include bus, archive, state machine, queues, tables and topic', () => {
    expect(namesOf('AWS::Events::EventBus', 'Name')).toEqual(['account-applications']);
    expect(namesOf('AWS::Events::Archive', 'ArchiveName')).toEqual(['account-applications']);
    expect(namesOf('AWS::StepFunctions::StateMachine', 'StateMachineName')).toEqual(['account-application']);
    expect(namesOf('AWS::SQS::Queue', 'QueueName')).toEqual(
      expect.arrayContaining(['review-queue', 'review-queue-dlq']),
    );
    expect(namesOf('AWS::DynamoDB::Table', 'TableName')).toEqual(expect.arrayContaining(['applications', 'reviews']));
    expect(namesOf('AWS::SNS::Topic', 'TopicName')).toEqual(['application-outcomes', 'application-alarms']);
  });

  test('include the table keys and the index by state', () => {
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

describe('No event or message gets lost', () => {
  test('every rule retries for a day and then sends the event to a dead-letter queue', () => {
    const targets = allOf('AWS::Events::Rule').flatMap(({ Targets }) => Targets as Properties[]);
    expect(targets).toHaveLength(10);
    for (const target of targets) {
      expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
      expect(target.DeadLetterConfig).toBeDefined();
    }
  });

  test('the queue policies allow EventBridge to send only for the rule that uses the queue', () => {
    const statements = allOf('AWS::SQS::QueuePolicy').flatMap(statementsOf);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toHaveLength(13);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: 'events.amazonaws.com' });
      expect(JSON.stringify(Condition)).toMatch(/^\{"ArnEquals":\{"aws:SourceArn":/);
    }
    const toTarget = ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];
    const toTargets = allowed.map(actionsOf).filter(({ length }) => length > 1);
    expect(toTargets).toEqual([toTarget, toTarget, toTarget]);
    expect(allowed.map(actionsOf).filter(({ length }) => length === 1)).toEqual(Array(10).fill(['sqs:SendMessage']));
  });

  test('every function that is invoked asynchronously has a dead-letter queue', () => {
    const withQueue = allOf('AWS::Lambda::Function').filter(({ DeadLetterConfig }) => DeadLetterConfig !== undefined);
    expect(withQueue.map(({ FunctionName }) => FunctionName)).toEqual([
      'take-amendment',
      'keep-reviews',
      'close-review',
      'seal-case-files',
      'reconcile-outcomes',
      'erase-applicants',
    ]);
  });

  test('every queue except the preview queue keeps its messages for 14 days', () => {
    const queues = allOf('AWS::SQS::Queue').filter(({ QueueName }) => QueueName !== 'replay-preview');
    expect(queues).toHaveLength(16);
    for (const { MessageRetentionPeriod } of queues) expect(MessageRetentionPeriod).toBe(1_209_600);
  });

  test('every queue is encrypted and accepts only TLS', () => {
    const queues = allOf('AWS::SQS::Queue');
    expect(queues).toHaveLength(17);
    for (const { SqsManagedSseEnabled } of queues) expect(SqsManagedSseEnabled).toBe(true);
    const denials = allOf('AWS::SQS::QueuePolicy')
      .flatMap(statementsOf)
      .filter(({ Effect }) => Effect === 'Deny');
    expect(denials).toHaveLength(17);
  });

  test("a review request has a visibility timeout of six times the worker's timeout and at most five deliveries", () => {
    const queue = propertiesOf('AWS::SQS::Queue', 'QueueName', 'review-queue');
    expect(propertiesOf('AWS::Lambda::Function', 'FunctionName', 'receive-reviews').Timeout).toBe(30);
    expect(queue.VisibilityTimeout).toBe(180);
    expect(queue.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'QueueName', 'review-queue-dlq'), 'Arn'] },
      maxReceiveCount: 5,
    });
  });

  test.each([
    ['notify', 20, 121],
    ['open-account', 15, 91],
  ])(
    'the function %s has a timeout of %i s for ten messages; its queue has a visibility timeout of %i s and five deliveries',
    (name, timeout, visibility) => {
      const queue = idOf('AWS::SQS::Queue', 'QueueName', name);
      const reference = aliasNameOf(name);
      expect(propertiesOf('AWS::Lambda::Function', 'FunctionName', name).Timeout).toBe(timeout);
      expect(propertiesOf('AWS::SQS::Queue', 'QueueName', name)).toMatchObject({
        VisibilityTimeout: visibility,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'QueueName', `${name}-dlq`), 'Arn'] },
          maxReceiveCount: 5,
        },
      });
      const mappings = allOf('AWS::Lambda::EventSourceMapping').filter(
        ({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(reference),
      );
      expect(mappings).toMatchObject([
        {
          BatchSize: 10,
          EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
          FunctionName: reference,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          MaximumBatchingWindowInSeconds: 1,
        },
      ]);
      expect(propertiesOf('AWS::Events::Rule', 'Name', name).Targets).toMatchObject([
        { Arn: { 'Fn::GetAtt': [queue, 'Arn'] } },
      ]);
    },
  );

  test('the archive keeps incoming events for 30 days and contains no outgoing events', () => {
    const [archive] = allOf('AWS::Events::Archive');
    expect(archive).toMatchObject({
      RetentionDays: 30,
      EventPattern: {
        'detail-type': [
          {
            'anything-but': [
              'ReviewRequested',
              'InformationRequested',
              'ApplicationApproved',
              'ApplicationRejected',
              'ApplicationUnprocessable',
              'ReviewExpired',
              'AccountOpened',
              'CaseFilesSealed',
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
      'applicant-index',
      'information-requests',
      'accounts',
      'notifications',
      'reviews',
      'review-tokens',
      'absences',
      'case-entries',
      'case-seals',
      'measures',
      'erasures',
      'submissions',
      'rule-trials',
    ]);
    for (const { BillingMode, PointInTimeRecoverySpecification } of tables) {
      expect(BillingMode).toBe('PAY_PER_REQUEST');
      expect(PointInTimeRecoverySpecification).toEqual({
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: 35,
      });
    }
  });
});

describe("Applicants' data is in no log", () => {
  test("the workflow's log has errors and no data of executions", () => {
    const stateMachine = propertiesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application');
    expect(stateMachine.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ERROR' });
    expect(stateMachine.StateMachineType).toBe('STANDARD');
    expect(stateMachine.TracingConfiguration).toEqual({ Enabled: true });
  });

  test('Lambda does not log errors of the name check, because they contain the name', () => {
    const levelOf = (name: string) => propertiesOf('AWS::Lambda::Function', 'FunctionName', name).LoggingConfig;
    expect(levelOf('check-name')).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'FATAL' });
    expect(levelOf('record-outcome')).toMatchObject({ LogFormat: 'JSON', ApplicationLogLevel: 'INFO' });
  });

  test('every log group has a retention', () => {
    expect(namesOf('AWS::Logs::LogGroup', 'RetentionInDays')).toEqual(Array(25).fill(7));
  });
});

describe('An operator is alerted', () => {
  test('by an alarm for each queue, delivery or function whose failure no caller sees', () => {
    const names = namesOf('AWS::CloudWatch::Alarm', 'AlarmName').map(String).toSorted();
    expect(names.filter((name) => !name.endsWith('-new-version-errors'))).toEqual([
      'account-application-aborted',
      'account-application-failed',
      'account-application-timed-out',
      'account-applications-api-errors',
      'announce-outcomes-dlq-not-empty',
      'announce-outcomes-late',
      'append-case-entries-dlq-not-empty',
      'append-case-entries-late',
      'application-alarms-undelivered',
      'application-outcomes-undelivered',
      'close-review-dlq-not-empty',
      'close-review-errors',
      'close-review-invocations-failed',
      'erase-applicants-dlq-not-empty',
      'erase-applicants-errors',
      'erase-applicants-invocations-failed',
      'functions-throttled',
      'keep-reviews-dlq-not-empty',
      'keep-reviews-errors',
      'keep-reviews-invocations-failed',
      'notify-dlq-not-empty',
      'notify-invocations-failed',
      'notify-oldest-message',
      'open-account-dlq-not-empty',
      'open-account-invocations-failed',
      'open-account-oldest-message',
      'preview-replay-invocations-failed',
      'reconcile-outcomes-dlq-not-empty',
      'reconcile-outcomes-errors',
      'reconcile-outcomes-invocations-failed',
      'replay-preview-dlq-not-empty',
      'review-queue-dlq-not-empty',
      'review-queue-oldest-message',
      'seal-case-files-dlq-not-empty',
      'seal-case-files-errors',
      'seal-case-files-invocations-failed',
      'start-account-application-invocations-failed',
      'submissions-dlq-not-empty',
      'take-amendment-dlq-not-empty',
      'take-amendment-errors',
      'take-amendment-invocations-failed',
    ]);
  });

  test('if a rule drops an event because its target or its dead-letter queue refuses it', () => {
    const { Metrics } = propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'open-account-invocations-failed');
    const dimensions = [
      { Name: 'EventBusName', Value: { Ref: idOf('AWS::Events::EventBus', 'Name', 'account-applications') } },
      { Name: 'RuleName', Value: 'open-account' },
    ];
    const metric = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'AWS/Events', MetricName, Dimensions: dimensions }, Period: 60, Stat: 'Sum' },
    });
    expect(Metrics).toMatchObject([
      { Expression: 'SUM([failed, unkept])' },
      metric('FailedInvocations'),
      metric('InvocationsFailedToBeSentToDlq'),
    ]);
    const onDefaultBus = propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'notify-invocations-failed').Metrics;
    expect(JSON.stringify(onDefaultBus)).not.toContain('EventBusName');
  });

  test('if Lambda throttles a function of this system, and not of another system in the account', () => {
    const { Metrics } = propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'functions-throttled');
    const [{ Expression }] = Metrics as [{ Expression: string }];
    const named = Expression.match(/(?<=FunctionName = ')[a-z-]+/g) ?? [];
    expect(named.toSorted()).toEqual(namesOf('AWS::Lambda::Function', 'FunctionName').toSorted());
  });

  test.each([
    ['notify', 726],
    ['open-account', 546],
  ])('if a message waits in the queue %s for longer than its deliveries take', (name, seconds) => {
    expect(propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', `${name}-oldest-message`)).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Statistic: 'Maximum',
      Threshold: seconds,
    });
  });

  test('if a review request waits longer than five deliveries take', () => {
    expect(propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'review-queue-oldest-message')).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Statistic: 'Maximum',
      Threshold: 1200,
    });
  });

  test('through the topic, because CloudWatch may publish to it', () => {
    const topic = { Ref: idOf('AWS::SNS::Topic', 'TopicName', 'application-alarms') };
    for (const { AlarmActions } of allOf('AWS::CloudWatch::Alarm')) expect(AlarmActions).toEqual([topic]);
    const policy = allOf('AWS::SNS::TopicPolicy').find(({ Topics }) => isDeepStrictEqual(Topics, [topic]));
    const principals = statementsOf(policy ?? {}).map(({ Effect, Principal }) => [Effect, Principal]);
    expect(principals).toContainEqual(['Allow', { Service: 'cloudwatch.amazonaws.com' }]);
  });
});

describe('Other teams', () => {
  test('find the schema of every event in the registry as JSON Schema Draft 4', () => {
    expect(namesOf('AWS::EventSchemas::Registry', 'RegistryName')).toEqual(['account-applications']);
    const schemas = allOf('AWS::EventSchemas::Schema');
    expect(schemas.map(({ SchemaName }) => SchemaName).toSorted()).toEqual([
      'account-applications@AccountOpened',
      'account-applications@ApplicationAmended',
      'account-applications@ApplicationApproved',
      'account-applications@ApplicationRejected',
      'account-applications@ApplicationSubmitted',
      'account-applications@ApplicationUnprocessable',
      'account-applications@CaseFilesSealed',
      'account-applications@InformationRequested',
      'account-applications@ReviewExpired',
      'account-applications@ReviewRequested',
    ]);
    for (const { Type, Content } of schemas) {
      expect(Type).toBe('JSONSchemaDraft4');
      expect(JSON.parse(String(Content)).$schema).toBe('http://json-schema.org/draft-04/schema#');
    }
  });

  test('find the consuming rules of every event in the catalogue', () => {
    const rules = allOf('AWS::Events::Rule').filter(({ EventBusName }) => EventBusName !== undefined);
    const consumersOf = (event: string) =>
      rules.filter(({ EventPattern }) => JSON.stringify(EventPattern).includes(`"${event}"`)).map(({ Name }) => Name);
    for (const [event, { consumedBy }] of Object.entries(CATALOGUE)) {
      expect([event, consumersOf(event).toSorted()]).toEqual([event, Object.keys(consumedBy).toSorted()]);
    }
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

  test('are due after three days, get a reminder a day before, and are checked every hour', () => {
    const environmentOf = (name: string) => propertiesOf('AWS::Lambda::Function', 'FunctionName', name).Environment;
    expect(environmentOf('receive-reviews')).toMatchObject({ Variables: { REVIEW_DUE_SECONDS: '259200' } });
    expect(environmentOf('keep-reviews')).toMatchObject({ Variables: { REMIND_BEFORE_SECONDS: '86400' } });
    expect(propertiesOf('AWS::Events::Rule', 'Name', 'keep-reviews').ScheduleExpression).toBe('rate(1 hour)');
  });
});

describe('The workflow is deployed from its definition file', () => {
  test('with every placeholder filled in', () => {
    const stateMachine = propertiesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application');
    const placeholders = [...String(stateMachine.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    const substitutions = stateMachine.DefinitionSubstitutions as Properties;
    expect([...new Set(placeholders)].toSorted()).toEqual(Object.keys(substitutions).toSorted());
    expect(substitutions).toMatchObject({ ReviewDeadlineSeconds: '2592000', ReviewHeartbeatSeconds: '86400' });
  });

  test('and is started with the detail of the event', () => {
    const rule = propertiesOf('AWS::Events::Rule', 'Name', 'start-account-application');
    expect(rule.EventPattern).toEqual({
      'detail-type': ['ApplicationSubmitted'],
      $or: [
        { source: ['account-applications.api'] },
        { source: ['account-applications'], detail: { attributed: [{ exists: false }] } },
      ],
    });
    expect(rule.Targets).toMatchObject([{ InputPath: '$.detail' }]);
  });

  test('and the notify rule matches the end of each of its runs', () => {
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
