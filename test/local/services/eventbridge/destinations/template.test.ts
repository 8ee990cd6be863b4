import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { writeAssembly } from '../../../template/assemblies.ts';
import { type AppOptions, template } from './system.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const URL = 'https://partner.example';

const dataDir = temporaryDirectory();
let aws: OneMachine | undefined;
beforeAll(() => deploy(template(URL, { destination: { InvocationRateLimitPerSecond: 5 } })));
afterAll(async () => {
  await aws?.stop();
  removeDirectory(dataDir);
});

const deploy = async (stack: Record<string, unknown>): Promise<void> => {
  await aws?.stop();
  aws = undefined;
  const assembly = writeAssembly(join(temporaryDirectory(), 'cdk.out'), { shop: stack });
  aws = await start({ assembly, dataDir, log: quiet });
};
const client = () => new sdk.EventBridgeClient(aws?.clientConfig ?? {});
const connection = () => client().send(new sdk.DescribeConnectionCommand({ Name: 'partner' }));
const destination = () => client().send(new sdk.DescribeApiDestinationCommand({ Name: 'hook' }));

test('a changed template changes the connection and the destination, which keep their ARNs', async () => {
  const before = aws?.outputs;
  expect(await destination()).toMatchObject({ InvocationRateLimitPerSecond: 5, ApiDestinationState: 'ACTIVE' });
  const AuthParameters = { BasicAuthParameters: { Username: 'u', Password: 'p' } };
  const options: AppOptions = {
    connection: { AuthorizationType: 'BASIC', AuthParameters, Description: 'changed' },
    destination: { HttpMethod: 'PATCH' },
  };
  await deploy(template(URL, options));
  expect(aws?.outputs).toEqual(before);
  expect(await destination()).toMatchObject({ HttpMethod: 'PATCH', InvocationRateLimitPerSecond: 300 });
  expect(await connection()).toMatchObject({ AuthorizationType: 'BASIC', Description: 'changed' });
});

test('the destination and the connection are deleted with their resources', async () => {
  const { Resources } = template(URL) as { Resources: Record<string, unknown> };
  await deploy({ Resources: { Dead: Resources.Dead } });
  await expect(destination()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(connection()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.each([
  ['a private endpoint', { AuthParameters: { ConnectivityParameters: {} } }, 'ConnectivityParameters'],
  [
    'a private endpoint of the destination',
    { InvocationConnectivityParameters: {} },
    'InvocationConnectivityParameters',
  ],
])('refuses a connection with %s', async (_, more, name) => {
  await expect(deploy(template(URL, { connection: more }))).rejects.toThrow(name);
});
