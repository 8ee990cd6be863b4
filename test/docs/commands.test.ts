import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { AWS_CLI, type System, startSystem } from '../support/system.ts';
import { commandsIn, type Ran, Shell } from './shell.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The pages in the order in which a new user reads them. Other tests run docs/{reviewing,reviewer-tooling,runbook}.md. */
const PAGES = [
  'README.md',
  'docs/supervising.md',
  'docs/operating.md',
  'samples/order-fulfilment/README.md',
  'samples/apartment-booking/README.md',
  'samples/promotion-approval/README.md',
  'samples/workflow-api/README.md',
  'docs/permissions.md',
] as const;

/** Commands that are not run here. */
const NOT_RUN: readonly RegExp[] = [
  // Runs for minutes; test/security/grants.test.ts runs it.
  /^npm run iam/,
  // Would change the machine. The shell of this test has a function `apps` instead.
  /^npm link/,
  // Starts a second system or stops the first; test/local/runtime/backups.test.ts runs them.
  /^npm start/,
  // Takes a minute; test/cli/clock.test.ts runs it.
  /^npm run -s apps -- clock/,
  // Need a failed run or a dead-letter message with this id, or ask before they change anything.
  /^apps (redrive|dlq delete) /,
  /^apps dlq redrive \S+$/,
  /^apps replay --from \S+ --to \S+$/,
  /^apps versions remove/,
];

const commandsOf = (page: string): readonly string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = '']) => commandsIn(block))
    .filter((command) => !NOT_RUN.some((pattern) => pattern.test(command)));

/** The state that the page says the command prints, such as `# APPROVED`. */
const expectedBy = (command: string): string => /# "?([A-Z_]{4,})"?$/.exec(command)?.[1] ?? '';

const MAX_TRIES = 25;

/** The command, with a check that it sets a variable if it does. The AWS CLI prints None for a missing value. */
const checked = (command: string): string => {
  const [, name] = /^(\w+)=\$\(/.exec(command) ?? [];
  return name === undefined ? command : `${command}\ntest -n "$${name}" -a "$${name}" != None`;
};

/** The reader of a page is slower than a program, so a command that comes too early is tried again. */
async function untilItWorks(shell: Shell, command: string): Promise<Ran> {
  const expected = expectedBy(command);
  for (let count = 1; ; count += 1) {
    const ran = await shell.run(checked(command));
    if ((ran.code === 0 && ran.printed.includes(expected)) || count === MAX_TRIES) return ran;
    await new Promise((resolve) => setTimeout(resolve, 200 * count));
  }
}

let system: System;
let home: string;
let shell: Shell;
beforeAll(async () => {
  home = temporaryDirectory();
  system = await startSystem('--samples');
  const PATH = `${join(process.execPath, '..')}:${process.env.PATH}`;
  const env = { PATH, HOME: home, XDG_STATE_HOME: home, AWS_ENDPOINT_URL: system.endpoint };
  shell = new Shell(ROOT, env);
  await shell.run(`apps() { node ${join(ROOT, 'cli/apps.js')} "$@"; }`);
});
afterAll(async () => {
  shell.close();
  await system.stop();
  removeDirectory(home);
});

const testWithCli = AWS_CLI ? test : test.skip;

describe.each(PAGES)('The commands of %s', (page) => {
  const commands = commandsOf(page);

  test('are found', () => {
    expect(commands.length).toBeGreaterThan(2);
  });

  testWithCli.each(commands)('work as printed: %s', async (command) => {
    const { code, printed } = await untilItWorks(shell, command);
    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining(expectedBy(command)) });
  });
});
