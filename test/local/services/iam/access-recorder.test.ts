import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { resourceGrants, roleGrants, unusedGrants } from '../../../../local/src/services/iam/authorize/grants.ts';
import { QUEUE, ROLE, SESSION, startAuthorizer, URL, worker } from './authorizer-system.ts';

let system: Awaited<ReturnType<typeof startAuthorizer>>;

beforeEach(async () => {
  system = await startAuthorizer();
});
afterEach(() => system.kernel.stop());

describe('the access recorder', () => {
  test('counts used statements by role, action and resource, also across a change of policies', async () => {
    await system.grant('sqs:*', '*');
    system.authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    await system.grant('sqs:*', '*');
    for (let n = 0; n < 2; n += 1) system.authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    expect(system.authorizer.usedGrants()).toEqual([
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
      'counted in aloneCount if no other grant allows the call',
      { roleActions: ['sqs:SendMessage', 'sqs:PurgeQueue'], onQueue: false },
      1,
    ],
    [
      'not counted in aloneCount if a second pattern of its statement allows the call',
      { roleActions: ['sqs:Send*', 'sqs:*'], onQueue: false },
      0,
    ],
    ['not alone if the resource policy also allows the call', { roleActions: 'sqs:SendMessage', onQueue: true }, 0],
  ])('records that a grant is %s', async (_, { roleActions, onQueue }, aloneCount) => {
    await system.grant(roleActions, QUEUE);
    const statement = { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sqs:SendMessage', Resource: QUEUE };
    if (onQueue) system.policies = { sqs: { [QUEUE]: JSON.stringify({ Statement: [statement] }) } };
    system.authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    expect(system.authorizer.usedGrants().map((use) => [use.count, use.aloneCount])).toEqual([[1, aloneCount]]);
  });

  test('lists the grants of resource policies', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
    const document = JSON.stringify({ Statement: [{ Sid: 'Rule', Resource: QUEUE, ...statement }] });
    expect(resourceGrants([QUEUE, `${QUEUE}-2`], (arn) => (arn === QUEUE ? document : undefined))).toEqual([
      { holder: QUEUE, policy: QUEUE, statement: 'Rule', action: 'sqs:SendMessage', resource: QUEUE },
    ]);
  });

  test('lists the unused grants of roles', async () => {
    await system.grant(['sqs:SendMessage', 'sqs:PurgeQueue'], [QUEUE, `${QUEUE}-2`]);
    system.authorizer.authorize('sqs', 'SendMessage', { QueueUrl: URL }, worker);
    const unused = unusedGrants(roleGrants(system.rolePolicies), system.authorizer.usedGrants());
    expect(unused.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      `sqs:SendMessage ${QUEUE}-2`,
      `sqs:PurgeQueue ${QUEUE}`,
      `sqs:PurgeQueue ${QUEUE}-2`,
    ]);
  });

  test('records denied calls, with the missing statement', () => {
    system.denial('sqs', 'SendMessage', { QueueUrl: URL });
    system.denial('sqs', 'SendMessage', { QueueUrl: URL });
    expect(system.authorizer.deniedCalls()).toEqual([
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

test('in mode warn calls without permission succeed and are recorded', async () => {
  await system.kernel.stop();
  system = await startAuthorizer('warn');
  expect(system.denial('sqs', 'SendMessage', { QueueUrl: URL })).toBe('allowed');
  expect(system.authorizer.deniedCalls()).toHaveLength(1);
});
