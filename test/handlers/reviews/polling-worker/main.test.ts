import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '../../../support/system.ts';

const MAIN = join(import.meta.dirname, '../../../../handlers/reviews/polling-worker/main.ts');
/** An environment in which the SDK finds no configuration: no variables, no files, no instance metadata. */
const NOTHING = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '1' };
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

let worker: ChildProcess;
let output = '';
let errors = '';
afterEach(() => {
  worker.kill('SIGKILL');
});

const start = (args: readonly string[], env: Readonly<Record<string, string>>): void => {
  output = '';
  errors = '';
  worker = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...NOTHING, ...env } });
  worker.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  worker.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
};

const ended = async (): Promise<number | null> => {
  const [code] = (await once(worker, 'close')) as [number | null];
  return code;
};

test('--help prints the usage with the environment variables and receives no messages', async () => {
  start(['--help'], {});
  expect([await ended(), errors]).toEqual([0, '']);
  expect(output).toMatch(/^Usage: npm run reviewer\n/);
  expect(output).toMatch(/^ {2}REVIEWS_TABLE {7}default reviews$/m);
  expect(output).not.toContain('Receiving reviews');
});

test.each([['--queue'], ['review-queue']])(
  'an unknown argument, such as %s, prints the usage and exits with 2',
  async (argument) => {
    start([argument], {});
    expect([await ended(), output]).toEqual([2, '']);
    expect(errors).toContain(`'${argument}'`);
    expect(errors).toContain('Usage: npm run reviewer');
  },
);

test.each([
  ['Region is missing.', CREDENTIALS],
  ['Credentials are missing.', { AWS_REGION: 'us-east-1' }],
])('the message "%s" is printed once with advice, and the worker exits with 2', async (message, env) => {
  start([], env);
  expect([await ended(), output]).toEqual([2, '']);
  expect(errors).toBe(`${message} For the system on this machine: eval "$(npm run -s env)"\n`);
});

test('if the endpoint does not answer, the worker prints the endpoint and tries again', async () => {
  start([], { ...CREDENTIALS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
  const line = 'No answer from http://127.0.0.1:9; is the system running (npm start)? (will retry)\n';
  await eventually('two attempts', async () => (errors.split('\n').length > 3 ? true : undefined));
  worker.kill('SIGINT');
  expect(await ended()).toBe(0);
  expect(errors.replaceAll(line, '')).toBe('');
});
