import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { assumedRole } from '../../../../local/src/core/aws/caller.ts';
import { createIam } from '../../../../local/src/services/iam/iam.ts';
import { createSts } from '../../../../local/src/services/sts/sts.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const WORKER = 'arn:aws:iam::000000000000:role/worker';
const trusting = (Principal: unknown) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } });

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((made) => [createIam(made), createSts(made)]);
});
afterEach(() => kernel.stop());

const createRole = (RoleName: string, principal: unknown) =>
  kernel.as('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: trusting(principal) });
const assume = (RoleArn: string, caller = kernel.identities.administrator()) =>
  kernel.services.callByName('sts', 'AssumeRole', { RoleArn, RoleSessionName: 'one' }, caller);

describe('GetCallerIdentity', () => {
  test('returns the identity of the administrator and of a role', async () => {
    await createRole('worker', '*');
    expect(await kernel.as('sts', 'GetCallerIdentity')).toEqual({
      UserId: '000000000000',
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
    });
    expect(await kernel.services.callByName('sts', 'GetCallerIdentity', {}, assumedRole(WORKER, 'one'))).toEqual({
      UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:one$/),
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/worker/one',
    });
  });
});

describe('AssumeRole', () => {
  test('returns access keys of the role', async () => {
    await createRole('worker', { AWS: 'arn:aws:iam::000000000000:root' });
    const { Credentials, AssumedRoleUser } = (await assume(WORKER)) as {
      Credentials: { AccessKeyId: string; Expiration: Date };
      AssumedRoleUser: { Arn: string };
    };
    expect(kernel.identities.resolve(Credentials.AccessKeyId)).toEqual(assumedRole(WORKER, 'one'));
    expect(Credentials.Expiration.getTime()).toBeGreaterThan(kernel.clock.now() + 3_590_000);
    expect(AssumedRoleUser.Arn).toBe('arn:aws:sts::000000000000:assumed-role/worker/one');
  });

  test('requires a session name of at least two characters', async () => {
    const short = kernel.as('sts', 'AssumeRole', { RoleArn: WORKER, RoleSessionName: 'x' });
    await expect(short).rejects.toMatchObject({ code: 'ValidationError' });
  });

  test('checks the trust policy', async () => {
    await createRole('worker', { Service: 'lambda.amazonaws.com' });
    await createRole('trusting', { AWS: WORKER });
    const denied = {
      code: 'AccessDenied',
      statusCode: 403,
      message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${WORKER}`,
    };
    await expect(assume(WORKER)).rejects.toMatchObject(denied);
    const trustingArn = 'arn:aws:iam::000000000000:role/trusting';
    await expect(assume(trustingArn, assumedRole(WORKER, 'two'))).resolves.toMatchObject({
      AssumedRoleUser: { Arn: 'arn:aws:sts::000000000000:assumed-role/trusting/one' },
    });
    await expect(assume('arn:aws:iam::000000000000:role/nobody')).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});
