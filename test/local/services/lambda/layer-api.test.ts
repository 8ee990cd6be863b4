import * as sdk from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { checkLayerSize, checkWholeSize } from '../../../../local/src/services/lambda/layers/function-layers.ts';
import { ROLE, refusal } from './harness.ts';
import { zipArchive } from './zip-archive.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:layer';
const ZIP = zipArchive({ 'nodejs/node_modules/a/index.js': 'module.exports = 1;' });
const Content = { ZipFile: ZIP };
const DATE = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
const NOT_THERE = { code: 'ResourceNotFoundException', message: 'The resource you requested does not exist.' };

let runtime: Runtime;
let lambda: sdk.LambdaClient;
beforeAll(async () => {
  runtime = await startRuntime({ port: 0, log: { info: () => {}, warn: () => {}, error: console.error } });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  lambda = new sdk.LambdaClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials });
});
afterAll(() => runtime.stop());

/** Calls an action with an input that the SDK may not know, as the administrator or with a role. */
const call = (action: string, input: object, caller = runtime.kernel.identities.administrator()) =>
  runtime.kernel.services.callByName('lambda', action, { ...input }, caller) as Promise<Record<string, unknown>>;

const publish = async (LayerName: string, more: object = {}): Promise<string> =>
  String((await call('PublishLayerVersion', { LayerName, Content, ...more })).LayerVersionArn);

describe('A layer', () => {
  test('is published, read, listed and deleted; version numbers are not used again', async () => {
    const LayerName = 'lifecycle';
    const input = { LayerName, Content, Description: 'text', LicenseInfo: 'MIT' };
    const compatible = {
      CompatibleRuntimes: [sdk.Runtime.python312],
      CompatibleArchitectures: [sdk.Architecture.arm64],
    };
    const first = await lambda.send(new sdk.PublishLayerVersionCommand({ ...input, ...compatible }));
    const item = {
      LayerVersionArn: `${ARN}:lifecycle:1`,
      Version: 1,
      Description: 'text',
      LicenseInfo: 'MIT',
      CreatedDate: DATE,
      ...compatible,
    };
    const whole = {
      ...item,
      LayerArn: `${ARN}:lifecycle`,
      Content: { CodeSha256: expect.stringMatching(/^.{44}$/), CodeSize: ZIP.length, Location: expect.any(String) },
    };
    expect(first).toMatchObject({ ...whole, $metadata: { httpStatusCode: 201 } });
    expect(await lambda.send(new sdk.GetLayerVersionCommand({ LayerName, VersionNumber: 1 }))).toMatchObject(whole);
    const byArn = await lambda.send(new sdk.GetLayerVersionByArnCommand({ Arn: `${ARN}:lifecycle:1` }));
    expect(byArn).toMatchObject(whole);
    await publish(LayerName);
    const { LayerVersions } = await lambda.send(new sdk.ListLayerVersionsCommand({ LayerName: `${ARN}:lifecycle` }));
    expect(LayerVersions?.map(({ Version }) => Version)).toEqual([2, 1]);
    expect(LayerVersions?.[1]).toEqual(item);
    const { Layers } = await lambda.send(new sdk.ListLayersCommand({ CompatibleRuntime: 'python3.12' }));
    expect(Layers).toEqual([{ LayerName, LayerArn: `${ARN}:lifecycle`, LatestMatchingVersion: item }]);
    for (const VersionNumber of [1, 2, 2]) {
      const { $metadata } = await lambda.send(new sdk.DeleteLayerVersionCommand({ LayerName, VersionNumber }));
      expect($metadata.httpStatusCode).toBe(204);
    }
    expect((await lambda.send(new sdk.ListLayerVersionsCommand({ LayerName }))).LayerVersions).toEqual([]);
    expect(await call('ListLayers', {})).toEqual({ Layers: [] });
    expect(await publish(LayerName)).toBe(`${ARN}:lifecycle:3`);
  });

  test.each([
    ['GetLayerVersion', { LayerName: 'nothing', VersionNumber: 1 }, NOT_THERE],
    ['GetLayerVersionByArn', { Arn: `${ARN}:nothing:1` }, NOT_THERE],
    [
      'GetLayerVersion',
      { LayerName: 'nothing', VersionNumber: 0 },
      { code: 'InvalidParameterValueException', message: 'Layer Version Cannot be less than 1' },
    ],
  ])('is not found: %s %#', async (action, input, error) => {
    expect(await refusal(call(action, input))).toEqual(error);
  });

  test.each([
    ['CompatibleArchitectures', { CompatibleArchitectures: ['x'] }, "Value '[x]' at 'compatibleArchitectures'"],
    [
      'more than 15 runtimes',
      { CompatibleRuntimes: Array.from({ length: 16 }, () => 'a') },
      'less than or equal to 15',
    ],
    ['LayerName', { LayerName: 'a b' }, "Value 'a b' at 'layerName'"],
    ['Description', { Description: 'x'.repeat(257) }, 'less than or equal to 256'],
    ['a layer without content', { Content: {} }, "at 'content'"],
  ])('is refused for its %s', async (_, more, text) => {
    const { code, message } = await refusal(call('PublishLayerVersion', { LayerName: 'refused', Content, ...more }));
    expect(code).toBe('ValidationException');
    expect(message).toContain(text);
  });

  test('can be larger than the requests of other services', async () => {
    const ZipFile = zipArchive({ 'text.txt': 'x'.repeat(13_000_000) }, true);
    const input = { LayerName: 'large', Content: { ZipFile } };
    const { Content: shown } = await lambda.send(new sdk.PublishLayerVersionCommand(input));
    expect(shown?.CodeSize).toBe(ZipFile.length);
  });

  test('is refused if its archive is damaged', async () => {
    const damaged = { LayerName: 'refused', Content: { ZipFile: 'AAAA' } };
    expect((await refusal(call('PublishLayerVersion', damaged))).code).toBe('InvalidParameterValueException');
  });

  test('is refused if it names an object of S3', async () => {
    const s3 = { LayerName: 'refused', Content: { S3Bucket: 'a', S3Key: 'b' } };
    expect((await refusal(call('PublishLayerVersion', s3))).code).toBe('UnsupportedOperation');
  });
});

