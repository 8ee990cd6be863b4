import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { writeAssembly } from '../../template/assemblies.ts';
import { FUNCTION, getAtt, one } from '../../template/start-template.ts';

let directory: string;
let runtime: Runtime;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await runtime.stop();
  removeDirectory(directory);
});

const permission = (more: object) =>
  one('AWS::Lambda::Permission', { FunctionName: getAtt('Function'), Principal: '*', ...more });

const PERMISSIONS = {
  CallUrl: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
  CallByUrl: permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
};

const url = (more: object) => ({ Url: one('AWS::Lambda::Url', { TargetFunctionArn: getAtt('Function'), ...more }) });

/** Starts the runtime, with the state of the start before, and deploys the resources with the function. */
const start = async (resources: object): Promise<void> => {
  const assembly = join(directory, 'cdk.out');
  mkdirSync(join(assembly, 'asset.code'), { recursive: true });
  writeFileSync(join(assembly, 'asset.code/index.mjs'), 'export const handler = async () => "hello";');
  const template = { Resources: { ...FUNCTION, ...resources } };
  writeAssembly(assembly, { pets: template }, { assets: { 'code.zip': 'asset.code' } });
  const log = { info: () => {}, warn: () => {}, error: console.error };
  runtime = await startRuntime({ port: 0, assembly, dataDir: join(directory, 'data'), log });
};

const call = (init: RequestInit = {}) => fetch(`${runtime.endpoint}/_url/echo/`, init);

const lambda = (action: string, input: object = {}) =>
  runtime.kernel.services.callByName(
    'lambda',
    action,
    { FunctionName: 'echo', ...input },
    runtime.kernel.identities.administrator(),
  );

test('A function URL is updated, survives a restart, and is deleted with its resource', async () => {
  const Cors = { AllowOrigins: ['http://localhost:3000'] };
  await start({ ...url({ AuthType: 'NONE', Cors }), ...PERMISSIONS });
  const { CreationTime } = (await lambda('GetFunctionUrlConfig')) as { CreationTime: string };
  await runtime.stop();

  await start({ ...url({ AuthType: 'NONE', Cors }), ...PERMISSIONS });
  expect(runtime.deployment?.changes['AWS::Lambda::Url']).toEqual({ unchanged: 1 });
  expect(await (await call()).text()).toBe('hello');
  await runtime.stop();

  await start({ ...url({ AuthType: 'AWS_IAM' }), ...PERMISSIONS });
  expect(runtime.deployment?.changes['AWS::Lambda::Url']).toEqual({ updated: 1 });
  const changed = await lambda('GetFunctionUrlConfig');
  expect(changed).toMatchObject({ AuthType: 'AWS_IAM', CreationTime });
  expect(changed).not.toHaveProperty('Cors');
  expect((await call()).status).toBe(403);
  await runtime.stop();

  await start({});
  expect(await lambda('ListFunctionUrlConfigs')).toEqual({ FunctionUrlConfigs: [] });
  await expect(lambda('GetPolicy')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('Permissions that an older runtime recorded without adding them are added', async () => {
  await start({ ...url({ AuthType: 'NONE' }), ...PERMISSIONS });
  const { Policy } = (await lambda('GetPolicy')) as { Policy: string };
  for (const { Sid } of JSON.parse(Policy).Statement) await lambda('RemovePermission', { StatementId: Sid });
  const { store } = runtime.kernel;
  const sql = "UPDATE template_resources SET contents = '' WHERE type = 'AWS::Lambda::Permission'";
  await store.write(() => store.prepare(sql).run());
  expect((await call()).status).toBe(403);
  await runtime.stop();

  await start({ ...url({ AuthType: 'NONE' }), ...PERMISSIONS });
  expect((await call()).status).toBe(200);
});
