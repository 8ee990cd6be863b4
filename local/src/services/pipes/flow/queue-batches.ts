import type { Kernel } from '../../../core/kernel.ts';
import { openQueue, type Queue } from '../../../core/polling/queue.ts';
import type { ReceivedMessage } from '../../../core/polling/queue-operations.ts';
import type { QueueConsumer } from '../../../core/polling/queue-poller.ts';
import { recordBatches } from '../../../core/polling/queue-record.ts';
import type { Pipe } from '../pipe.ts';
import { callerOf } from './caller.ts';
import { FAILURE, passThrough } from './flow.ts';
import type { FailedEvents } from './targets/target-kind.ts';

/** Passes batches of a queue through a pipe, and deletes the messages that succeeded. */
export class QueueBatches implements QueueConsumer {
  readonly #kernel: Kernel;
  readonly #pipe: Pipe;
  readonly queue: Queue;

  constructor(kernel: Kernel, pipe: Pipe) {
    this.#kernel = kernel;
    this.#pipe = pipe;
    this.queue = openQueue(kernel, pipe.source, callerOf(kernel.home, pipe));
  }

  async process(messages: readonly ReceivedMessage[], report: (result: string) => void): Promise<void> {
    const { home, store } = this.#kernel;
    for (const batch of recordBatches(messages, this.#pipe.source, home.region)) {
      const events = batch.records.map((json, position) => ({ json, id: batch.messages[position]?.MessageId }));
      const failed = await passThrough(this.#kernel, this.#pipe, events);
      const done = succeeded(batch.messages, failed);
      report(done.length === batch.messages.length ? 'OK' : FAILURE);
      if (done.length > 0) await store.untilStored(() => this.queue.remove(done));
    }
  }
}

/** The messages that succeeded. In a message group of a FIFO queue, these are the messages before the first failed one. */
const succeeded = (messages: readonly ReceivedMessage[], failed: FailedEvents): readonly ReceivedMessage[] => {
  if (failed === 'all') return [];
  const stoppedGroups = new Set<string>();
  return messages.filter(({ MessageId, Attributes }) => {
    const group = Attributes?.MessageGroupId;
    const isDone = !failed.has(MessageId) && !(group !== undefined && stoppedGroups.has(group));
    if (!isDone && group !== undefined) stoppedGroups.add(group);
    return isDone;
  });
};
