import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  actionsAllowedTo,
  actionsOf,
  allOf,
  idOf,
  loadApplicationStack,
  namesOf,
  propertiesOf,
  resourceOf,
  roleOfFunction,
  statementsOf,
} from '../application-stack.ts';
import { removeAssemblies } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

const FUNCTIONS = [
  'register-application',
  'check-name',
  'check-address',
  'record-outcome',
  'request-information',
  'apply-amendment',
];

describe('Roles have only the permissions they need', () => {
  test('the workflow may invoke its six functions, send to its one queue, and write logs and traces', () => {
    const { RoleArn } = propertiesOf('AWS::StepFunctions::StateMachine', 'StateMachineName', 'account-application');
    const roleId = (RoleArn as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
    const business = actionsAllowedTo(roleId).filter((action) => !/^(logs|xray):/.test(action));
    expect(business).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage']);
    const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes(`"${roleId}"`));
    const invoke = policies.flatMap(statementsOf).find(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(invoke?.Resource).toEqual(
      FUNCTIONS.flatMap((name) => {
        const arn = { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', 'FunctionName', name), 'Arn'] };
        return [arn, { 'Fn::Join': ['', [arn, ':*']] }];
      }),
    );
  });

  test('the definition calls a version of each of its functions, and stack updates keep old versions', () => {
    const { DefinitionSubstitutions } = propertiesOf(
      'AWS::StepFunctions::StateMachine',
      'StateMachineName',
      'account-application',
    );
    const substitutions = DefinitionSubstitutions as Record<string, { Ref: string }>;
    const placeholders = [
      'RegisterApplication',
      'CheckName',
      'CheckAddress',
      'RecordOutcome',
      'RequestInformation',
      'ApplyAmendment',
    ];
    for (const [index, placeholder] of placeholders.entries()) {
      const version = resourceOf(substitutions[placeholder]?.Ref ?? '');
      expect(version).toMatchObject({ Type: 'AWS::Lambda::Version', DeletionPolicy: 'Retain' });
      const functionId = idOf('AWS::Lambda::Function', 'FunctionName', FUNCTIONS[index] ?? '');
      expect(version?.Properties.FunctionName).toEqual({ Ref: functionId });
    }
  });

  test.each([
    ['check-name', []],
    ['check-address', []],
    ['register-application', ['dynamodb:PutItem', 'events:PutEvents', 'states:DescribeExecution']],
    ['record-outcome', ['dynamodb:UpdateItem']],
    ['request-information', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'events:PutEvents']],
    ['apply-amendment', ['dynamodb:GetItem', 'dynamodb:UpdateItem']],
    [
      'take-amendment',
      ['dynamodb:GetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'sqs:SendMessage', 'states:SendTaskSuccess'],
    ],
    [
      'receive-reviews',
      [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
    ],
    [
      'keep-reviews',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'dynamodb:UpdateItem',
        'lambda:InvokeFunction',
        'sns:Publish',
        'sqs:SendMessage',
        'states:DescribeExecution',
        'states:SendTaskHeartbeat',
      ],
    ],
    ['close-review', ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'sqs:SendMessage']],
    [
      'decide-reviews',
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'states:GetExecutionHistory',
        'states:SendTaskSuccess',
      ],
    ],
    ['accept-submissions', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'events:PutEvents']],
    [
      'answer-queries',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'events:ListReplays',
        'events:ListRules',
        'events:ListTargetsByRule',
        'events:TestEventPattern',
        'states:DescribeExecution',
        'states:DescribeStateMachineForExecution',
        'states:GetExecutionHistory',
        'states:ListExecutions',
      ],
    ],
    [
      'redrive-dead-letters',
      [
        'events:ListRules',
        'events:ListTargetsByRule',
        'lambda:InvokeFunction',
        'lambda:InvokeFunction',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
        'states:StartExecution',
      ],
    ],
    [
      'steer-executions',
      [
        'dynamodb:GetItem',
        'lambda:InvokeFunction',
        'states:DescribeExecution',
        'states:RedriveExecution',
        'states:StopExecution',
      ],
    ],
    [
      'replay-archive',
      [
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'events:DescribeArchive',
        'events:ListReplays',
        'events:StartReplay',
        'sqs:DeleteMessage',
        'sqs:ReceiveMessage',
        'states:DescribeExecution',
      ],
    ],
    [
      'reconcile-outcomes',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        'sns:Publish',
        'sqs:SendMessage',
        'states:DescribeExecution',
        'states:ListExecutions',
      ],
    ],
    [
      'open-account',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PutItem',
        'events:PutEvents',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
    ],
    [
      'announce-outcomes',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
        'events:PutEvents',
        'sqs:SendMessage',
      ],
    ],
    [
      'append-case-entries',
      [
        'dynamodb:BatchWriteItem',
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'sqs:SendMessage',
      ],
    ],
    [
      'seal-case-files',
      [
        'dynamodb:BatchWriteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Scan',
        'dynamodb:Scan',
        'events:PutEvents',
        'sqs:SendMessage',
      ],
    ],
    [
      'erase-applicants',
      [
        'dynamodb:BatchWriteItem',
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:PutItem',
        'dynamodb:PutItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
        'dynamodb:UpdateItem',
        'events:ListReplays',
        'sqs:SendMessage',
        'states:DescribeExecution',
      ],
    ],
    [
      'notify',
      [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:UpdateItem',
        'sns:Publish',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
    ],
  ])('%s may make exactly the calls that it needs', (name, expected) => {
    const actions = actionsAllowedTo(roleOfFunction(name)).filter((action) => !/^(logs|xray):/.test(action));
    expect(actions).toEqual(expected);
  });

  test('the function for redrives reaches every queue of the stack by its name, and no other', () => {
    const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) =>
      JSON.stringify(Roles).includes(`"${roleOfFunction('redrive-dead-letters')}"`),
    );
    const namesAllowed = (action: string) =>
      policies
        .flatMap(statementsOf)
        .filter((statement) => actionsOf(statement).includes(action))
        .flatMap(({ Resource }) => [Resource].flat())
        .map((arn) => String((arn as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].at(-1)).replace(/^.*:/, ''))
        .toSorted();
    const queues = namesOf('AWS::SQS::Queue', 'QueueName').map(String).toSorted();
    const deadLetterQueues = queues.filter((name) => name.endsWith('-dlq'));
    expect(deadLetterQueues.length).toBeGreaterThan(5);
    expect(namesAllowed('sqs:GetQueueAttributes')).toEqual(queues);
    expect(namesAllowed('sqs:ReceiveMessage')).toEqual(deadLetterQueues);
    expect(namesAllowed('sqs:DeleteMessage')).toEqual(deadLetterQueues);
    expect(namesAllowed('sqs:SendMessage')).toContain('review-queue');
    const { Environment } = propertiesOf('AWS::Lambda::Function', 'FunctionName', 'redrive-dead-letters');
    const { QUEUE_NAMES = '' } = (Environment as { Variables: Record<string, string> }).Variables;
    expect(QUEUE_NAMES.split(',').toSorted()).toEqual(queues);
  });

  test('one function may send decisions to the workflow, one may say that the applicant answered, and no role may fail a task', () => {
    const holders = allOf('AWS::IAM::Policy').filter((policy) =>
      statementsOf(policy).flatMap(actionsOf).includes('states:SendTaskSuccess'),
    );
    expect(holders.map(({ Roles }) => Roles)).toEqual([
      [{ Ref: roleOfFunction('take-amendment') }],
      [{ Ref: roleOfFunction('decide-reviews') }],
    ]);
    const everything = allOf('AWS::IAM::Policy').flatMap(statementsOf).flatMap(actionsOf);
    expect(everything).not.toContain('states:SendTaskFailure');
  });

  test('the tokens of waits for applicants are written by one function and read by the one that uses them', () => {
    const requests = JSON.stringify({
      'Fn::GetAtt': [idOf('AWS::DynamoDB::Table', 'TableName', 'information-requests'), 'Arn'],
    });
    const onRequests = allOf('AWS::IAM::Policy').flatMap((policy) =>
      statementsOf(policy)
        .filter(({ Resource }) => JSON.stringify(Resource).includes(requests))
        .flatMap((statement) => actionsOf(statement).map((action) => ({ action, roles: policy.Roles }))),
    );
    expect(onRequests).toEqual([
      { action: 'dynamodb:PutItem', roles: [{ Ref: roleOfFunction('request-information') }] },
      { action: 'dynamodb:GetItem', roles: [{ Ref: roleOfFunction('take-amendment') }] },
    ]);
    const table = propertiesOf('AWS::DynamoDB::Table', 'TableName', 'information-requests');
    expect([table.GlobalSecondaryIndexes, table.StreamSpecification]).toEqual([undefined, undefined]);
  });

  test('the tokens of reviews are written by one function and read by the two that answer and renew tasks', () => {
    const tokens = JSON.stringify({
      'Fn::GetAtt': [idOf('AWS::DynamoDB::Table', 'TableName', 'review-tokens'), 'Arn'],
    });
    const onTokens = allOf('AWS::IAM::Policy').flatMap((policy) =>
      statementsOf(policy)
        .filter(({ Resource }) => JSON.stringify(Resource).includes(tokens))
        .flatMap((statement) => actionsOf(statement).map((action) => ({ action, roles: policy.Roles }))),
    );
    expect(onTokens).toEqual([
      { action: 'dynamodb:GetItem', roles: [{ Ref: roleOfFunction('decide-reviews') }] },
      { action: 'dynamodb:BatchGetItem', roles: [{ Ref: roleOfFunction('keep-reviews') }] },
      { action: 'dynamodb:PutItem', roles: [{ Ref: roleOfFunction('receive-reviews') }] },
    ]);
    const table = propertiesOf('AWS::DynamoDB::Table', 'TableName', 'review-tokens');
    expect([table.GlobalSecondaryIndexes, table.StreamSpecification]).toEqual([undefined, undefined]);
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAtEpochSeconds', Enabled: true });
  });

  test('two functions may add entries to case files, only erase-applicants may change one, and no role may delete one', () => {
    const entries = JSON.stringify({
      'Fn::GetAtt': [idOf('AWS::DynamoDB::Table', 'TableName', 'case-entries'), 'Arn'],
    });
    const onEntries = allOf('AWS::IAM::Policy').flatMap((policy) =>
      statementsOf(policy)
        .filter(({ Resource }) => JSON.stringify(Resource).includes(entries))
        .flatMap((statement) => actionsOf(statement).map((action) => ({ action, roles: policy.Roles }))),
    );
    const READS = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
    expect(onEntries.filter(({ action }) => !READS.includes(action))).toEqual([
      { action: 'dynamodb:PutItem', roles: [{ Ref: roleOfFunction('append-case-entries') }] },
      { action: 'dynamodb:PutItem', roles: [{ Ref: roleOfFunction('erase-applicants') }] },
      { action: 'dynamodb:UpdateItem', roles: [{ Ref: roleOfFunction('erase-applicants') }] },
    ]);
  });

  test('only the function of the API may put events of the source whose senders are checked', () => {
    const holders = allOf('AWS::IAM::Policy').filter((policy) =>
      statementsOf(policy).some((statement) => JSON.stringify(statement).includes('"account-applications.api"')),
    );
    expect(holders.map(({ Roles }) => Roles)).toEqual([[{ Ref: roleOfFunction('accept-submissions') }]]);
    const statement = holders.flatMap(statementsOf).find((each) => actionsOf(each).includes('events:PutEvents'));
    expect(statement).toMatchObject({
      Condition: {
        'ForAllValues:StringEquals': {
          'events:source': ['account-applications.api'],
          'events:detail-type': ['ApplicationSubmitted', 'ApplicationAmended'],
        },
      },
    });
  });

  test('the resource * occurs only for actions without resource-level permissions: traces, log delivery, lists of replays and streams, pattern tests', () => {
    const statements = allOf('AWS::IAM::Policy')
      .flatMap(statementsOf)
      .filter(({ Resource }) => Resource === '*');
    const others = statements.flatMap(actionsOf).filter((action) => !/^(xray|logs):/.test(action));
    expect(new Set(others)).toEqual(new Set(['dynamodb:ListStreams', 'events:ListReplays', 'events:TestEventPattern']));
    const everything = allOf('AWS::IAM::Policy').flatMap(statementsOf).flatMap(actionsOf);
    expect(everything.filter((action) => action.includes('*'))).toEqual([]);
  });
});
