import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { removeDirectory, startKernel, temporaryDirectory } from '../../kernel.ts';
import { QUEUES, received, startReceivers } from './crashed-receivers.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => removeDirectory(dataDir));

/** Starts a process whose messages are received, and kills it. */
const crash = async (): Promise<void> => {
  const script = join(import.meta.dirname, 'crashed-receivers.ts');
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
};

describe('Messages in flight', () => {
  test.each(QUEUES)(
    'of an event source mapping in %s are visible after a crash, and the receive does not count',
    async (name) => {
      await crash();
      const kernel = await startKernel((k) => [createSqs(k)], { dataDir });
      const messages = await received(kernel, name);
      expect(messages).toMatchObject([{ Body: 'of-a-mapping', Attributes: { ApproximateReceiveCount: '1' } }]);
      await kernel.stop();
    },
  );

  test.each(QUEUES)('of a client of %s stay hidden after a crash until their visibility timeout ends', async (name) => {
    await crash();
    const kernel = await startKernel((k) => [createSqs(k)], { dataDir });
    await received(kernel, name);
    expect(await received(kernel, name)).toEqual([]);
    await kernel.timers.advance(180_000);
    const bodies = [...(await received(kernel, name)), ...(await received(kernel, name))].map(({ Body }) => Body);
    expect(bodies.toSorted()).toEqual(['of-a-client', 'of-a-mapping']);
    await kernel.stop();
  });

  test.each(QUEUES)('of %s stay hidden after a clean end', async (name) => {
    const before = await startReceivers(dataDir);
    await before.stop();
    const kernel = await startKernel((k) => [createSqs(k)], { dataDir });
    expect(await received(kernel, name)).toEqual([]);
    await kernel.stop();
  });
});
