import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ended, run } from '../../support/command.ts';
import { eventually } from '../../support/system.ts';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from '../template/assemblies.ts';

const COMMAND = join(import.meta.dirname, '../../../local/bin/one-machine.js');
const TEMPLATE = {
  Parameters: { Name: { Type: 'String' } },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TracingConfig: 'Active' } },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
  },
  Outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
};

let directory: string;
beforeAll(() => {
  directory = temporaryDirectory();
  writeAssembly(join(directory, 'cdk.out'), { shop: TEMPLATE });
});
afterAll(() => removeDirectory(directory));

const oneMachine = (...args: readonly string[]): Promise<Ended> =>
  run(process.execPath, [COMMAND, ...args], { cwd: directory, env: { ...process.env, NO_COLOR: '1' } });

describe('one-machine ends', () => {
  test.each([
    [[], 'Name the directory that cdk synth wrote, usually cdk.out. Help: one-machine --help'],
    [['cdk.out', 'more'], "One directory is enough, given also 'more'."],
    [['cdk.out', '--port', 'x'], "--port must be a number from 0 to 65535, given 'x'."],
    [['cdk.out', '--console-port', '1'], "Unknown option '--console-port'"],
  ])('with 2 for an invalid command line: %j', async (args, message) => {
    const { code, stdout, stderr } = await oneMachine(...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('with 1 if the directory does not exist or is not a cloud assembly', async () => {
    const missing = await oneMachine('cdk.uot', '--ephemeral');
    expect(missing.stderr).toContain(`There is no directory ${join(directory, 'cdk.uot')}.`);
    mkdirSync(join(directory, 'empty'));
    const empty = await oneMachine('empty', '--ephemeral');
    expect(empty.stderr).toContain(`${join(directory, 'empty')} has no manifest.json, so it is no cloud assembly.`);
    expect([missing.code, empty.code]).toEqual([1, 1]);
  });

  test('with 1 and the name of each type that is not supported', async () => {
    const Resources = {
      Greeting: { Type: 'Custom::Greeting', Properties: {} },
      Database: { Type: 'AWS::RDS::DBInstance', Properties: {} },
    };
    writeAssembly(join(directory, 'unsupported'), { shop: { Resources } });
    const { code, stderr } = await oneMachine('unsupported', '--ephemeral', '--port', '0');
    expect(stderr).toContain('shop Greeting (Custom::Greeting) ServiceToken: this property is required');
    expect(stderr).toContain('shop Database (AWS::RDS::DBInstance): this type is not known to the runtime');
    expect(code).toBe(1);
  });

  test('with 1 if the port is in use, and says how to choose another port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await oneMachine('cdk.out', '--ephemeral', '--port', String(port));
    server.close();
    expect(stderr).toContain(`Port ${port} is in use.`);
    expect(stderr).toContain('one-machine --port 0 takes a free one.');
    expect(code).toBe(1);
  });

  test.each([
    ['a-file', 'it is a file, or a part of its path is one'],
    ['a-file/below', 'it is a file, or a part of its path is one'],
    ['/proc/data', 'its parent directory cannot be created'],
  ])('with 1 and the reason if the data directory cannot be used: %s', async (path, reason) => {
    writeFileSync(join(directory, 'a-file'), '');
    const { code, stderr } = await oneMachine(
      'cdk.out',
      '--data-dir',
      path,
      '--port',
      '0',
      '--parameters',
      'Name=orders',
    );
    expect([code, stderr]).toEqual([1, `The data directory ${resolve(directory, path)} cannot be used: ${reason}.\n`]);
  });

  test('with 0 after its help and its version', async () => {
    const help = await oneMachine('--help');
    expect(help.stdout).toMatch(/^Usage: one-machine <cdk.out> \[options\]/);
    const version = await oneMachine('--version');
    const { version: packaged } = JSON.parse(readFileSync(join(COMMAND, '../../package.json'), 'utf8'));
    expect(version.stdout).toBe(`${packaged}\n`);
    expect([help.code, version.code]).toEqual([0, 0]);
  });
});

describe('one-machine runs', () => {
  let child: ChildProcess;
  let text: string;
  afterEach(() => {
    child.kill('SIGKILL');
  });

  /** Starts the assembly; resolves with the endpoint once the whole text is printed. */
  const start = (...options: readonly string[]): Promise<string> => {
    const args = [COMMAND, 'cdk.out', '--port', '0', '--parameters', 'Name=orders', ...options];
    child = spawn(process.execPath, args, { cwd: directory, env: { ...process.env, NO_COLOR: '1' } });
    text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    return eventually('the end of the text', async () => /Mail: (.*)\/_local\/mail/.exec(text)?.[1]);
  };

  test('and prints that the clock was moved, at the next start on the same data directory', async () => {
    const endpoint = await start('--data-dir', 'moved');
    expect(text).not.toContain('The clock is');
    await fetch(`${endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":864060}' });
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    await start('--data-dir', 'moved');
    expect(text).toContain('The clock is 10 days ahead of the wall clock, because it was moved; it does not go back.');
  });

  test('an assembly until Ctrl-C, prints what is deployed and what is not run, and ends with 0', async () => {
    const endpoint = await start('--details');
    expect(text).toContain(`cdk.out runs at ${endpoint}`);
    expect(text).toContain('State is kept in .one-machine.\n\nDeployed: 1 queue, 1 topic.\n');
    expect(text).toContain(
      'In the template and not run here: 1 resource and 1 property:\n' +
        '  1 × AWS::SNS::Topic.TracingConfig: there is no X-Ray here\n' +
        '  1 × AWS::CloudWatch::Alarm: there are no metrics here, so no alarm goes off\n',
    );
    expect(text).toContain(`Outputs:\n  shop.QueueUrl = ${endpoint}/000000000000/orders\n`);
    expect(text).toContain(`export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1`);
    expect(await (await fetch(`${endpoint}/_local/health`)).json()).toEqual({ status: 'ok' });
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  });
});
