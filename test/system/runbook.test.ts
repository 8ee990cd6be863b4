import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { signIn } from '../support/api.ts';
import { AWS_CLI, recordIn, type System, startSystem, submit } from '../support/system.ts';

const ROOT = join(import.meta.dirname, '../..');
const RUNBOOK = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
/** Options with a resource name. Of the commands that differ only in such a name, only one is run. */
const NAME = /(--function-name|--rule|--name|--log-group-name|--status-filter|dlq show|dlq redrive) \S+/g;
const lines = [...RUNBOOK.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));
const commands = [...new Map(lines.map((line) => [line.replaceAll(NAME, '$1'), line])).values()];

let system: System;
let arn = '';
let home: string;
beforeAll(async () => {
  home = temporaryDirectory();
  system = await startSystem();
  await runApps(system, ['login', '--user', 'operator-1'], { env: { XDG_STATE_HOME: home } });
  await submit(system, { id: 'app-1', name: 'evil Spock', address: '1 Street' });
  arn = String((await recordIn(system, 'app-1', 'FLAGGED_FOR_REVIEW')).executionArn);
  await submit(system, { id: 'erased-1', name: 'Spock', address: '1 Street' });
  await recordIn(system, 'erased-1', 'APPROVED');
  const officer = await signIn(system, 'privacy-1');
  expect((await officer.post('/applications/erased-1/erasure', { reason: 'OBJECTION' })).status).toBeLessThan(300);
});
afterAll(async () => {
  expect(await system.stop()).toBe(0);
  removeDirectory(home);
});

/** Runs a command of the runbook in a shell. */
async function run(command: string): Promise<void> {
  const script = `aws() { ${AWS_CLI} --endpoint-url "$AWS_ENDPOINT_URL" --output json "$@"; }\n${command}`;
  await promisify(execFile)('bash', ['-c', script], {
    cwd: ROOT,
    env: {
      PATH: `${join(process.execPath, '..')}:${process.env.PATH}`,
      HOME: process.env.HOME,
      XDG_STATE_HOME: home,
      AWS_ENDPOINT_URL: system.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
      id: command.includes('erase') ? 'erased-1' : 'app-1',
      arn,
    },
  });
}

const testWithCli = AWS_CLI ? test : test.skip;

testWithCli.each(commands)('A command of the runbook works unchanged: %s', async (command) => {
  await expect(run(command)).resolves.toBeUndefined();
});

test('The runbook has commands', () => {
  expect(commands.length).toBeGreaterThan(20);
});
