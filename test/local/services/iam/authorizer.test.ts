import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assumedRole, type Caller, serviceCaller } from '../../../../local/src/core/aws/caller.ts';
import { cpuMsOf } from '../../../support/cpu-time.ts';
import { QUEUE, ROLE, SESSION, STATE_MACHINE, startAuthorizer, URL, worker } from './authorizer-system.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:check';

let system: Awaited<ReturnType<typeof startAuthorizer>>;

beforeEach(async () => {
  system = await startAuthorizer();
});
afterEach(() => system.kernel.stop());

describe('a role', () => {
  test('is allowed an action from the moment its policy allows it until the policy is removed', async () => {
    const send = () => system.denial('sqs', 'SendMessage', { QueueUrl: URL });
    expect(send()).toContain('is not authorized');
    await system.grant('sqs:SendMessage', QUEUE);
    expect(send()).toBe('allowed');
    await system.kernel.as('iam', 'DeleteRolePolicy', { RoleName: 'worker', PolicyName: 'inline' });
    expect(send()).toContain('is not authorized');
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    [
      'lambda',
      'Invoke',
      { FunctionName: 'check' },
      `AccessDeniedException 403 ${SESSION} lambda:InvokeFunction on resource: ${FUNCTION} because no identity-based policy allows the lambda:InvokeFunction action`,
    ],
    [
      'sqs',
      'SendMessage',
      { QueueUrl: URL },
      `AccessDenied 403 ${SESSION} sqs:sendmessage on resource: ${QUEUE} because no identity-based policy allows the sqs:sendmessage action`,
    ],
    [
      'sns',
      'Publish',
      { TopicArn: 'arn:aws:sns:us-east-1:000000000000:t' },
      `AuthorizationError 403 ${SESSION} SNS:Publish on resource: arn:aws:sns:us-east-1:000000000000:t because no identity-based policy allows the SNS:Publish action`,
    ],
    [
      'dynamodb',
      'GetItem',
      { TableName: 'people' },
      `AccessDeniedException 400 ${SESSION} dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/people because no identity-based policy allows the dynamodb:GetItem action`,
    ],
    [
      'states',
      'StartExecution',
      { stateMachineArn: STATE_MACHINE },
      `AccessDeniedException 400 ${SESSION} states:StartExecution on resource: ${STATE_MACHINE} because no identity-based policy allows the states:StartExecution action`,
    ],
  ])('is denied %s:%s in the words of the service', (service, action, input, message) => {
    expect(system.denial(service, action, input)).toBe(message);
  });

  test('that has no policies or does not exist is denied everything', () => {
    const nobody = assumedRole('arn:aws:iam::000000000000:role/nobody', 'one');
    expect(system.denial('sqs', 'SendMessage', { QueueUrl: URL }, nobody)).toContain(
      'assumed-role/nobody/one is not authorized',
    );
  });

  test('is denied an unknown action, with its name in the message', () => {
    expect(system.denial('sqs', 'Levitate', {})).toBe(
      `AccessDenied 403 ${SESSION} sqs:Levitate on resource: * because this runtime does not know the permission for this action`,
    );
  });

  test("is denied by an explicit deny with AWS's message", async () => {
    await system.grant('sqs:*', '*');
    system.policies = {
      sqs: { [QUEUE]: '{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}' },
    };
    expect(system.denial('sqs', 'SendMessage', { QueueUrl: URL })).toBe(
      `AccessDenied 403 ${SESSION} sqs:sendmessage on resource: ${QUEUE} with an explicit deny in a resource-based policy`,
    );
  });

  test('is denied by a resource policy that cannot be parsed', async () => {
    await system.grant('sqs:*', '*');
    system.policies = { sqs: { [QUEUE]: '{"Statement":[{}]}' } };
    expect(system.denial('sqs', 'SendMessage', { QueueUrl: URL })).toContain(
      'explicit deny in a resource-based policy',
    );
  });

  test("is not denied by CDK's policy statement that requires TLS", async () => {
    await system.grant('sqs:SendMessage', QUEUE);
    const onlyEncrypted = {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Resource: QUEUE,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    system.policies = { sqs: { [QUEUE]: JSON.stringify({ Version: '2012-10-17', Statement: [onlyEncrypted] }) } };
    expect(system.denial('sqs', 'SendMessage', { QueueUrl: URL })).toBe('allowed');
  });

  test.each<[string, string, Record<string, unknown>, string, string]>([
    ['a batch as its single action', 'sqs:SendMessageBatch', { QueueUrl: URL }, 'sqs:SendMessage', QUEUE],
    [
      'a qualified function',
      'lambda:Invoke',
      { FunctionName: FUNCTION, Qualifier: 'live' },
      'lambda:InvokeFunction',
      `${FUNCTION}:live`,
    ],
    [
      'a function by its full ARN',
      'lambda:Invoke',
      { FunctionName: `${FUNCTION}:7` },
      'lambda:InvokeFunction',
      `${FUNCTION}:7`,
    ],
    [
      'a query of an index',
      'dynamodb:Query',
      { TableName: 't', IndexName: 'i' },
      'dynamodb:Query',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t/index/i',
    ],
    [
      'a query of a table',
      'dynamodb:Query',
      { TableName: 't' },
      'dynamodb:Query',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t',
    ],
    [
      'the Map Run whose children are listed',
      'states:ListExecutions',
      { mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:machine/Each:1' },
      'states:ListExecutions',
      'arn:aws:states:us-east-1:000000000000:mapRun:machine/Each:1',
    ],
    [
      'a Map Run',
      'states:UpdateMapRun',
      { mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:machine/Each:1' },
      'states:UpdateMapRun',
      'arn:aws:states:us-east-1:000000000000:mapRun:machine/Each:1',
    ],
    ['a test of a state', 'states:TestState', { definition: '{}' }, 'states:TestState', '*'],
    [
      'a PartiQL statement that reads an index',
      'dynamodb:ExecuteStatement',
      { Statement: `SELECT * FROM "t"."i" WHERE a = ?` },
      'dynamodb:PartiQLSelect',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t/index/i',
    ],
    [
      'a PartiQL statement that writes',
      'dynamodb:ExecuteStatement',
      { Statement: `INSERT INTO t VALUE {'a': 'x'}` },
      'dynamodb:PartiQLInsert',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t',
    ],
    [
      'a transaction of PartiQL statements',
      'dynamodb:ExecuteTransaction',
      { TransactStatements: [{ Statement: `DELETE FROM t WHERE a = ?`, Parameters: [{ S: 'x' }] }] },
      'dynamodb:PartiQLDelete',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t',
    ],
    [
      'a stream by its ARN',
      'dynamodb:GetShardIterator',
      { StreamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-28T09:00:00.000' },
      'dynamodb:GetShardIterator',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-28T09:00:00.000',
    ],
    [
      'the stream of the iterator, to read records',
      'dynamodb:GetRecords',
      { ShardIterator: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-28T09:00:00.000|1|WzEsMV0=' },
      'dynamodb:GetRecords',
      'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-28T09:00:00.000',
    ],
    ['a list of streams', 'dynamodb:ListStreams', {}, 'dynamodb:ListStreams', '*'],
    [
      'a bus by name',
      'events:PutEvents',
      { Entries: [{ EventBusName: 'b', Source: 's' }] },
      'events:PutEvents',
      'arn:aws:events:us-east-1:000000000000:event-bus/b',
    ],
    [
      'the default bus',
      'events:PutEvents',
      { Entries: [{ Source: 's' }] },
      'events:PutEvents',
      'arn:aws:events:us-east-1:000000000000:event-bus/default',
    ],
    [
      'a rule on a bus',
      'events:DescribeRule',
      { EventBusName: 'b', Name: 'r' },
      'events:DescribeRule',
      'arn:aws:events:us-east-1:000000000000:rule/b/r',
    ],
    [
      'a task by its state machine',
      'states:SendTaskSuccess',
      { taskToken: 'known' },
      'states:SendTaskSuccess',
      STATE_MACHINE,
    ],
    [
      'a list of state machines',
      'states:ListStateMachines',
      {},
      'states:ListStateMachines',
      'arn:aws:states:us-east-1:000000000000:stateMachine:*',
    ],
    [
      'a log stream',
      'logs:PutLogEvents',
      { logGroupName: '/a', logStreamName: 's' },
      'logs:PutLogEvents',
      'arn:aws:logs:us-east-1:000000000000:log-group:/a:*',
    ],
  ])('needs permission for %s', async (_, call, input, action, resource) => {
    const [service = '', name = ''] = call.split(':');
    expect(system.denial(service, name, input)).toContain(action.split(':')[0]);
    await system.grant(action, resource);
    expect(system.denial(service, name, input)).toBe('allowed');
    await system.grant(action, `${resource.replace(/\*$/, '')}-2`);
    expect(system.denial(service, name, input)).not.toBe('allowed');
  });

  test('needs permission for every bus of its entries, and for every item of a transaction', async () => {
    const bus = (name: string) => `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
    const Entries = [{ EventBusName: 'a' }, { EventBusName: bus('b') }];
    await system.grant('events:PutEvents', bus('a'));
    expect(system.denial('events', 'PutEvents', { Entries })).toContain(bus('b'));
    await system.grant('events:PutEvents', [bus('a'), bus('b')]);
    expect(system.denial('events', 'PutEvents', { Entries })).toBe('allowed');
    const TransactItems = [{ Put: { TableName: 't' } }, { ConditionCheck: { TableName: 't' } }];
    await system.grant('dynamodb:PutItem', '*');
    expect(system.denial('dynamodb', 'TransactWriteItems', { TransactItems })).toContain('dynamodb:ConditionCheckItem');
  });

  /** https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#test-state-permissions */
  test('needs iam:PassRole for the role of a tested state, and states:RevealSecrets to see secrets', async () => {
    const revealing = { definition: '{}', roleArn: ROLE, revealSecrets: true };
    const { revealSecrets: _, ...hiding } = revealing;
    await system.grant('states:TestState', '*');
    expect(system.denial('states', 'TestState', hiding)).toContain(`iam:PassRole on resource: ${ROLE}`);
    await system.grant(['states:TestState', 'iam:PassRole'], '*');
    expect(system.denial('states', 'TestState', hiding)).toBe('allowed');
    expect(system.denial('states', 'TestState', revealing)).toContain('states:RevealSecrets on resource: *');
    await system.grant(['states:TestState', 'states:RevealSecrets', 'iam:PassRole'], '*');
    expect(system.denial('states', 'TestState', revealing)).toBe('allowed');
  });

  test('needs iam:PassRole for a role that it passes to a service', async () => {
    const input = { name: 'orders', roleArn: ROLE };
    await system.grant('states:CreateStateMachine', '*');
    expect(system.denial('states', 'CreateStateMachine', input)).toContain(`iam:PassRole on resource: ${ROLE}`);
    const to = (service: string) => ({ Condition: { StringEquals: { 'iam:PassedToService': service } } });
    const actions = ['states:CreateStateMachine', 'iam:PassRole'];
    await system.grant(actions[1] ?? '', ROLE, to('lambda.amazonaws.com'));
    expect(system.denial('states', 'CreateStateMachine', input)).toContain('states:CreateStateMachine');
    await system.grant(actions, '*');
    expect(system.denial('states', 'CreateStateMachine', input)).toBe('allowed');
  });
});

describe('other callers', () => {
  const RULE = 'arn:aws:events:us-east-1:000000000000:rule/bus/orders';
  const rule = serviceCaller('events.amazonaws.com', '000000000000', RULE);

  test('the administrator is allowed everything, also unknown actions', () => {
    expect(system.denial('sqs', 'Levitate', {}, system.kernel.identities.administrator())).toBe('allowed');
  });

  test('a service is allowed an action that the resource policy allows for its source', () => {
    const statement = (arn: string) => ({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: FUNCTION,
      Condition: { ArnLike: { 'AWS:SourceArn': arn }, StringEquals: { 'AWS:SourceAccount': '000000000000' } },
    });
    const invoke = () => system.denial('lambda', 'Invoke', { FunctionName: FUNCTION }, rule);
    expect(invoke()).toBe(
      `AccessDeniedException 403 User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION} because no resource-based policy allows the lambda:InvokeFunction action`,
    );
    system.policies = { lambda: { [FUNCTION]: JSON.stringify({ Statement: [statement(RULE)] }) } };
    expect(invoke()).toBe('allowed');
    system.policies = { lambda: { [FUNCTION]: JSON.stringify({ Statement: [statement(`${RULE}-2`)] }) } };
    expect(invoke()).toContain('no resource-based policy');
  });
});

/** `npm run bench -- iam` measures a single decision. */
test('twenty thousand decisions need less than two seconds of processor time', async () => {
  await system.grant(
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage'],
    [`${QUEUE}-2`, `${QUEUE}-3`, QUEUE],
  );
  const decide = () => {
    for (let n = 0; n < 20_000; n += 1) system.authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
  };
  expect(await cpuMsOf(decide)).toBeLessThan(2_000);
});

describe('resources that were created outside templates', () => {
  const byHand = assumedRole('arn:aws:iam::000000000000:role/by-hand', 'one');
  const queue = 'http://127.0.0.1:4566/000000000000/by-hand';
  const send = (caller: Caller) => system.denial('sqs', 'SendMessage', { QueueUrl: queue }, caller);

  test('a role is allowed everything until it gets its first policy, and is checked from then on', async () => {
    expect(send(byHand)).toBe('allowed');
    await system.kernel.as('iam', 'CreateRole', {
      RoleName: 'by-hand',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
      }),
    });
    expect(send(byHand)).toBe('allowed');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' },
    });
    await system.kernel.as('iam', 'PutRolePolicy', { RoleName: 'by-hand', PolicyName: 'first', PolicyDocument });
    expect(send(byHand)).toContain('is not authorized');
    await system.kernel.as('iam', 'DeleteRolePolicy', { RoleName: 'by-hand', PolicyName: 'first' });
    expect(send(byHand)).toContain('is not authorized');
  });

  test.each([
    ['events.amazonaws.com', 'arn:aws:events:us-east-1:000000000000:rule/r'],
    ['sns.amazonaws.com', 'arn:aws:sns:us-east-1:000000000000:news'],
    ['apigateway.amazonaws.com', 'arn:aws:execute-api:us-east-1:000000000000:a/*/*'],
  ])('a function without a policy is not invoked by %s, with a policy that names it is', (service, sourceArn) => {
    const FunctionName = 'arn:aws:lambda:us-east-1:000000000000:function:by-hand';
    const caller = serviceCaller(service, '000000000000', sourceArn);
    const invoke = () => system.denial('lambda', 'Invoke', { FunctionName }, caller);
    expect(invoke()).toBe(
      `AccessDeniedException 403 User: ${service} is not authorized to perform: lambda:InvokeFunction on resource: ${FunctionName} because no resource-based policy allows the lambda:InvokeFunction action`,
    );
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'lambda:InvokeFunction',
      Resource: FunctionName,
      Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } },
    };
    system.policies.lambda = { [FunctionName]: JSON.stringify({ Version: '2012-10-17', Statement }) };
    expect(invoke()).toBe('allowed');
  });

  test('a queue without a policy accepts messages of a rule; with a policy, only messages that it allows', () => {
    const rule = serviceCaller('events.amazonaws.com', '000000000000', 'arn:aws:events:us-east-1:000000000000:rule/r');
    expect(send(rule)).toBe('allowed');
    system.policies.sqs = {
      'arn:aws:sqs:us-east-1:000000000000:by-hand': JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: '*',
        },
      }),
    };
    expect(send(rule)).toContain('is not authorized');
  });
});
