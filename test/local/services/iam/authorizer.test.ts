import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { assumedRole, type Caller, serviceCaller } from '../../../../local/src/core/aws/caller.ts';
import { type Authorizer, createAuthorizer } from '../../../../local/src/services/iam/authorize/authorizer.ts';
import { resourceGrants, roleGrants, unusedGrants } from '../../../../local/src/services/iam/authorize/grants.ts';
import { createIam, type RolePolicies } from '../../../../local/src/services/iam/iam.ts';
import { requirementsOf } from '../../../../local/src/services/manifests.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const ROLE = 'arn:aws:iam::000000000000:role/worker';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:letters';
const URL = 'http://127.0.0.1:4566/000000000000/letters';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:check';
const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:orders';
const worker = assumedRole(ROLE, 'one');

let kernel: TestKernel;
let authorizer: Authorizer;
let rolePolicies: RolePolicies;
let policies: Record<string, Record<string, string>>;

const start = async (mode: 'enforce' | 'warn' = 'enforce') => {
  policies = {};
  kernel = await startKernel((made) => {
    const iam = createIam(made);
    rolePolicies = iam.rolePolicies;
    const policyOf = (service: string) => (arn: string) => policies[service]?.[arn];
    authorizer = createAuthorizer(made, {
      mode,
      requirementsOf,
      rolePolicies: iam.rolePolicies,
      resourcePolicies: { sqs: policyOf('sqs'), sns: policyOf('sns'), lambda: policyOf('lambda') },
      stateMachineOfTask: (token) => (token === 'known' ? MACHINE : undefined),
      isDeployed: (arn) => !arn.includes('by-hand'),
    });
    return [iam];
  });
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await kernel.as('iam', 'CreateRole', {
    RoleName: 'worker',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
  });
};
beforeEach(() => start());
afterEach(() => kernel.stop());

const grant = (Action: string | string[], Resource: string | string[], more: Record<string, unknown> = {}) =>
  kernel.as('iam', 'PutRolePolicy', {
    RoleName: 'worker',
    PolicyName: 'inline',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Sid: 'Given', Effect: 'Allow', Action, Resource, ...more },
    }),
  });
const denial = (service: string, action: string, input: Record<string, unknown>, caller: Caller = worker) => {
  try {
    authorizer.authorize(service, action, input, caller);
    return 'allowed';
  } catch (error) {
    const { code, statusCode, message } = error as AwsError;
    return `${code} ${statusCode} ${message}`;
  }
};
const SESSION = 'User: arn:aws:sts::000000000000:assumed-role/worker/one is not authorized to perform:';

