import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import {
  EXECUTION_STATUSES,
  type ExecutionNotification,
  ExecutionNotifications,
  type ExecutionStatus,
  type NotificationTarget,
} from '../../../infra/constructs/execution-notifications.ts';

const DELIVERY_STREAM = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/executions';

const machineIn = (stack: Stack, id: string, stateMachineType = StateMachineType.STANDARD): StateMachine =>
  new StateMachine(stack, id, {
    stateMachineType,
    definitionBody: DefinitionBody.fromChainable(new Pass(stack, `${id} passes`)),
  });

/** A stack with a state machine and a target of every kind. */
function setUp() {
  const stack = new Stack(new App({ analyticsReporting: false }), 'test');
  const reason = 'CDK brings this mapping along for delivery streams in a network.';
  Validations.of(stack).acknowledge({ id: 'CloudFormation-Validate::W7001', reason });
  const stateMachine = machineIn(stack, 'Source');
  const deadLetterQueue = new Queue(stack, 'DeadLetters');
  const queue = new Queue(stack, 'Standard');
  const fifo = new Queue(stack, 'Ordered', { fifo: true });
  const stream = new Stream(stack, 'Stream', { removalPolicy: RemovalPolicy.DESTROY });
  const notify = (notifications: readonly ExecutionNotification[], changes = {}) =>
    new ExecutionNotifications(stack, 'Notifications', { stateMachine, deadLetterQueue, notifications, ...changes });
  const targets = {
    sns: { kind: 'sns', topic: new Topic(stack, 'Topic') },
    sqs: { kind: 'sqs', queue },
    fifo: { kind: 'sqs', queue: fifo, messageGroupId: 'executions' },
    lambda: {
      kind: 'lambda',
      function: new LambdaFunction(stack, 'Function', {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => {};'),
      }),
    },
    kinesis: { kind: 'kinesis', stream, partitionKeyPath: '$.detail.name' },
    firehose: {
      kind: 'firehose',
      deliveryStream: DeliveryStream.fromDeliveryStreamArn(stack, 'Delivery', DELIVERY_STREAM),
    },
    stepFunctions: { kind: 'stepFunctions', stateMachine: machineIn(stack, 'Next') },
  } as const satisfies Record<string, NotificationTarget>;
  const tellOf = (status: ExecutionStatus, ...told: readonly NotificationTarget[]) =>
    notify([{ ruleName: 'told', statuses: [status], targets: told }]);
  return { fifo, notify, stack, stateMachine, targets, tellOf };
}

describe('Every kind of target', () => {
  let template: Template;
  beforeAll(() => {
    const { notify, stack, targets } = setUp();
    const [sns, sqs, fifo, lambda, kinesis, firehose, stepFunctions] = Object.values(targets);
    const first = [sns, sqs, fifo, lambda, kinesis].flatMap((target) => target ?? []);
    const second = [firehose, stepFunctions].flatMap((target) => target ?? []);
    const notifications = EXECUTION_STATUSES.flatMap((status) => [
      { ruleName: `${status}-1`, statuses: [status], targets: first },
      { ruleName: `${status}-2`, statuses: [status], targets: second },
    ]);
    notify(notifications);
    template = Template.fromStack(stack);
  });

  const arnOf = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'Arn'] });
  const refTo = (id: string) => ({ Ref: Match.stringLikeRegexp(`^${id}`) });
  const role = Match.objectLike(arnOf('\\w+EventsRole'));
  const KINDS = [
    ['sns', 1, { Arn: refTo('Topic') }],
    ['sqs', 1, { Arn: arnOf('Standard') }],
    ['sqs FIFO with its group', 1, { Arn: arnOf('Ordered'), SqsParameters: { MessageGroupId: 'executions' } }],
    ['lambda', 1, { Arn: arnOf('Function') }],
    [
      'kinesis with its partition key',
      1,
      { Arn: arnOf('Stream'), RoleArn: role, KinesisParameters: { PartitionKeyPath: '$.detail.name' } },
    ],
    ['firehose', 2, { Arn: DELIVERY_STREAM, RoleArn: role }],
    ['stepFunctions', 2, { Arn: refTo('Next'), RoleArn: role }],
  ] as const;

  test.each(EXECUTION_STATUSES.flatMap((status) => KINDS.map((kind) => [status, ...kind] as const)))(
    'receives %s: %s (rule %i); failed deliveries are retried for a day and then go to the dead-letter queue',
    (status, _, rule, target) => {
      template.hasResourceProperties('AWS::Events::Rule', {
        Name: `${status}-${rule}`,
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: { stateMachineArn: [refTo('Source')], status: [status] },
        },
        Targets: Match.arrayWith([
          Match.objectLike({
            ...target,
            RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
            DeadLetterConfig: { Arn: arnOf('DeadLetters') },
          }),
        ]),
      });
    },
  );

  const byEvents = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
  const rulesOf = (number: number) => EXECUTION_STATUSES.map((status) => `${status}-${number}`);

  /** The ARN of a rule, in the form that the template contains. */
  const ruleArn = (Name: string) => {
    const [logicalId] = Object.keys(template.findResources('AWS::Events::Rule', { Properties: { Name } }));
    return { 'Fn::GetAtt': [logicalId, 'Arn'] };
  };

  test('has a rule of its own for each status', () => {
    template.resourceCountIs('AWS::Events::Rule', 10);
    expect([...rulesOf(1), ...rulesOf(2)].filter((name) => ruleArn(name)['Fn::GetAtt'][0] === undefined)).toEqual([]);
  });

  test('lets EventBridge publish to the topic', () => {
    const Statement = [Match.objectLike({ ...byEvents, Action: 'sns:Publish', Resource: refTo('Topic') })];
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [refTo('Topic')],
      PolicyDocument: { Statement },
    });
  });

  const SENDS = ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

  test.each([
    ['Standard', SENDS, [1]],
    ['Ordered', SENDS, [1]],
    ['DeadLetters', 'sqs:SendMessage', [1, 2]],
  ] as const)('lets each rule, and nothing else, send to the queue %s', (queue, Action, numbers) => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [refTo(queue)],
      PolicyDocument: {
        Statement: EXECUTION_STATUSES.flatMap((status) => numbers.map((number) => `${status}-${number}`)).map(
          (name) => ({
            ...byEvents,
            Action,
            Resource: arnOf(queue),
            Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(name) } },
          }),
        ),
      },
    });
  });

  test('lets each rule call the function', () => {
    template.resourceCountIs('AWS::Lambda::Permission', 5);
    for (const name of rulesOf(1)) {
      template.hasResourceProperties('AWS::Lambda::Permission', {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf('Function'),
        Principal: 'events.amazonaws.com',
        SourceArn: ruleArn(name),
      });
    }
  });

  test.each([
    ['Stream', ['kinesis:ListShards', 'kinesis:PutRecord', 'kinesis:PutRecords'], arnOf('Stream')],
    ['Delivery', ['firehose:PutRecord', 'firehose:PutRecordBatch'], DELIVERY_STREAM],
    ['Next', 'states:StartExecution', refTo('Next')],
  ])('gives EventBridge a role that may write to %s alone', (id, Action, Resource) => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [refTo(`${id}EventsRole`)],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] },
    });
    const trust = { ...byEvents, Action: 'sts:AssumeRole' };
    const roles = template.findResources('AWS::IAM::Role', {
      Properties: { AssumeRolePolicyDocument: { Statement: [trust] } },
    });
    expect(Object.keys(roles).filter((logicalId) => logicalId.startsWith(`${id}EventsRole`))).toHaveLength(1);
  });
});

