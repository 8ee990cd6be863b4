import type { Queues } from '../queues.ts';
import type { Message } from '../store/message-table.ts';
import { Poll, type Receive } from './poll.ts';
import { QueuePolls } from './queue-polls.ts';
import { Receiver } from './receiver.ts';

interface OpenPolls {
  readonly polls: QueuePolls;
  readonly leave: () => void;
  count: number;
}

/**
 * The open polls of all queues. A poll ends early when its client disconnects, when the runtime stops, and when the
 * runtime's clock is moved: the move waits until the running functions have ended, and such a function can itself be
 * waiting for a poll.
 */
export class Polls {
  readonly #queues: Queues;
  readonly #openPolls = new Map<string, OpenPolls>();
  #isStopped = false;

  constructor(queues: Queues) {
    this.#queues = queues;
    queues.kernel.inflight.onAwaited(() => this.#endWaiting());
  }

  /** Receives messages of a queue. After the client has disconnected (`signal`), no message is received for it. */
  async receive(queueName: string, receive: Receive, signal: AbortSignal | undefined): Promise<readonly Message[]> {
    if (signal?.aborted || this.#isStopped) return [];
    const poll = new Poll(receive);
    const end = () => poll.answer([]);
    signal?.addEventListener('abort', end, { once: true });
    const open = this.#enter(queueName);
    open.polls.join(poll);
    try {
      return await poll.answered;
    } finally {
      signal?.removeEventListener('abort', end);
      this.#leave(queueName, open);
    }
  }

  /** Wakes the polls of a deleted queue, which then fail. */
  queueDeleted(queueName: string): void {
    this.#openPolls.get(queueName)?.polls.serve();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endWaiting();
  }

  #endWaiting(): void {
    for (const { polls } of [...this.#openPolls.values()]) polls.endWaiting();
  }

  #enter(queueName: string): OpenPolls {
    const open = this.#openPolls.get(queueName) ?? this.#open(queueName);
    this.#openPolls.set(queueName, open);
    open.count += 1;
    return open;
  }

  #leave(queueName: string, open: OpenPolls): void {
    open.count -= 1;
    if (open.count > 0) return;
    open.leave();
    this.#openPolls.delete(queueName);
  }

  #open(queueName: string): OpenPolls {
    const queues = this.#queues;
    const polls = new QueuePolls(
      (work) =>
        queues.write(() => {
          const receiver = new Receiver(queues, queues.open(queueName));
          return work({
            first: ({ receive }, isEmpty) => receiver.first(receive, isEmpty),
            next: ({ receive }) => receiver.take(receive),
          });
        }),
      () => !this.#isStopped && !queues.kernel.inflight.isAwaited(),
    );
    return { polls, leave: queues.signals.on(queueName, () => polls.serve()), count: 0 };
  }
}