describe('a role', () => {
  test('may do what its policy allows, from the moment it does until it no longer does', async () => {
    const send = () => denial('sqs', 'SendMessage', { QueueUrl: URL });
    expect(send()).toContain('is not authorized');
    await grant('sqs:SendMessage', QUEUE);
    expect(send()).toBe('allowed');
    await kernel.as('iam', 'DeleteRolePolicy', { RoleName: 'worker', PolicyName: 'inline' });
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
      { stateMachineArn: MACHINE },
      `AccessDeniedException 400 ${SESSION} states:StartExecution on resource: ${MACHINE} because no identity-based policy allows the states:StartExecution action`,
    ],
  ])('is denied %s:%s in the words of the service', (service, action, input, message) => {
    expect(denial(service, action, input)).toBe(message);
  });

  test('without policies, or without being there, may do nothing', () => {
    const nobody = assumedRole('arn:aws:iam::000000000000:role/nobody', 'one');
    expect(denial('sqs', 'SendMessage', { QueueUrl: URL }, nobody)).toContain(
      'assumed-role/nobody/one is not authorized',
    );
  });

  test('is denied an action that is not known, with its name', () => {
    expect(denial('sqs', 'Levitate', {})).toBe(
      `AccessDenied 403 ${SESSION} sqs:Levitate on resource: * because this runtime does not know the permission for this action`,
    );
  });

  test('is denied explicitly in the words of AWS', async () => {
    await grant('sqs:*', '*');
    policies = { sqs: { [QUEUE]: '{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}' } };
    expect(denial('sqs', 'SendMessage', { QueueUrl: URL })).toBe(
      `AccessDenied 403 ${SESSION} sqs:sendmessage on resource: ${QUEUE} with an explicit deny in a resource-based policy`,
    );
  });

  test('is denied by a resource policy that nobody can read', async () => {
    await grant('sqs:*', '*');
    policies = { sqs: { [QUEUE]: '{"Statement":[{}]}' } };
    expect(denial('sqs', 'SendMessage', { QueueUrl: URL })).toContain('explicit deny in a resource-based policy');
  });

  test("is not stopped by CDK's demand for encrypted calls", async () => {
    await grant('sqs:SendMessage', QUEUE);
    const onlyEncrypted = {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Resource: QUEUE,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    policies = { sqs: { [QUEUE]: JSON.stringify({ Version: '2012-10-17', Statement: [onlyEncrypted] }) } };
    expect(denial('sqs', 'SendMessage', { QueueUrl: URL })).toBe('allowed');
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
      MACHINE,
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
  ])('is asked for %s', async (_, call, input, action, resource) => {
    const [service = '', name = ''] = call.split(':');
    expect(denial(service, name, input)).toContain(action.split(':')[0]);
    await grant(action, resource);
    expect(denial(service, name, input)).toBe('allowed');
    await grant(action, `${resource.replace(/\*$/, '')}-2`);
    expect(denial(service, name, input)).not.toBe('allowed');
  });

  test('needs every bus of its entries, and every item of a transaction', async () => {
    const bus = (name: string) => `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
    const Entries = [{ EventBusName: 'a' }, { EventBusName: bus('b') }];
    await grant('events:PutEvents', bus('a'));
    expect(denial('events', 'PutEvents', { Entries })).toContain(bus('b'));
    await grant('events:PutEvents', [bus('a'), bus('b')]);
    expect(denial('events', 'PutEvents', { Entries })).toBe('allowed');
    const TransactItems = [{ Put: { TableName: 't' } }, { ConditionCheck: { TableName: 't' } }];
    await grant('dynamodb:PutItem', '*');
    expect(denial('dynamodb', 'TransactWriteItems', { TransactItems })).toContain('dynamodb:ConditionCheckItem');
  });

  test('needs the right to pass on a role that it hands to a service', async () => {
    const input = { name: 'orders', roleArn: ROLE };
    await grant('states:CreateStateMachine', '*');
    expect(denial('states', 'CreateStateMachine', input)).toContain(`iam:PassRole on resource: ${ROLE}`);
    const to = (service: string) => ({ Condition: { StringEquals: { 'iam:PassedToService': service } } });
    const actions = ['states:CreateStateMachine', 'iam:PassRole'];
    await grant(actions[1] ?? '', ROLE, to('lambda.amazonaws.com'));
    expect(denial('states', 'CreateStateMachine', input)).toContain('states:CreateStateMachine');
    await grant(actions, '*');
    expect(denial('states', 'CreateStateMachine', input)).toBe('allowed');
  });
});

describe('others', () => {
  const RULE = 'arn:aws:events:us-east-1:000000000000:rule/bus/orders';
  const rule = serviceCaller('events.amazonaws.com', '000000000000', RULE);

  test('the administrator may do everything, also what is not known', () => {
    expect(denial('sqs', 'Levitate', {}, kernel.identities.administrator())).toBe('allowed');
  });

  test('a service may do what the resource allows it for this source', () => {
    const statement = (arn: string) => ({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: FUNCTION,
      Condition: { ArnLike: { 'AWS:SourceArn': arn }, StringEquals: { 'AWS:SourceAccount': '000000000000' } },
    });
    const invoke = () => denial('lambda', 'Invoke', { FunctionName: FUNCTION }, rule);
    expect(invoke()).toBe(
      `AccessDeniedException 403 User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION} because no resource-based policy allows the lambda:InvokeFunction action`,
    );
    policies = { lambda: { [FUNCTION]: JSON.stringify({ Statement: [statement(RULE)] }) } };
    expect(invoke()).toBe('allowed');
    policies = { lambda: { [FUNCTION]: JSON.stringify({ Statement: [statement(`${RULE}-2`)] }) } };
    expect(invoke()).toContain('no resource-based policy');
  });
});

describe('the ledger', () => {
  test('counts the statements that were used, by role, action and resource, also over a change of policies', async () => {
    await grant('sqs:*', '*');
    authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    await grant('sqs:*', '*');
    for (let n = 0; n < 2; n += 1) authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    expect(authorizer.usedGrants()).toEqual([
      {
        holder: ROLE,
        policy: 'inline',
        statement: 'Given',
        action: 'sqs:*',
        resource: '*',
        calledActions: ['sqs:SendMessage'],
        count: 3,
        aloneCount: 3,
      },
    ]);
  });

  test.each<[string, { roleActions: string | string[]; onQueue: boolean }, number]>([
    [
      'alone when nothing else allows the call',
      { roleActions: ['sqs:SendMessage', 'sqs:PurgeQueue'], onQueue: false },
      1,
    ],
    ['not alone beside a second pattern of its statement', { roleActions: ['sqs:Send*', 'sqs:*'], onQueue: false }, 0],
    ['not alone when the resource policy allows the call too', { roleActions: 'sqs:SendMessage', onQueue: true }, 0],
  ])('says that a grant is %s', async (_, { roleActions, onQueue }, aloneCount) => {
    await grant(roleActions, QUEUE);
    const statement = { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sqs:SendMessage', Resource: QUEUE };
    if (onQueue) policies = { sqs: { [QUEUE]: JSON.stringify({ Statement: [statement] }) } };
    authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    expect(authorizer.usedGrants().map((use) => [use.count, use.aloneCount])).toEqual([[1, aloneCount]]);
  });

  test('knows what the policies on resources allow', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
    const document = JSON.stringify({ Statement: [{ Sid: 'Rule', Resource: QUEUE, ...statement }] });
    expect(resourceGrants([QUEUE, `${QUEUE}-2`], (arn) => (arn === QUEUE ? document : undefined))).toEqual([
      { holder: QUEUE, policy: QUEUE, statement: 'Rule', action: 'sqs:SendMessage', resource: QUEUE },
    ]);
  });

  test('tells which grants of the roles were not used', async () => {
    await grant(['sqs:SendMessage', 'sqs:PurgeQueue'], [QUEUE, `${QUEUE}-2`]);
    authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    const unused = unusedGrants(roleGrants(rolePolicies), authorizer.usedGrants());
    expect(unused.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      `sqs:SendMessage ${QUEUE}-2`,
      `sqs:PurgeQueue ${QUEUE}`,
      `sqs:PurgeQueue ${QUEUE}-2`,
    ]);
  });

  test('keeps what was denied, with the statement that is missing', () => {
    denial('sqs', 'SendMessage', { QueueUrl: URL });
    denial('sqs', 'SendMessage', { QueueUrl: URL });
    expect(authorizer.deniedCalls()).toEqual([
      {
        principal: ROLE,
        action: 'sqs:SendMessage',
        resource: QUEUE,
        message: `${SESSION} sqs:sendmessage on resource: ${QUEUE} because no identity-based policy allows the sqs:sendmessage action`,
        missing: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE },
        count: 2,
      },
    ]);
  });
});

test('in mode warn denied calls happen and are kept', async () => {
  await kernel.stop();
  await start('warn');
  expect(denial('sqs', 'SendMessage', { QueueUrl: URL })).toBe('allowed');
  expect(authorizer.deniedCalls()).toHaveLength(1);
});

test('a decision takes at most ten microseconds', async () => {
  await grant(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage'], [`${QUEUE}-2`, `${QUEUE}-3`, QUEUE]);
  const run = (count: number): number => {
    const start = performance.now();
    for (let n = 0; n < count; n += 1) authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    return ((performance.now() - start) * 1000) / count;
  };
  run(20_000);
  const microseconds = Math.min(run(20_000), run(20_000), run(20_000));
  expect(microseconds).toBeLessThan(10);
});

describe('what was made by hand, outside of any template', () => {
  const byHand = assumedRole('arn:aws:iam::000000000000:role/by-hand', 'one');
  const queue = 'http://127.0.0.1:4566/000000000000/by-hand';
  const send = (caller: Caller) => denial('sqs', 'SendMessage', { QueueUrl: queue }, caller);

  test('a role that is only a name may do anything, until it is given its first policy, and never again after it', async () => {
    expect(send(byHand)).toBe('allowed');
    await kernel.as('iam', 'CreateRole', {
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
    await kernel.as('iam', 'PutRolePolicy', { RoleName: 'by-hand', PolicyName: 'first', PolicyDocument });
    expect(send(byHand)).toContain('is not authorized');
    await kernel.as('iam', 'DeleteRolePolicy', { RoleName: 'by-hand', PolicyName: 'first' });
    expect(send(byHand)).toContain('is not authorized');
  });

  test('a queue without a policy takes what a rule sends; with one, only what it allows', () => {
    const rule = serviceCaller('events.amazonaws.com', '000000000000', 'arn:aws:events:us-east-1:000000000000:rule/r');
    expect(send(rule)).toBe('allowed');
    policies.sqs = {
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
