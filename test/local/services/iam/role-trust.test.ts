import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { administrator, assumedRole } from '../../../../local/src/core/aws/caller.ts';
import { startAuthorizer, URL } from './authorizer-system.ts';

const ADMINISTRATOR = administrator('000000000000');
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

let system: Awaited<ReturnType<typeof startAuthorizer>>;
beforeEach(async () => {
  system = await startAuthorizer();
});
afterEach(() => system.kernel.stop());

/** Creates a role that trusts these services, with a policy that allows everything. */
const role = async (RoleName: string, Service: string | string[], Condition?: object): Promise<string> => {
  const Statement = {
    Effect: 'Allow',
    Principal: { Service },
    Action: 'sts:AssumeRole',
    ...(Condition && { Condition }),
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await system.kernel.as('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument });
  await system.kernel.as('iam', 'PutRolePolicy', {
    RoleName,
    PolicyName: 'all',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
    }),
  });
  return roleArn(RoleName);
};

const LAMBDA = 'InvalidParameterValueException 400 The role defined for the function cannot be assumed by Lambda.';
const STATES =
  'AccessDeniedException 400 Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
const EVENTS = `ValidationException 400 Provided role '${roleArn('other')}' cannot be assumed by principal 'events.amazonaws.com'.`;

const SCHEDULER =
  'ValidationException 400 The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
const PIPES = `ValidationException 400 The role ${roleArn('other')} must allow pipes.amazonaws.com to assume it.`;
const schedule = (RoleArn: string) => ({ Name: 's', Target: { RoleArn } });

const HANDING_OVER = [
  ['lambda', 'CreateFunction', (Role: string) => ({ FunctionName: 'f', Role }), 'lambda', LAMBDA],
  ['lambda', 'UpdateFunctionConfiguration', (Role: string) => ({ FunctionName: 'f', Role }), 'lambda', LAMBDA],
  ['states', 'CreateStateMachine', (Role: string) => ({ name: 'm', roleArn: Role }), 'states', STATES],
  ['states', 'UpdateStateMachine', (Role: string) => ({ stateMachineArn: 'm', roleArn: Role }), 'states', STATES],
  ['events', 'PutRule', (RoleArn: string) => ({ Name: 'r', RoleArn }), 'events', EVENTS],
  ['scheduler', 'CreateSchedule', schedule, 'scheduler', SCHEDULER],
  ['scheduler', 'UpdateSchedule', schedule, 'scheduler', SCHEDULER],
  ['pipes', 'CreatePipe', (RoleArn: string) => ({ Name: 'p', RoleArn }), 'pipes', PIPES],
  ['pipes', 'UpdatePipe', (RoleArn: string) => ({ Name: 'p', RoleArn }), 'pipes', PIPES],
  ['events', 'PutTargets', (RoleArn: string) => ({ Rule: 'r', Targets: [{ Id: '1', RoleArn }] }), 'events', EVENTS],
] as const;

describe('a role that is passed to a service', () => {
  test.each(HANDING_OVER)(
    'with %s:%s is refused if it does not trust the service',
    async (service, action, input, trusted, message) => {
      const other = await role('other', 'ec2.amazonaws.com');
      expect(system.denial(service, action, input(other), ADMINISTRATOR)).toBe(message);
      const right = await role('right', [`${trusted}.amazonaws.com`, 'ec2.amazonaws.com']);
      expect(system.denial(service, action, input(right), ADMINISTRATOR)).toBe('allowed');
    },
  );

  test('is accepted if it trusts the principal of a region, or the service for one resource', async () => {
    const regional = await role('regional', 'states.us-east-1.amazonaws.com');
    expect(system.denial('states', 'CreateStateMachine', { name: 'm', roleArn: regional }, ADMINISTRATOR)).toBe(
      'allowed',
    );
    const elsewhere = await role('elsewhere', 'states.eu-central-1.amazonaws.com');
    expect(system.denial('states', 'CreateStateMachine', { name: 'm', roleArn: elsewhere }, ADMINISTRATOR)).toBe(
      'allowed',
    );
    const similar = await role('similar', 'states.example.amazonaws.com');
    expect(system.denial('states', 'CreateStateMachine', { name: 'm', roleArn: similar }, ADMINISTRATOR)).toBe(STATES);
    const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:states:us-east-1:000000000000:stateMachine:billing*' } };
    const bound = await role('bound', 'states.amazonaws.com', Condition);
    const create = (name: string) =>
      system.denial('states', 'CreateStateMachine', { name, roleArn: bound }, ADMINISTRATOR);
    expect(create('billing-2')).toBe('allowed');
    expect(create('orders')).toBe(STATES);
  });

  test('with a schedule is accepted if it trusts EventBridge Scheduler for the group of the schedule', async () => {
    const Condition = {
      StringEquals: {
        'aws:SourceAccount': '000000000000',
        'aws:SourceArn': 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/team',
      },
    };
    const bound = await role('bound', 'scheduler.amazonaws.com', Condition);
    const create = (more: object) =>
      system.denial('scheduler', 'CreateSchedule', { ...schedule(bound), ...more }, ADMINISTRATOR);
    expect(create({ GroupName: 'team' })).toBe('allowed');
    expect(create({})).toBe(SCHEDULER);
  });

  test('is accepted if it does not exist in this runtime', () => {
    expect(
      system.denial('lambda', 'CreateFunction', { FunctionName: 'f', Role: roleArn('elsewhere') }, ADMINISTRATOR),
    ).toBe('allowed');
  });
});

test('a service cannot use a role that no longer trusts it', async () => {
  const machine = await role('machine', 'states.amazonaws.com');
  const sourceArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
  const caller = assumedRole(machine, 'run', { service: 'states.amazonaws.com', sourceArn });
  const send = () => system.denial('sqs', 'SendMessage', { QueueUrl: URL }, caller);
  expect(send()).toBe('allowed');
  await system.kernel.as('iam', 'UpdateAssumeRolePolicy', {
    RoleName: 'machine',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    }),
  });
  expect(send()).toBe(
    `AccessDeniedException 400 states.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${machine}`,
  );
});
