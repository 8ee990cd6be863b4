import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { answerInProcess } from '../../../local/src/gateway/answer-in-process.ts';
import { createIam } from '../../../local/src/services/iam/iam.ts';
import { createLambda } from '../../../local/src/services/lambda/lambda.ts';
import { createLogs } from '../../../local/src/services/logs/logs.ts';
import { loadAssembly } from '../../../local/src/template/assembly.ts';
import { createDeployer } from '../../../local/src/template/deployer.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../kernel.ts';
import { NO_STREAMS, writeFiles } from '../services/lambda/harness.ts';
import { writeAssembly } from './assemblies.ts';
import { NO_PROVIDERS } from './no-providers.ts';

let directory: string;
let kernel: TestKernel;
beforeEach(async () => {
  directory = temporaryDirectory();
  kernel = await startKernel(
    (made) => [
      createIam(made),
      createLogs(made),
      createLambda(made, {
        queueSignals: { onMessage: () => () => {} },
        streamSource: NO_STREAMS,
        answerCall: (call, signal) => answerInProcess(made, call, signal),
      }),
    ],
    { dataDir: join(directory, 'data') },
  );
});
afterEach(async () => {
  await kernel.stop();
  removeDirectory(directory);
});

/** An alias that CodeDeploy moves on AWS, with the resources of CodeDeploy. */
const aliasOf = (version: string) => ({
  Application: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } },
  Group: {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: { ApplicationName: { Ref: 'Application' }, ServiceRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
  },
  Alias: {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: { Ref: 'Function' },
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
      Name: 'live',
    },
    UpdatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: 'Application' },
        DeploymentGroupName: { Ref: 'Group' },
      },
    },
  },
});

const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};

interface DeployOptions {
  readonly more?: object;
  readonly logicalId?: string;
  readonly policy?: string;
}

/** Deploys a function that returns `word`, with a version whose logical id depends on the code, as in CDK. */
const deploy = async (
  word: string,
  { more = {}, logicalId = `Version${word}`, policy = 'Retain' }: DeployOptions = {},
) => {
  const output = join(directory, 'cdk.out');
  rmSync(output, { recursive: true, force: true });
  writeFiles(join(output, `asset.${word}`), `export const handler = async () => '${word}';`);
  const key = `${word}.zip`;
  const Resources = {
    Role: ROLE,
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'f',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: 'assets', S3Key: key },
      },
    },
    [logicalId]: {
      Type: 'AWS::Lambda::Version',
      Properties: { FunctionName: { Ref: 'Function' } },
      DeletionPolicy: policy,
    },
    ...more,
  };
  const Outputs = { Version: { Value: { 'Fn::GetAtt': [logicalId, 'Version'] } } };
  const written = writeAssembly(output, { all: { Resources, Outputs } }, { assets: { [key]: `asset.${word}` } });
  const { changes, outputs } = await createDeployer(kernel, NO_PROVIDERS).deploy(loadAssembly(written));
  return { version: outputs[0]?.value, changes: changes['AWS::Lambda::Version'] };
};

const invoke = async (Qualifier: string): Promise<unknown> => {
  const { Payload } = (await kernel.as('lambda', 'Invoke', { FunctionName: 'f', Qualifier })) as { Payload: string };
  return JSON.parse(Payload);
};

test('An update publishes a new version and keeps the former version with its code; going back to the former code publishes again', async () => {
  expect(await deploy('first')).toEqual({ version: '1', changes: { created: 1 } });
  expect(await deploy('first')).toEqual({ version: '1', changes: { unchanged: 1 } });
  expect(await deploy('second')).toEqual({ version: '2', changes: { created: 1, retained: 1 } });
  expect([await invoke('1'), await invoke('2')]).toEqual(['first', 'second']);
  await kernel.as('lambda', 'DeleteFunction', { FunctionName: 'f', Qualifier: '1' });
  expect(await deploy('first')).toEqual({ version: '3', changes: { created: 1, retained: 1 } });
  expect([await invoke('2'), await invoke('3')]).toEqual(['second', 'first']);
});

/** Deploys the function with an alias of its current version; old versions are deleted. */
const deployLive = (word: string, logicalId = `Version${word}`) =>
  deploy(word, { logicalId, policy: 'Delete', more: aliasOf(logicalId) });

test('An update changes an alias to the new version at once, whatever CodeDeploy does on AWS, and deletes the former version', async () => {
  expect((await deployLive('first')).version).toBe('1');
  expect(await invoke('live')).toBe('first');
  expect(await deployLive('second')).toEqual({ version: '2', changes: { created: 1, deleted: 1 } });
  expect(await invoke('live')).toBe('second');
  await expect(invoke('1')).rejects.toThrow('Function not found');
});

test('A version that only gets another logical id stays, and its alias too', async () => {
  await deployLive('same');
  expect(await deployLive('same', 'Renamed')).toEqual({ version: '1', changes: { created: 1, deleted: 1 } });
  expect(await invoke('live')).toBe('same');
});
