import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ended, npm, run } from '../support/command.ts';
import { eventually } from '../support/system.ts';
import { removeDirectory, temporaryDirectory } from './kernel.ts';

const ROOT = join(import.meta.dirname, '../..');
const MODULES = join(ROOT, 'node_modules');
const FOREIGN_APP = join(import.meta.dirname, 'foreign-app');
/**
 * Packages that the foreign app and its tests import. Lambda provides the SDK; the app itself declares the other
 * packages.
 */
const OF_THE_APP = [
  'aws-cdk-lib',
  'constructs',
  ...['dynamodb', 'sns', 'sqs'].map((name) => `@aws-sdk/client-${name}`),
];
const TO_ANSWER_MS = 5_000;

/** The folder of the other CDK app, in which the package is installed. */
const app = temporaryDirectory();
let tarball: string;

const succeed = (ended: Ended): Ended => {
  if (ended.code !== 0) throw new Error(`Ended with ${ended.code}:\n${ended.stdout}\n${ended.stderr}`);
  return ended;
};

const env = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', PATH: `${MODULES}/.bin:${process.env.PATH}` };
const node = (...args: readonly string[]): Promise<Ended> => run(process.execPath, args, { cwd: app, env });

const pack = async (): Promise<string> => {
  const { stdout } = succeed(
    await npm(['run', 'pack', '-w', 'one-machine', '--silent', '--', '--pack-destination', app], { cwd: ROOT, env }),
  );
  return join(app, stdout.trim().split('\n').at(-1) ?? '');
};

const registryAnswers = async (): Promise<boolean> => {
  const registry = (await npm(['config', 'get', 'registry'], { cwd: ROOT, env })).stdout.trim();
  const asked = fetch(new URL('jsonata', registry), { method: 'HEAD', signal: AbortSignal.timeout(TO_ANSWER_MS) });
  return asked.then(
    ({ ok }) => ok,
    () => false,
  );
};

const link = (name: string): void => {
  const path = join(app, 'node_modules', name);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(MODULES, name), path);
};

/** Installs the tarball as npm does, but links this repository's packages instead of downloading its dependencies. */
const unpack = async (): Promise<void> => {
  const target = join(app, 'node_modules/one-machine');
  mkdirSync(target, { recursive: true });
  succeed(await run('tar', ['xzf', tarball, '-C', target, '--strip-components', '1'], { cwd: app }));
  mkdirSync(join(app, 'node_modules/.bin'));
  symlinkSync('../one-machine/bin/one-machine.js', join(app, 'node_modules/.bin/one-machine'));
  for (const name of readdirSync(MODULES)) if (!name.startsWith('.')) link(name);
};

const install = async (): Promise<void> => {
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'parcels', private: true }));
  if (await registryAnswers()) {
    const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    succeed(await npm(['install', tarball, ...options], { cwd: app, env }));
  } else {
    console.log(
      'The npm registry does not answer, so npm install is skipped and the tarball is unpacked beside the packages of this repository.',
    );
    await unpack();
  }
  for (const name of OF_THE_APP) link(name);
};

beforeAll(async () => {
  cpSync(FOREIGN_APP, app, { recursive: true });
  tarball = await pack();
  await install();
  succeed(await node('app.cjs'));
});
afterAll(() => removeDirectory(app));

describe('The package one-machine', () => {
  test('contains compiled code, sources, documentation and licence', async () => {
    const { stdout } = succeed(await run('tar', ['tzf', tarball], { cwd: app }));
    const files = stdout.trim().split('\n');
    const named = ['package.json', 'README.md', 'ARCHITECTURE.md', 'LICENSE', 'index.cjs', 'bin/one-machine.js'];
    const compiled = ['dist/index.js', 'dist/index.d.cts', 'dist/services/lambda/runtime/main.js'];
    for (const name of [...named, ...compiled]) expect(files).toContain(`package/${name}`);
    for (const name of ['src/index.ts', 'strip-types.cjs']) expect(files).toContain(`package/${name}`);
    expect(readFileSync(join(ROOT, 'local/LICENSE'), 'utf8')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'));
  });

  test('runs the jest test of another CDK app, in the sandbox that jest has by default', async () => {
    const args = ['--rootDir', '.', '--testMatch', '**/*.test.cjs', '--reporters', 'default'];
    // Jest's default of 5 s can be too short for the start on a busy machine. The runtime would then never be stopped.
    const patient = ['--testTimeout', '1800000'];
    const { stderr } = succeed(await node(join(MODULES, 'jest/bin/jest.js'), ...args, ...patient));
    expect(stderr).toContain('A parcel that arrives is stored');
    expect(stderr).toContain('1 passed, 1 total');
  });

  test('has types for ES modules, CommonJS and bundlers that need no other type packages', async () => {
    const tsc = join(MODULES, 'typescript/bin/tsc');
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022', '--typeRoots', 'none'];
    const nodeNext = ['--module', 'nodenext', 'types/use.mts', 'types/use.cts'];
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', 'types/use.mts'];
    for (const args of [nodeNext, bundler]) {
      const { code, stdout } = await node(tsc, ...strict, ...args);
      expect(stdout).toBe('');
      expect(code).toBe(0);
    }
  });
});

describe('The examples in the README', () => {
  const examples = [...readFileSync(join(ROOT, 'local/README.md'), 'utf8').matchAll(/^```js\n(.*?)^```$/gms)];
  const described = examples.map(({ 1: code = '' }, index) => ({ code, index: index + 1 }));

  test('cover each member of the API', () => {
    const all = described.map(({ code }) => code).join('\n');
    const clock = ['clock.now', 'clock.advance'];
    const others = ['endpoint', 'clientConfig', 'settled', 'mail', 'outputs', 'deployment', 'reset'];
    for (const member of [...clock, ...others]) expect(all).toContain(`aws.${member}`);
    expect(all).toContain('first.stop()');
  });

  test.each(described)('work: example $index', async ({ code, index }) => {
    writeFileSync(join(app, `example-${index}.mjs`), code);
    succeed(await node(`example-${index}.mjs`));
  });
});

describe('npx one-machine cdk.out', () => {
  let child: ChildProcess | undefined;
  let isRunning = false;
  afterAll(() => {
    if (isRunning) process.kill(-Number(child?.pid), 'SIGKILL');
  });

  test('serves another CDK app until it is stopped', async () => {
    // Runs in its own process group, which gets the signal, as a terminal sends Ctrl-C to the whole group.
    child = spawn('npx', ['one-machine', 'cdk.out', '--port', '0'], { cwd: app, env, detached: true });
    isRunning = true;
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    const endpoint = await eventually('the end of the text', async () => /Mail: (.*)\/_local\/mail/.exec(text)?.[1]);
    expect(await (await fetch(`${endpoint}/_local/health`)).json()).toEqual({ status: 'ok' });
    expect(text).toContain(`parcels.QueueUrl = ${endpoint}/000000000000/arrivals`);
    // The streams are closed when all processes of the group have ended.
    const closed = once(child, 'close');
    process.kill(-Number(child.pid), 'SIGINT');
    await closed;
    isRunning = false;
    expect(text).toContain('Stopping: waiting for work in flight');
  });
});
