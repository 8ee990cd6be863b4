import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/env.ts');
const SHIM = join(import.meta.dirname, '../../dist/bin');

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

/** Puts a fake program `aws` on the PATH. With --version it prints this version, else its arguments. */
const installCli = (version: string): string => {
  const bin = join(directory, 'real');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\n[ "$1" = --version ] && echo '${version}' && exit\necho "aws $@"\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  return `${bin}:${process.env.PATH}`;
};

const run = (file: string, args: readonly string[], env: Record<string, string>) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(file, args, { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

const printed = async (args: readonly string[], env: Record<string, string> = {}) => {
  const PATH = installCli('aws-cli/2.30.1 Python/3.13');
  return run(process.execPath, [SCRIPT, ...args], { PATH, ...env });
};

describe('The lines for a shell', () => {
  test('set the endpoint, the region and the keys', async () => {
    const { stdout, stderr } = await printed([], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'export AWS_ENDPOINT_URL=http://127.0.0.1:1',
      'export AWS_REGION=us-east-1',
      'export AWS_DEFAULT_REGION=us-east-1',
      'export AWS_ACCESS_KEY_ID=test',
      'export AWS_SECRET_ACCESS_KEY=test',
      'export AWS_PAGER=',
    ]);
    expect(stderr).toBe('Nothing answers at http://127.0.0.1:1 yet: npm start\n');
  });

  test('have the default endpoint, and no hint is printed if a system answers there', async () => {
    expect((await printed([])).stdout).toContain('export AWS_ENDPOINT_URL=http://127.0.0.1:4566\n');
    const server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await printed([], { AWS_ENDPOINT_URL: endpoint })).stderr).toBe('');
    server.close();
  });

  test('remove a profile and a session token, which would lead to a real account', async () => {
    const { stdout } = await printed([], { AWS_PROFILE: 'prod', AWS_SESSION_TOKEN: 'x' });
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'unset AWS_PROFILE',
      'unset AWS_SESSION_TOKEN',
      'export AWS_ENDPOINT_URL=http://127.0.0.1:4566',
    ]);
  });

  test('with --unset remove the variables', async () => {
    const { stdout } = await printed(['--unset'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'unset AWS_ENDPOINT_URL',
      'unset AWS_REGION',
      'unset AWS_DEFAULT_REGION',
      'unset AWS_ACCESS_KEY_ID',
      'unset AWS_SECRET_ACCESS_KEY',
      'unset AWS_PAGER',
    ]);
  });

  test.each([
    ['fish', "set -gx AWS_REGION 'us-east-1'"],
    ['powershell', "$env:AWS_REGION = 'us-east-1'"],
  ])('exist for %s', async (shell, line) => {
    expect((await printed(['--shell', shell])).stdout).toContain(`${line}\n`);
  });

  test('are refused for an unknown shell with an error message', async () => {
    const { code, stdout, stderr } = await printed(['--shell', 'csh']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--shell is csh; it must be sh, fish, powershell.');
  });

  test.each(['aws-cli/2.9.19 Python/3.11.2', 'aws-cli/1.27.3 Python/3.9'])(
    'make a CLI that does not read AWS_ENDPOINT_URL (%s) use the endpoint, even in scripts',
    async (version) => {
      const PATH = installCli(version);
      const { stdout } = await run(process.execPath, [SCRIPT], { PATH });
      const script = join(directory, 'script.sh');
      writeFileSync(script, 'echo list-queues | xargs aws sqs\n');
      const shell = `${stdout}\nsh ${script}`;
      expect(stdout.trimEnd().split('\n').at(-1)?.replaceAll("'", '')).toBe(`export PATH=${SHIM}:${PATH}`);
      const { stdout: called } = await run('/bin/sh', ['-c', shell], { PATH });
      expect(called).toBe('aws --endpoint-url http://127.0.0.1:4566 sqs list-queues\n');
    },
  );
});
