import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assumedRole } from '../../../../local/src/core/aws/caller.ts';
import { queueArn, queueTarget, startBus, type TestBus } from './bus.ts';

let bus: TestBus;
beforeEach(async () => {
  bus = await startBus();
});
afterEach(() => bus.kernel.stop());

const PATTERN = '{"source":["shop"]}';
const refused = (action: string, input: Record<string, unknown>, error: { code: string; message?: string }) =>
  expect(bus.call(action, input)).rejects.toMatchObject(error);
const invalid = (constraint: string) => ({
  code: 'ValidationException',
  message: `1 validation error detected: ${constraint}`,
});

describe('event buses', () => {
  test('can be created, described, changed, listed and deleted', async () => {
    await bus.call('CreateEventBus', { Name: 'other', Description: 'first', Tags: [{ Key: 'team', Value: 'a' }] });
    await bus.call('UpdateEventBus', { Name: 'other', Description: 'second' });
    expect(await bus.call('DescribeEventBus', { Name: 'other' })).toMatchObject({
      Name: 'other',
      Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/other',
      Description: 'second',
    });
    await bus.call('PutRule', { Name: 'r', EventBusName: 'other', EventPattern: PATTERN });
    expect((await bus.call('ListEventBuses')).EventBuses).toMatchObject([{ Name: 'default' }, { Name: 'other' }]);
    await refused(
      'DeleteEventBus',
      { Name: 'other' },
      { code: 'ValidationException', message: "EventBus can't be deleted since it has rules." },
    );
    await bus.call('DeleteRule', { Name: 'r', EventBusName: 'other' });
    await bus.call('DeleteEventBus', { Name: 'other' });
    await refused(
      'ListRules',
      { EventBusName: 'other' },
      {
        code: 'ResourceNotFoundException',
        message: 'Event bus other does not exist.',
      },
    );
    await bus.call('CreateEventBus', { Name: 'other' });
    expect((await bus.call('ListRules', { EventBusName: 'other' })).Rules).toEqual([]);
  });

  test('the default bus cannot be deleted', async () => {
    await refused(
      'DeleteEventBus',
      { Name: 'default' },
      {
        code: 'ValidationException',
        message: 'Cannot delete event bus default.',
      },
    );
  });

  test('parameters that would have no effect are rejected by name', async () => {
    await refused(
      'CreateEventBus',
      { Name: 'x', KmsKeyIdentifier: 'alias/a' },
      {
        code: 'UnsupportedOperation',
        message: 'KmsKeyIdentifier of an event bus is not supported by the one-machine runtime.',
      },
    );
    await refused('CreateEndpoint', {}, { code: 'UnsupportedOperation' });
    await refused('PutPartnerEvents', {}, { code: 'UnsupportedOperation' });
  });

  test('their policy is stored statement by statement', async () => {
    const policy = async () => JSON.parse(String((await bus.call('DescribeEventBus')).Policy)) as object;
    await bus.call('PutPermission', { StatementId: 'a', Action: 'events:PutEvents', Principal: '111111111111' });
    await bus.call('PutPermission', { StatementId: 'b', Action: 'events:PutEvents', Principal: '*' });
    expect(await policy()).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'a',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'events:PutEvents',
          Resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default',
        },
        {
          Sid: 'b',
          Effect: 'Allow',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default',
        },
      ],
    });
    await refused(
      'RemovePermission',
      { StatementId: 'c' },
      {
        code: 'ResourceNotFoundException',
        message: 'Statement with the provided id does not exist.',
      },
    );
    await bus.call('RemovePermission', { StatementId: 'a' });
    await bus.call('RemovePermission', { StatementId: 'b' });
    expect(await bus.call('DescribeEventBus')).not.toHaveProperty('Policy');
    await refused('RemovePermission', { StatementId: 'b' }, { code: 'ResourceNotFoundException' });
  });
});

