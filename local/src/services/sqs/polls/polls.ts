import type { Queues } from '../queues.ts';
import type { Message } from '../store/message-table.ts';
import { Poll, type Receive } from './poll.ts';
import { PollLine } from './poll-line.ts';
import { Receiver } from './receiver.ts';

interface OpenLine {
  readonly line: PollLine;
  readonly leave: () => void;
  polls: number;
}

/**
 * The open polls of all queues. A poll ends early when the client disconnects, when the runtime stops, and when the
 * clock is moved: the move waits for running functions, and a function may wait for its poll.
 */
export class Polls {
  readonly #queues: Queues;
  readonly #lines = new Map<string, OpenLine>();
  #isStopped = false;

  constructor(queues: Queues) {
    this.#queues = queues;
    queues.kernel.inflight.onAwaited(() => this.#endWaiting());
  }

  /** Receives messages of a queue. A client that has disconnected (`signal`) receives none. */
  async receive(queueName: string, receive: Receive, signal: AbortSignal | undefined): Promise<readonly Message[]> {
    if (signal?.aborted || this.#isStopped) return [];
    const poll = new Poll(receive);
    const end = () => poll.answer([]);
    signal?.addEventListener('abort', end, { once: true });
    const open = this.#enter(queueName);
    open.line.join(poll);
    try {
      return await poll.answered;
    } finally {
      signal?.removeEventListener('abort', end);
      this.#leave(queueName, open);
    }
  }

  /** Wakes the polls of a deleted queue, which then fail. */
  queueDeleted(queueName: string): void {
    this.#lines.get(queueName)?.line.serve();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endWaiting();
  }

  #endWaiting(): void {
    for (const { line } of [...this.#lines.values()]) line.endWaiting();
  }

  #enter(queueName: string): OpenLine {
    const open = this.#lines.get(queueName) ?? this.#open(queueName);
    this.#lines.set(queueName, open);
    open.polls += 1;
    return open;
  }

  #leave(queueName: string, open: OpenLine): void {
    open.polls -= 1;
    if (open.polls > 0) return;
    open.leave();
    this.#lines.delete(queueName);
  }

  #open(queueName: string): OpenLine {
    const queues = this.#queues;
    const line = new PollLine(
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
    return { line, leave: queues.signals.on(queueName, () => line.serve()), polls: 0 };
  }
}