test('One rule can match several statuses', () => {
  const { notify, stack, targets } = setUp();
  notify([{ ruleName: 'bad-ends', statuses: ['FAILED', 'TIMED_OUT', 'ABORTED'], targets: [targets.sns] }]);
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] } },
  });
});

describe('Synthesis fails with the wrong value', () => {
  test('for a status that does not exist', () => {
    const { targets, tellOf } = setUp();
    const status = 'DONE' as ExecutionStatus;
    expect(() => tellOf(status, targets.sns)).toThrow(
      'told: the status DONE is unknown; it must be one of RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED.',
    );
  });

  test('for no notification, no status, and too few or too many targets', () => {
    const { notify, targets } = setUp();
    expect(() => notify([])).toThrow('notifications is []');
    const other = setUp();
    expect(() => other.notify([{ ruleName: 'told', statuses: [], targets: [targets.sns] }])).toThrow('statuses is []');
    expect(() => setUp().tellOf('FAILED')).toThrow('told: there are 0 targets; a rule has 1 to 5.');
    const many = Array(6).fill(setUp().targets.sns);
    expect(() => setUp().tellOf('FAILED', ...many)).toThrow('told: there are 6 targets; a rule has 1 to 5.');
  });

  test.each([
    ['missing', undefined],
    ["''", ''],
  ])('for a FIFO queue whose message group is %s', (shown, messageGroupId) => {
    const { fifo, tellOf } = setUp();
    const target = { kind: 'sqs', queue: fifo, ...(messageGroupId === undefined ? {} : { messageGroupId }) } as const;
    expect(() => tellOf('FAILED', target)).toThrow(`The queue test/Ordered is FIFO and messageGroupId is ${shown}`);
  });

  test('for a partition key that is not a path', () => {
    const { targets, tellOf } = setUp();
    expect(() => tellOf('FAILED', { ...targets.kinesis, partitionKeyPath: 'detail.name' })).toThrow(
      'partitionKeyPath is detail.name; it must be a JSON path',
    );
  });

  test('for a state machine that would start itself again and again', () => {
    const { stateMachine, tellOf } = setUp();
    expect(() => tellOf('SUCCEEDED', { kind: 'stepFunctions', stateMachine })).toThrow(
      'The state machine test/Source is its own target',
    );
  });

  test('for an Express state machine, which sends no status changes', () => {
    const { notify, stack, targets } = setUp();
    const stateMachine = machineIn(stack, 'Quick', StateMachineType.EXPRESS);
    const notification: ExecutionNotification = { ruleName: 'told', statuses: ['FAILED'], targets: [targets.sns] };
    expect(() => notify([notification], { stateMachine })).toThrow('The state machine test/Quick is EXPRESS');
  });

  test('for a FIFO dead-letter queue, which EventBridge cannot use', () => {
    const { fifo, notify, targets } = setUp();
    const notification: ExecutionNotification = { ruleName: 'told', statuses: ['FAILED'], targets: [targets.sns] };
    expect(() => notify([notification], { deadLetterQueue: fifo })).toThrow(
      'The dead-letter queue test/Ordered is FIFO',
    );
  });
});