describe('The policy of a layer version', () => {
  const LayerName = 'policy';
  const target = { LayerName, VersionNumber: 1 };
  const statement = { ...target, StatementId: 's1', Action: 'lambda:GetLayerVersion', Principal: '*' };
  beforeAll(() => publish(LayerName));

  test('gets, shows and loses statements', async () => {
    expect(await refusal(call('GetLayerVersionPolicy', target))).toEqual({
      code: 'ResourceNotFoundException',
      message: 'No policy is associated with the given resource.',
    });
    const added = await lambda.send(
      new sdk.AddLayerVersionPermissionCommand({ ...statement, Principal: '123456789012', OrganizationId: 'o-1' }),
    );
    const expected = {
      Sid: 's1',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 'lambda:GetLayerVersion',
      Resource: `${ARN}:policy:1`,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    };
    expect(JSON.parse(String(added.Statement))).toEqual(expected);
    const { Policy, RevisionId } = await lambda.send(new sdk.GetLayerVersionPolicyCommand(target));
    expect(JSON.parse(String(Policy))).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [expected] });
    expect(RevisionId).toBe(added.RevisionId);
    expect((await refusal(call('AddLayerVersionPermission', statement))).code).toBe('ResourceConflictException');
    const removed = { ...target, StatementId: 's1' };
    expect((await refusal(call('RemoveLayerVersionPermission', { ...removed, RevisionId: 'old' }))).code).toBe(
      'PreconditionFailedException',
    );
    await lambda.send(new sdk.RemoveLayerVersionPermissionCommand({ ...removed, RevisionId: String(RevisionId) }));
    expect((await refusal(call('GetLayerVersionPolicy', target))).code).toBe('ResourceNotFoundException');
    expect((await refusal(call('RemoveLayerVersionPermission', removed))).message).toBe(
      'Statement s1 is not found in resource policy.',
    );
  });

  test('allows no other action, and belongs to an existing version', async () => {
    expect((await refusal(call('AddLayerVersionPermission', { ...statement, Action: '*' }))).message).toContain(
      "Value '*' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion",
    );
    expect((await refusal(call('AddLayerVersionPermission', { ...statement, VersionNumber: 2 }))).message).toBe(
      `Layer version ${ARN}:policy:2 does not exist.`,
    );
  });
});

test('A role that configures a function needs lambda:GetLayerVersion for its layers', async () => {
  const layer = await publish('guarded');
  const other = await publish('shared');
  const { services, identities } = runtime.kernel;
  const administrator = identities.administrator();
  const roleArn = 'arn:aws:iam::000000000000:role/deploys';
  const trust = {
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const policy = { Statement: [{ Effect: 'Allow', Action: 'lambda:UpdateFunctionConfiguration', Resource: '*' }] };
  await services.callByName(
    'iam',
    'CreateRole',
    { RoleName: 'deploys', AssumeRolePolicyDocument: JSON.stringify(trust) },
    administrator,
  );
  await services.callByName(
    'iam',
    'PutRolePolicy',
    { RoleName: 'deploys', PolicyName: 'own', PolicyDocument: JSON.stringify(policy) },
    administrator,
  );
  const Code = { ZipFile: zipArchive({ 'index.js': 'exports.handler = async () => 1;' }) };
  const settings = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE };
  await call('CreateFunction', { FunctionName: 'f', Code, ...settings });
  const caller = identities.resolve(identities.issue(roleArn, 'session').accessKeyId) ?? administrator;
  const update = (Layers: string[]) => call('UpdateFunctionConfiguration', { FunctionName: 'f', Layers }, caller);
  const { code, message } = await refusal(update([layer]));
  expect(code).toBe('AccessDeniedException');
  expect(message).toContain(`lambda:GetLayerVersion on resource: ${layer}`);
  const permission = { LayerName: 'shared', VersionNumber: 1, StatementId: 'role', Action: 'lambda:GetLayerVersion' };
  await call('AddLayerVersionPermission', { ...permission, Principal: '*' });
  expect(await update([other])).toMatchObject({ Layers: [{ Arn: other }] });
});

describe('The unpacked size of a function', () => {
  const LIMIT = 262_144_000;
  const code = (unpackedBytes: number) => ({ directory: '', sha256: '', sizeBytes: 1, unpackedBytes });
  const layers = (unpackedBytes: number) => ({ versions: [], directory: '', unpackedBytes });

  test('is limited for its layers', () => {
    checkLayerSize(LIMIT);
    expect(() => checkLayerSize(LIMIT + 1)).toThrow('Layers consume more than the available size of 262144000 bytes');
  });

  // No AWS page shows this text.
  test('is limited for its code and its layers together', () => {
    checkWholeSize(code(LIMIT - 10), layers(10));
    expect(() => checkWholeSize(code(LIMIT - 10), layers(11))).toThrow(
      'Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144001 bytes.',
    );
  });
});
