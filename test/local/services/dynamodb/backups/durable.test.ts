import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ListBackupsCommand, RestoreTableFromBackupCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { backUp, createTable, describeTable, idsIn, putAll, startBackupSystem } from './harness.ts';

const ACKNOWLEDGED = 200;

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => removeDirectory(dataDir));

test('a backup outlives a restart of the runtime', async () => {
  const before = await startBackupSystem({ dataDir });
  await createTable(before, 'orders');
  await putAll(before, 'orders', [{ id: 'a' }, { id: 'b' }]);
  const { BackupArn } = await backUp(before, 'orders');
  await before.stop();
  const after = await startBackupSystem({ dataDir });
  await after.dynamodb.send(new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'restored' }));
  expect(await idsIn(after, 'restored')).toEqual(['a', 'b']);
  await after.stop();
});

/** Runs the other process until it has acknowledged enough calls, then kills it. Returns the acknowledged calls. */
const workAndKill = async (): Promise<string[][]> => {
  const script = join(import.meta.dirname, 'killed-runtime.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[][] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line.split(' '));
    if (lines.length === ACKNOWLEDGED) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return lines;
};

test('backups and restores acknowledged before kill -9 exist after a restart, and are complete', async () => {
  const lines = await workAndKill();
  const system = await startBackupSystem({ dataDir });
  const { BackupSummaries = [] } = await system.dynamodb.send(new ListBackupsCommand({}));
  const backups = new Set(BackupSummaries.map(({ BackupArn }) => BackupArn));
  let checked = 0;
  for (const [what, name = '', items] of lines) {
    if (what === 'put') continue;
    checked += 1;
    if (what === 'restored')
      expect([name, (await describeTable(system, name)).ItemCount]).toEqual([name, Number(items)]);
    else expect(backups.has(name)).toBe(true);
  }
  expect(checked).toBeGreaterThan(20);
  const [, last = '', items] = lines.findLast(([what]) => what === 'backup') ?? [];
  await system.dynamodb.send(new RestoreTableFromBackupCommand({ BackupArn: last, TargetTableName: 'checked' }));
  expect(await idsIn(system, 'checked')).toHaveLength(Number(items));
  await system.stop();
});
