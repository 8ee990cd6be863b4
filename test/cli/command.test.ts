import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { APPS, runApps } from './apps-process.ts';

const NOWHERE = { endpoint: 'http://127.0.0.1:9' };
const apps = (...args: readonly string[]) => runApps(NOWHERE, args);

describe('apps', () => {
  test('is a command of the package, and prints its version', async () => {
    expect(join(import.meta.dirname, '../..', manifest.bin.apps)).toBe(APPS);
    expect(await apps('--version')).toEqual({ code: 0, output: `${manifest.version}\n`, errors: '' });
  });

  test.each([
    [['frobnicate'], "error: unknown command 'frobnicate'\nSee apps --help.\n"],
    [['help', 'nope'], "error: unknown command 'nope'\nSee apps --help.\n"],
    [['help', 'dlq', 'nope'], "error: unknown command 'dlq nope'\nSee apps --help.\n"],
  ])('%j ends with a one-line error and the name of the help command', async (args, errors) => {
    expect(await apps(...args)).toEqual({ code: 2, output: '', errors });
  });

  test('help with a command shows the help of that command', async () => {
    const { code, output } = await apps('help', 'dlq', 'delete');
    expect([code, output]).toEqual([0, expect.stringContaining('Usage: apps dlq delete [options] <queue>')]);
  });

  test.each([['nonsense'], ['localhost:4566']])('names AWS_ENDPOINT_URL if it is %s', async (endpoint) => {
    const { code, errors } = await runApps({ endpoint }, ['doctor']);
    expect([code, errors]).toEqual([
      2,
      `AWS_ENDPOINT_URL is ${endpoint}; it must be a URL such as http://127.0.0.1:4566. ` +
        'For the system on this machine: eval "$(npm run -s env)"\n',
    ]);
  });

  test('refuses an unknown format of --output', async () => {
    const { code, errors } = await apps('list', '--output', 'yaml');
    expect([code, errors]).toEqual([2, expect.stringContaining('Allowed choices are table, json, csv.')]);
  });
});

describe('apps completion', () => {
  /** The completions that bash offers after these words. */
  const offered = async (...words: readonly string[]): Promise<readonly string[]> => {
    const { output } = await apps('completion', 'bash');
    const set = `COMP_WORDS=(apps ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`;
    const script = `${output}\n${set}; _apps; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script]);
    return stdout.trim().split('\n');
  };

  test('completes commands, subcommands and options in bash', async () => {
    expect(await offered('do')).toEqual(['doctor']);
    expect(await offered('dlq', 're')).toEqual(['redrive']);
    expect(await offered('review', 'reject', 'a-1', '--rea')).toEqual(['--reason']);
  });

  test('prints scripts for zsh and fish', async () => {
    expect((await apps('completion', 'zsh')).output).toMatch(/^#compdef apps\n.*compdef _apps apps\n$/s);
    expect((await apps('completion', 'fish')).output).toContain(
      "complete -c apps -n '__fish_seen_subcommand_from dlq' -a list -d",
    );
  });
});

test('--output json is the same as --json', async () => {
  const { output } = await apps('completion', 'bash', '--output', 'json');
  expect(JSON.parse(output).script).toContain('complete -F _apps apps');
});
