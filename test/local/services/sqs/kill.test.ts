import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { createMail, type Mailbox } from '../../../../local/src/core/mail/mailbox.ts';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { removeDirectory, startKernel, temporaryDirectory } from '../../kernel.ts';

const ACKNOWLEDGED = 600;

/** Runs the other process until it has acknowledged enough calls, then kills it. Returns the acknowledged calls. */
const workAndKill = async (dataDir: string): Promise<string[]> => {
  const script = join(import.meta.dirname, 'killed-runtime.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === ACKNOWLEDGED) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return lines;
};

test('messages acknowledged before kill -9 still exist after a restart', async () => {
  const dataDir = temporaryDirectory();
  try {
    const lines = await workAndKill(dataDir);
    const acknowledged = (what: string) =>
      lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
    let mailbox: Mailbox | undefined;
    const kernel = await startKernel(
      (k) => {
        mailbox = createMail(k, undefined);
        return [createSqs(k), createDynamoDb(k), createSns(k, mailbox)];
      },
      { dataDir },
    );
    await kernel.inflight.idle();
    const rows = (sql: string) => kernel.store.prepare(sql).all();

    const kept = rows('SELECT body FROM sqs_messages').map(({ body }) => body);
    const deleted = acknowledged('deleted');
    expect(acknowledged('sent').filter((body) => !deleted.includes(body) && !kept.includes(body))).toHaveLength(0);
    expect(deleted.filter((body) => kept.includes(body))).toEqual([]);

    const { Items } = (await kernel.as('dynamodb', 'Scan', { TableName: 'orders' })) as {
      Items: { id: { S: string } }[];
    };
    const ids = new Set(Items.map(({ id }) => id.S));
    expect(acknowledged('put').filter((id) => !ids.has(id))).toEqual([]);

    const texts = new Set(mailbox?.list().map(({ text }) => text));
    expect(acknowledged('published').filter((at) => !texts.has(`text ${at}`))).toEqual([]);
    expect(
      [acknowledged('sent'), deleted, ids, texts].map((each) => ('size' in each ? each.size : each.length) > 10),
    ).toEqual([true, true, true, true]);
    await kernel.stop();
  } finally {
    removeDirectory(dataDir);
  }
});
