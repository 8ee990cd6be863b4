import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLogs } from '../../../../local/src/services/logs/logs.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type LambdaHarness, startLambda, writeFiles } from './harness.ts';

const sourceOf = (text: string) =>
  `import { word } from './lib/word.mjs'; export const handler = async () => \`${text} \${word}\`;`;
const filesOf = (text: string) => ({ 'index.mjs': sourceOf(text), 'lib/word.mjs': "export const word = 'code';" });

let directory: string;
let aws: LambdaHarness;
const start = async () => {
  aws = await startLambda([createLogs], { dataDir: join(directory, 'data') });
};
beforeEach(async () => {
  directory = temporaryDirectory();
  await start();
});
afterEach(async () => {
  await aws.stop();
  removeDirectory(directory);
});

const call = (action: string, input: object) =>
  aws.kernel.as('lambda', action, { FunctionName: 'f', ...input }) as Promise<Record<string, unknown>>;

/** Deploys code in place, as a template does, and publishes a version; returns its number. */
const deploy = async (assembly: string, text: string): Promise<unknown> => {
  const LocalDirectory = writeFiles(join(directory, assembly), filesOf(text));
  await call('UpdateFunctionCode', { LocalDirectory });
  return (await call('PublishVersion', {})).Version;
};

describe('A version whose code a template deployed', () => {
  test('runs after an update and a restart, even if the assembly with its code is deleted', async () => {
    await aws.create('f', 'export const handler = async () => "first deployment";');
    expect(await deploy('old', 'old')).toBe('1');
    expect(await deploy('new', 'new')).toBe('2');
    rmSync(join(directory, 'old'), { recursive: true });
    expect((await aws.invoke('f', {}, { Qualifier: '1' })).payload).toBe('old code');
    await aws.stop();
    await start();
    expect((await aws.invoke('f', {}, { Qualifier: '1' })).payload).toBe('old code');
    expect((await aws.invoke('f', {}, { Qualifier: '2' })).payload).toBe('new code');
    expect((await aws.invoke('f')).payload).toBe('new code');
  });

  test('loads packages that its code does not bundle from a folder above the data directory', async () => {
    writeFiles(join(directory, 'node_modules/greeting'), {
      'index.js': "module.exports = 'hello';",
      'package.json': '{"name":"greeting"}',
    });
    await aws.create('f', 'export const handler = async () => "first deployment";');
    const source = "import greeting from 'greeting'; export const handler = async () => greeting;";
    await call('UpdateFunctionCode', { LocalDirectory: writeFiles(join(directory, 'cdk.out/asset'), source) });
    await call('PublishVersion', {});
    rmSync(join(directory, 'cdk.out'), { recursive: true });
    expect((await aws.invoke('f', {}, { Qualifier: '1' })).payload).toBe('hello');
  });

  test('is not published twice if code and settings are unchanged, also from another directory', async () => {
    await aws.create('f', 'export const handler = async () => "first deployment";');
    expect(await deploy('one', 'same')).toBe('1');
    expect(await deploy('two', 'same')).toBe('1');
    await call('UpdateFunctionConfiguration', { Timeout: 7 });
    expect((await call('PublishVersion', {})).Version).toBe('2');
  });

  test('has no environment until it is invoked', async () => {
    await aws.create('f', 'export const handler = async () => "first deployment";');
    await deploy('old', 'old');
    await deploy('new', 'new');
    expect(aws.lambda.environments()).toBe(0);
    await aws.invoke('f', {}, { Qualifier: '2' });
    expect(aws.lambda.environments()).toBe(1);
  });

  test('frees its disk space at the next start after it is deleted', async () => {
    await aws.create('f', 'export const handler = async () => "first deployment";');
    await deploy('old', 'old');
    await deploy('new', 'new');
    const { Code } = await call('GetFunction', { Qualifier: '1' });
    const kept = String((Code as { Location: string }).Location).replace('file://', '');
    expect(existsSync(kept)).toBe(true);
    await call('DeleteFunction', { Qualifier: '1' });
    await aws.stop();
    await start();
    expect(existsSync(kept)).toBe(false);
    expect((await aws.invoke('f', {}, { Qualifier: '2' })).payload).toBe('new code');
  });
});
