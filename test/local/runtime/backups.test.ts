import { existsSync, readdirSync, truncateSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { backUpDirectory, restoreDirectory } from '../../../local/src/runtime/backups.ts';
import { type Runtime, startRuntime } from '../../../local/src/runtime/runtime.ts';
import { configFor } from '../../support/clients.ts';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';

const directories: string[] = [];
const runtimes: Runtime[] = [];
afterEach(async () => {
  for (const runtime of runtimes.splice(0)) await runtime.stop();
  for (const directory of directories.splice(0)) removeDirectory(directory);
});

const temporary = (): string => {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
};
const start = async (dataDir: string): Promise<Runtime> => {
  const runtime = await startRuntime({ port: 0, dataDir });
  runtimes.push(runtime);
  return runtime;
};
const stop = async (runtime: Runtime): Promise<void> => {
  runtimes.splice(runtimes.indexOf(runtime), 1);
  await runtime.stop();
};
const portOf = ({ endpoint }: Runtime): number => Number(new URL(endpoint).port);
const addQueue = async ({ endpoint }: Runtime, name: string) => {
  const sqs = new SQSClient(configFor(endpoint));
  await sqs.send(new CreateQueueCommand({ QueueName: name }));
  sqs.destroy();
};
const queuesOf = async ({ endpoint }: Runtime): Promise<readonly string[]> => {
  const sqs = new SQSClient(configFor(endpoint));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  sqs.destroy();
  return QueueUrls.map((url) => basename(url));
};
const UNUSED_PORT = 1;

describe('A backup', () => {
  test('is one file, made while the runtime serves, from which everything can be restored', async () => {
    const dataDir = join(temporary(), 'data');
    const file = join(temporary(), 'backup.sqlite');
    const runtime = await start(dataDir);
    await addQueue(runtime, 'before');
    await backUpDirectory(dataDir, file, portOf(runtime));
    await addQueue(runtime, 'after');
    await stop(runtime);
    const { kept } = restoreDirectory(file, dataDir);
    const restored = await start(dataDir);
    expect(await queuesOf(restored)).toEqual(['before']);
    await stop(restored);
    const former = await start(String(kept));
    expect(await queuesOf(former)).toEqual(['before', 'after'].sort());
  });

  test('contains the mails and logs besides the store, and can be made without a runtime', async () => {
    const dataDir = join(temporary(), 'data');
    const file = join(temporary(), 'backup.sqlite');
    const runtime = await start(dataDir);
    await runtime.kernel.store.write(() => {});
    const { createMail } = await import('../../../local/src/core/mail/mailbox.ts');
    await createMail(runtime.kernel).deliver({ from: 'a@b.c', to: ['d@e.f'], subject: 's', text: 't' });
    await stop(runtime);
    await backUpDirectory(dataDir, file, UNUSED_PORT);
    const copy = join(temporary(), 'copy');
    restoreDirectory(file, copy);
    expect(readdirSync(join(copy, 'mail'))).toEqual(readdirSync(join(dataDir, 'mail')));
    expect((await start(copy)).mail()).toHaveLength(1);
  });

  test('does not overwrite a file, and is not written into a directory that does not exist', async () => {
    const dataDir = temporary();
    const runtime = await start(dataDir);
    const file = join(temporary(), 'backup.sqlite');
    await backUpDirectory(dataDir, file, portOf(runtime));
    await expect(backUpDirectory(dataDir, file, portOf(runtime))).rejects.toThrow(
      /exists\. Give the name of a new file/,
    );
    const lost = join(dirname(file), 'nowhere', 'b.sqlite');
    await expect(backUpDirectory(dataDir, lost, portOf(runtime))).rejects.toThrow(/nowhere does not exist/);
  });

  test('is not made by the runtime on the port if that runtime has another data directory', async () => {
    const runtime = await start(temporary());
    const other = temporary();
    const file = join(temporary(), 'b.sqlite');
    await expect(backUpDirectory(other, file, portOf(runtime))).rejects.toThrow(/There is nothing to back up in/);
  });
});

describe('Restoring', () => {
  test('refuses a truncated backup and a file that is not a backup, and changes nothing', async () => {
    const dataDir = temporary();
    const runtime = await start(dataDir);
    await addQueue(runtime, 'kept');
    const file = join(temporary(), 'backup.sqlite');
    await backUpDirectory(dataDir, file, portOf(runtime));
    await stop(runtime);
    truncateSync(file, 8192);
    expect(() => restoreDirectory(file, dataDir)).toThrow(/is not a whole backup of this runtime/);
    expect(() => restoreDirectory(join(dataDir, 'runtime.sqlite'), dataDir)).toThrow(/no such table: backup_files/);
    expect(() => restoreDirectory('/nowhere', dataDir)).toThrow('/nowhere does not exist.');
    expect(existsSync(dataDir)).toBe(true);
    expect(await queuesOf(await start(dataDir))).toEqual(['kept']);
  });

  test('refuses a data directory that a runtime uses', async () => {
    const dataDir = temporary();
    const runtime = await start(dataDir);
    const file = join(temporary(), 'backup.sqlite');
    await backUpDirectory(dataDir, file, portOf(runtime));
    const code = `import { restoreDirectory } from ${JSON.stringify(new URL('../../../local/src/runtime/backups.ts', import.meta.url).href)};
      try { restoreDirectory(${JSON.stringify(file)}, ${JSON.stringify(dataDir)}); } catch (error) { console.log(error.message); }`;
    const { execFileSync } = await import('node:child_process');
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(said).toContain('is in use by a runtime. Stop it first.');
  });
});
