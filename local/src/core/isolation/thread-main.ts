/** Entry point of a worker thread for isolated work: performs one piece of work after another. */
import { parentPort } from 'node:worker_threads';
import type { ThreadMessage, WorkMessage } from './messages.ts';

const port = parentPort;
if (!port) throw new Error('thread-main.ts must run in a worker thread; it was started in the main thread.');

const send = (message: ThreadMessage): void => port.postMessage(message);

const perform = async ({ module, input }: WorkMessage): Promise<void> => {
  try {
    const work: { perform(input: unknown): unknown } = await import(module);
    send({ kind: 'begun' });
    send({ kind: 'done', value: await work.perform(input) });
  } catch (error) {
    send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
};

port.on('message', (message: WorkMessage) => void perform(message));
