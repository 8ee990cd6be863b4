import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { EXECUTIONS, startHundred } from './hundred-executions.ts';

const SCRIPT = join(import.meta.dirname, 'hundred-executions.ts');
/** Numbers of acknowledged executions after which the process is killed; the last run reaches the end. */
const KILLS = [1, 9, 40, 77, 100];

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean);

/** Runs the process until it has acknowledged this many executions, then kills it with SIGKILL. */
const runUntil = async (acknowledged: number, args: readonly [string, string, string]): Promise<void> => {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const finished = once(child.stdout, 'data');
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended && new Set(linesOf(args[2])).size < acknowledged)
    await Promise.race([exited, finished, new Promise((resolve) => setImmediate(resolve))]);
  child.kill('SIGKILL');
  await exited;
};

test('a hundred executions in all states survive killed processes, and each ends once', async () => {
  const dataDir = temporaryDirectory();
  const sentPath = join(dataDir, 'sent');
  const acknowledgedPath = join(dataDir, 'acknowledged');
  for (const path of [sentPath, acknowledgedPath]) writeFileSync(path, '');
  for (const count of KILLS) await runUntil(count, [dataDir, sentPath, acknowledgedPath]);

  const workflows = await startHundred(dataDir, sentPath, () => 'ok');
  await workflows.timers.advance(3_600_000);
  const tokens = new Set(linesOf(sentPath).map((line) => String(JSON.parse(line).token)));
  const open = [...tokens].map((taskToken) =>
    workflows.as('states', 'SendTaskSuccess', { taskToken, output: '"yes"' }),
  );
  await Promise.all(open);
  const arns = [...new Set(linesOf(acknowledgedPath))];
  const ended = await Promise.all(arns.map((arn) => workflows.ended(arn)));
  expect(arns.length).toBe(EXECUTIONS.length);
  expect(tokens.size).toBe(50);
  expect(ended.map(({ status }) => status)).toEqual(arns.map(() => 'SUCCEEDED'));
  for (const arn of arns) {
    const types = await workflows.history(arn);
    expect(types.filter((type) => /^Execution/.test(type))).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);
  }
  await workflows.stop();
  removeDirectory(dataDir);
});
