import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createIam } from '../../../../local/src/services/iam/iam.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const DOCUMENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}';
const ENCODED =
  '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sqs%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D';
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

let kernel: TestKernel;
let iam: ReturnType<typeof createIam>;
const start = (dataDir?: string) =>
  startKernel(
    (made) => {
      iam = createIam(made);
      return [iam];
    },
    dataDir === undefined ? {} : { dataDir },
  );
beforeEach(async () => {
  kernel = await start();
});
afterEach(() => kernel.stop());

const call = (action: string, input: Record<string, unknown> = {}) => kernel.as('iam', action, input);
const createRole = (RoleName = 'worker', more = {}) =>
  call('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST, ...more });
const failure = (action: string, input: Record<string, unknown>) =>
  call(action, input).then(
    () => ({}),
    ({ code, statusCode, message }) => ({ code, statusCode, message }),
  );

describe('roles', () => {
  test('are created, read, listed and deleted', async () => {
    const made = await createRole('worker', {
      Path: '/service/',
      Description: 'works',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    const role = {
      Path: '/service/',
      RoleName: 'worker',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::000000000000:role/service/worker',
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
      Description: 'works',
      MaxSessionDuration: 3600,
      Tags: [{ Key: 'a', Value: 'b' }],
    };
    expect(made).toEqual({ Role: role });
    expect(await call('GetRole', { RoleName: 'worker' })).toEqual({ Role: role });
    expect(await call('ListRoles', { PathPrefix: '/service/' })).toEqual({ Roles: [role], IsTruncated: false });
    expect(await call('ListRoles', { PathPrefix: '/other/' })).toEqual({ Roles: [], IsTruncated: false });
    await call('DeleteRole', { RoleName: 'worker' });
    expect(await failure('GetRole', { RoleName: 'worker' })).toEqual({
      code: 'NoSuchEntity',
      statusCode: 404,
      message: 'The role with name worker cannot be found.',
    });
  });

  test('are listed in pages', async () => {
    for (const name of ['a', 'b', 'c']) await createRole(name);
    expect(await call('ListRoles', { MaxItems: '2' })).toMatchObject({
      Roles: [{ RoleName: 'a' }, { RoleName: 'b' }],
      IsTruncated: true,
      Marker: '2',
    });
    expect(await call('ListRoles', { MaxItems: '2', Marker: '2' })).toMatchObject({ Roles: [{ RoleName: 'c' }] });
  });

  test('are not created twice, also not by concurrent calls', async () => {
    const outcomes = await Promise.allSettled([createRole(), createRole()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await failure('CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: TRUST })).toEqual({
      code: 'EntityAlreadyExists',
      statusCode: 409,
      message: 'Role with name worker already exists.',
    });
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['no name', { AssumeRolePolicyDocument: TRUST }, 'ValidationError', "Value null at 'roleName'"],
    ['a bad name', { RoleName: 'a b', AssumeRolePolicyDocument: TRUST }, 'ValidationError', 'alphanumeric'],
    [
      'a long name',
      { RoleName: 'a'.repeat(65), AssumeRolePolicyDocument: TRUST },
      'ValidationError',
      'less than or equal to 64',
    ],
    ['a bad path', { RoleName: 'a', Path: 'x', AssumeRolePolicyDocument: TRUST }, 'ValidationError', 'value for path'],
    [
      'a trust policy that is no JSON',
      { RoleName: 'a', AssumeRolePolicyDocument: '{' },
      'MalformedPolicyDocument',
      'invalid Json',
    ],
  ])('with %s are refused', async (_, input, code, message) => {
    expect(await failure('CreateRole', input)).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test('cannot be deleted while they have policies', async () => {
    await createRole();
    await call('PutRolePolicy', { RoleName: 'worker', PolicyName: 'p', PolicyDocument: DOCUMENT });
    expect(await failure('DeleteRole', { RoleName: 'worker' })).toMatchObject({
      code: 'DeleteConflict',
      message: 'Cannot delete entity, must delete policies first.',
    });
    await call('DeleteRolePolicy', { RoleName: 'worker', PolicyName: 'p' });
    await call('AttachRolePolicy', { RoleName: 'worker', PolicyArn: BASIC });
    expect(await failure('DeleteRole', { RoleName: 'worker' })).toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
    });
  });

  test('are tagged and untagged', async () => {
    await createRole();
    await call('TagRole', {
      RoleName: 'worker',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await call('TagRole', { RoleName: 'worker', Tags: [{ Key: 'a', Value: '3' }] });
    await call('UntagRole', { RoleName: 'worker', TagKeys: ['b'] });
    expect(await call('ListRoleTags', { RoleName: 'worker' })).toEqual({
      Tags: [{ Key: 'a', Value: '3' }],
      IsTruncated: false,
    });
  });
});

describe('policies of a role', () => {
  test('are put in, read as percent-encoded JSON, listed and deleted', async () => {
    await createRole();
    await call('PutRolePolicy', { RoleName: 'worker', PolicyName: 'queues', PolicyDocument: DOCUMENT });
    expect(await call('GetRolePolicy', { RoleName: 'worker', PolicyName: 'queues' })).toEqual({
      RoleName: 'worker',
      PolicyName: 'queues',
      PolicyDocument: ENCODED,
    });
    expect(await call('ListRolePolicies', { RoleName: 'worker' })).toEqual({
      PolicyNames: ['queues'],
      IsTruncated: false,
    });
    await call('DeleteRolePolicy', { RoleName: 'worker', PolicyName: 'queues' });
    expect(await failure('GetRolePolicy', { RoleName: 'worker', PolicyName: 'queues' })).toEqual({
      code: 'NoSuchEntity',
      statusCode: 404,
      message: 'The role policy with name queues cannot be found.',
    });
  });

  test('are refused if they are invalid', async () => {
    await createRole();
    const refused = await failure('PutRolePolicy', {
      RoleName: 'worker',
      PolicyName: 'p',
      PolicyDocument: '{"Statement":[{}]}',
    });
    expect(refused).toEqual({ code: 'MalformedPolicyDocument', statusCode: 400, message: 'Syntax errors in policy.' });
  });

  test('are attached and detached, also AWS managed ones', async () => {
    await createRole();
    await call('AttachRolePolicy', { RoleName: 'worker', PolicyArn: BASIC });
    expect(await call('ListAttachedRolePolicies', { RoleName: 'worker' })).toEqual({
      AttachedPolicies: [{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC }],
      IsTruncated: false,
    });
    await call('DetachRolePolicy', { RoleName: 'worker', PolicyArn: BASIC });
    expect(await failure('DetachRolePolicy', { RoleName: 'worker', PolicyArn: BASIC })).toMatchObject({
      code: 'NoSuchEntity',
    });
    expect(
      await failure('AttachRolePolicy', { RoleName: 'worker', PolicyArn: 'arn:aws:iam::000000000000:policy/none' }),
    ).toMatchObject({
      code: 'NoSuchEntity',
      message: 'Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable.',
    });
    const unknown = 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy';
    expect(await failure('AttachRolePolicy', { RoleName: 'worker', PolicyArn: unknown })).toMatchObject({
      code: 'UnsupportedOperation',
      message: expect.stringContaining(unknown),
    });
  });
});

describe('managed policies', () => {
  const ARN = 'arn:aws:iam::000000000000:policy/queues';

  test('have versions, one of which is the default', async () => {
    await call('CreatePolicy', { PolicyName: 'queues', PolicyDocument: DOCUMENT });
    await createRole();
    await call('AttachRolePolicy', { RoleName: 'worker', PolicyArn: ARN });
    const newer = DOCUMENT.replace('sqs:*', 'sqs:SendMessage');
    await call('CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument: newer, SetAsDefault: 'true' });
    expect(await call('GetPolicy', { PolicyArn: ARN })).toMatchObject({
      Policy: { PolicyName: 'queues', Arn: ARN, DefaultVersionId: 'v2', AttachmentCount: 1 },
    });
    expect(await call('GetPolicyVersion', { PolicyArn: ARN, VersionId: 'v1' })).toMatchObject({
      PolicyVersion: { Document: ENCODED, VersionId: 'v1', IsDefaultVersion: false },
    });
    expect(iam.rolePolicies.policiesOf('arn:aws:iam::000000000000:role/worker')).toEqual([
      { name: ARN, document: newer },
    ]);
    await call('SetDefaultPolicyVersion', { PolicyArn: ARN, VersionId: 'v1' });
    await call('DeletePolicyVersion', { PolicyArn: ARN, VersionId: 'v2' });
    expect(iam.rolePolicies.policiesOf('arn:aws:iam::000000000000:role/worker')).toEqual([
      { name: ARN, document: DOCUMENT },
    ]);
  });

  test('cannot be deleted while attached, nor created twice; AWS managed ones cannot be changed', async () => {
    await call('CreatePolicy', { PolicyName: 'queues', PolicyDocument: DOCUMENT });
    await createRole();
    await call('AttachRolePolicy', { RoleName: 'worker', PolicyArn: ARN });
    expect(await failure('DeletePolicy', { PolicyArn: ARN })).toMatchObject({ code: 'DeleteConflict' });
    expect(await failure('CreatePolicy', { PolicyName: 'queues', PolicyDocument: DOCUMENT })).toMatchObject({
      code: 'EntityAlreadyExists',
      message: 'A policy called queues already exists. Duplicate names are not allowed.',
    });
    expect(await failure('DeletePolicy', { PolicyArn: BASIC })).toMatchObject({ code: 'AccessDenied' });
    expect(await call('ListPolicies', { Scope: 'Local' })).toMatchObject({ Policies: [{ Arn: ARN }] });
  });
});

test('roles and policies survive a restart', async () => {
  const directory = temporaryDirectory();
  const first = await start(directory);
  await first.as('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: TRUST });
  await first.as('iam', 'PutRolePolicy', { RoleName: 'worker', PolicyName: 'p', PolicyDocument: DOCUMENT });
  await first.stop();
  const second = await start(directory);
  expect(iam.rolePolicies.policiesOf('arn:aws:iam::000000000000:role/worker')).toEqual([
    { name: 'p', document: DOCUMENT },
  ]);
  await second.stop();
  removeDirectory(directory);
});