describe('rules and targets', () => {
  test('a disabled rule does not match, and matches again once enabled', async () => {
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await bus.call('DisableRule', { Name: 'sales' });
    await bus.put({ n: 1 });
    await bus.call('EnableRule', { Name: 'sales' });
    await bus.put({ n: 2 });
    await bus.settled();
    expect(bus.targets.bodies('orders')).toMatchObject([{ detail: { n: 2 } }]);
  });

  test('a rule with targets cannot be deleted', async () => {
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await refused(
      'DeleteRule',
      { Name: 'sales' },
      {
        code: 'ValidationException',
        message: "Rule can't be deleted since it has targets.",
      },
    );
    await bus.call('RemoveTargets', { Rule: 'sales', Ids: ['orders'] });
    await bus.call('DeleteRule', { Name: 'sales' });
    await refused(
      'DescribeRule',
      { Name: 'sales' },
      {
        code: 'ResourceNotFoundException',
        message: 'Rule sales does not exist on EventBus default.',
      },
    );
  });

  test.each([
    [{ EventPattern: PATTERN }, invalid("Value null at 'name' failed to satisfy constraint: Member must not be null")],
    [
      { Name: 'a b', EventPattern: PATTERN },
      invalid(
        "Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
      ),
    ],
    [{ Name: 'r' }, { message: 'Parameter(s) EventPattern or ScheduleExpression must be specified.' }],
    [{ Name: 'r', EventPattern: '{' }, { code: 'InvalidEventPatternException' }],
    [{ Name: 7, EventPattern: PATTERN }, { code: 'SerializationException' }],
    [{ Name: 'r', EventPattern: PATTERN, EventBusName: 'none' }, { message: 'Event bus none does not exist.' }],
  ])('PutRule rejects %j', async (input, error) => {
    await expect(bus.call('PutRule', input)).rejects.toMatchObject(error);
  });

  test.each([
    ['a stream', { Arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' }, { code: 'UnsupportedOperation' }],
    [
      'a delivery stream',
      { Arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/s' },
      { code: 'UnsupportedOperation' },
    ],
    ['parameters of another kind', { Arn: queueArn('q'), EcsParameters: {} }, { code: 'UnsupportedOperation' }],
    [
      'a state machine without role',
      { Arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m' },
      { message: 'RoleArn is required for target arn:aws:states:us-east-1:000000000000:stateMachine:m.' },
    ],
    [
      'two kinds of input',
      { Arn: queueArn('q'), Input: '{}', InputPath: '$' },
      { message: 'Only one of Input, InputPath, or InputTransformer must be provided for target t.' },
    ],
    [
      'an undefined variable',
      { Arn: queueArn('q'), InputTransformer: { InputTemplate: '{"a": <b>}' } },
      { message: 'InputTemplate for target t contains invalid placeholder b.' },
    ],
    [
      'a template that is not JSON',
      { Arn: queueArn('q'), InputTransformer: { InputTemplate: 'hello' } },
      { code: 'ValidationException' },
    ],
    ['a constant that is not JSON', { Arn: queueArn('q'), Input: 'hello' }, { code: 'ValidationException' }],
    [
      'too many retries',
      { Arn: queueArn('q'), RetryPolicy: { MaximumRetryAttempts: 186 } },
      { code: 'ValidationException' },
    ],
    [
      'a FIFO dead-letter queue',
      { Arn: queueArn('q'), DeadLetterConfig: { Arn: queueArn('d.fifo') } },
      { code: 'ValidationException' },
    ],
  ])('PutTargets rejects %s', async (_, target, error) => {
    await bus.rule('sales', { source: ['shop'] });
    await expect(bus.call('PutTargets', { Rule: 'sales', Targets: [{ Id: 't', ...target }] })).rejects.toMatchObject(
      error,
    );
    expect((await bus.call('ListTargetsByRule', { Rule: 'sales' })).Targets).toEqual([]);
  });

  test('an invalid target fails alone, and a sixth target is rejected', async () => {
    await bus.rule('sales', { source: ['shop'] });
    const put = (...Targets: unknown[]) => bus.call('PutTargets', { Rule: 'sales', Targets });
    expect(await put(queueTarget('a'), queueTarget('b.fifo'), { Id: 'c', Arn: 'nothing' })).toEqual({
      FailedEntryCount: 2,
      FailedEntries: [
        {
          TargetId: 'b',
          ErrorCode: 'ValidationException',
          ErrorMessage: 'Parameter(s) SqsParameters must be specified for target: b.',
        },
        {
          TargetId: 'c',
          ErrorCode: 'ValidationException',
          ErrorMessage: 'Parameter nothing is not valid. Reason: Provided Arn is not in correct format.',
        },
      ],
    });
    await expect(put(...['b', 'c', 'd', 'e', 'f'].map((name) => queueTarget(name)))).rejects.toMatchObject({
      code: 'LimitExceededException',
    });
    expect((await bus.call('ListTargetsByRule', { Rule: 'sales' })).Targets).toHaveLength(1);
  });

  test('deleting a rule deletes its tags', async () => {
    const { RuleArn } = await bus.call('PutRule', {
      Name: 'r',
      EventPattern: PATTERN,
      Tags: [{ Key: 'a', Value: '1' }],
    });
    await bus.call('TagResource', { ResourceARN: RuleArn, Tags: [{ Key: 'b', Value: '2' }] });
    await bus.call('UntagResource', { ResourceARN: RuleArn, TagKeys: ['a'] });
    expect(await bus.call('ListTagsForResource', { ResourceARN: RuleArn })).toEqual({
      Tags: [{ Key: 'b', Value: '2' }],
    });
    await bus.call('DeleteRule', { Name: 'r' });
    await refused('ListTagsForResource', { ResourceARN: RuleArn }, { code: 'ResourceNotFoundException' });
  });

  test('a NextToken of another list is rejected', async () => {
    await refused(
      'ListRules',
      { NextToken: 'bm90IG91cnM=' },
      {
        code: 'ValidationException',
        message: 'Parameter NextToken is not valid.',
      },
    );
  });
});

describe('PutEvents', () => {
  const entry = { Source: 'shop', DetailType: 'Sold', Detail: '{}' };

  test('returns a result for each entry in order, valid or not', async () => {
    await bus.rule('all', { source: [{ prefix: '' }] }, queueTarget('orders'));
    const Entries = [
      { ...entry, Source: undefined },
      entry,
      { ...entry, DetailType: '' },
      { ...entry, Detail: undefined },
      { ...entry, Detail: '[]' },
      { ...entry, Source: 'aws.states' },
    ];
    const answer = await bus.call('PutEvents', { Entries });
    expect(answer).toEqual({
      FailedEntryCount: 5,
      Entries: [
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
        },
        { EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
        },
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter Detail is not valid. Reason: Detail is a required argument.',
        },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
      ],
    });
    await bus.settled();
    expect(bus.targets.calls).toHaveLength(1);
  });

  test('accepts a bus by ARN, and drops an event for a bus that does not exist', async () => {
    await bus.rule('all', { source: ['shop'] }, queueTarget('orders'));
    await bus.put({}, { EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/default' });
    expect(await bus.put({}, { EventBusName: 'none' })).toMatchObject({ FailedEntryCount: 0 });
    await bus.settled();
    expect(bus.targets.calls).toHaveLength(1);
  });

  test.each([
    [{}, "Value null at 'entries' failed to satisfy constraint: Member must not be null"],
    [
      { Entries: [] },
      "Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('rejects %j', (input, constraint) => refused('PutEvents', input, invalid(constraint)));

  test('only services of the account can put events with a source of AWS', async () => {
    await bus.rule('status', { source: ['aws.states'] }, queueTarget('orders'));
    const input = { Entries: [{ ...entry, Source: 'aws.states' }] };
    expect(await bus.call('PutAwsEvents', input)).toMatchObject({ FailedEntryCount: 0 });
    await bus.settled();
    expect(bus.targets.calls).toHaveLength(1);
    const role = assumedRole('arn:aws:iam::000000000000:role/x', 's');
    await expect(bus.kernel.services.callByName('events', 'PutAwsEvents', input, role)).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  });
});
