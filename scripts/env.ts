// Prints shell commands that make AWS tools connect to the one-machine runtime: `eval "$(npm run -s env)"`.
// `npm run -s env -- --unset` prints the commands that undo this.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Usage: eval "$(npm run -s env -- [--unset] [--shell sh|fish|powershell])"

Makes AWS tools in this shell connect to the system on this machine, at AWS_ENDPOINT_URL or http://127.0.0.1:4566.
  --unset   prints the way back to AWS
  --shell   sh (default; also bash and zsh); fish: npm run -s env -- --shell fish | source
`;

/** Commands of a shell that set or remove an environment variable. */
interface Shell {
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
}

const SHELLS: Readonly<Record<string, Shell>> = {
  sh: {
    set: (name, value) => `export ${name}=${/^[\w:/.=,+-]*$/.test(value) ? value : `'${value}'`}`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    set: (name, value) => `$env:${name} = '${value}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
};

/**
 * Variables that would make a tool use a real account even though the other variables are set. The printed commands
 * remove them.
 */
const CONTRADICTING = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'];

/**
 * For each major version of the AWS CLI, the first minor version that reads AWS_ENDPOINT_URL. The version in Debian is
 * older.
 */
const READS_ENDPOINT = { 1: 29, 2: 13 };

/**
 * Directory of a program named `aws`, for an AWS CLI that does not read AWS_ENDPOINT_URL. Unlike a shell alias, a
 * program on the PATH is also found by scripts, xargs and make.
 */
const SHIM = join(import.meta.dirname, '../dist/bin');

/** PATH without the shim's directory. */
const pathWithoutShim = (): string =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => directory !== SHIM)
    .join(delimiter);

const isOldCli = (): boolean => {
  const env = { ...process.env, PATH: pathWithoutShim() };
  const { stdout } = spawnSync('aws', ['--version'], { encoding: 'utf8', env });
  const [, major, minor] = /aws-cli\/(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (major !== '1' && major !== '2') return false;
  return Number(minor) < READS_ENDPOINT[major === '1' ? 1 : 2];
};

/** Writes the program `aws`, which runs the real AWS CLI with the endpoint as an option. */
const writeShim = (): void => {
  mkdirSync(SHIM, { recursive: true });
  const file = join(SHIM, 'aws');
  const real = 'PATH=$(printf %s "$PATH" | tr : "\\n" | grep -vxF "$here" | paste -sd: -)';
  writeFileSync(
    file,
    `#!/bin/sh\nhere=$(dirname "$0")\n${real}\nexec aws \${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"\n`,
  );
  chmodSync(file, 0o755);
};

const variablesFor = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PAGER: '',
});

const answers = (endpoint: string): Promise<boolean> =>
  fetch(new URL('/_local/health', endpoint), { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      unset: { type: 'boolean' },
      shell: { type: 'string', default: 'sh' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return void process.stdout.write(USAGE);
  const shell = SHELLS[values.shell];
  if (shell === undefined) throw new Error(`--shell is ${values.shell}; it must be ${Object.keys(SHELLS).join(', ')}.`);
  const endpoint = process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566';
  const variables = variablesFor(endpoint);
  if (values.unset === true) {
    for (const name of Object.keys(variables)) console.log(shell.unset(name));
    if (process.env.PATH !== pathWithoutShim()) console.log(shell.set('PATH', pathWithoutShim()));
    return;
  }
  for (const name of CONTRADICTING) if (process.env[name] !== undefined) console.log(shell.unset(name));
  for (const [name, value] of Object.entries(variables)) console.log(shell.set(name, value));
  if (isOldCli()) {
    writeShim();
    console.log(shell.set('PATH', [SHIM, pathWithoutShim()].join(delimiter)));
  }
  if (!(await answers(endpoint))) process.stderr.write(`Nothing answers at ${endpoint} yet: npm start\n`);
};

await main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
});
