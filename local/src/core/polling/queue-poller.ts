import { errorCodeOf } from '../aws/aws-error.ts';
import type { Kernel } from '../kernel.ts';
import { BatchingWindow } from './batching-window.ts';
import type { Queue } from './queue.ts';
import type { ReceivedMessage } from './queue-operations.ts';
import { sqsRecord } from './queue-record.ts';
import type { QueueSignals } from './queue-signals.ts';
import { messageText, type RecordFilter, recordFilter } from './record-filter.ts';
import type { QueueSettings } from './source-settings.ts';

/** Maximum time between two polls, in case a queue signal is lost. Wall-clock time, like all times in this file. */
const SAFETY_POLL_MS = 20_000;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;
/** Number of concurrent batches without MaximumConcurrency; AWS starts with five. */
const DEFAULT_CONCURRENCY = 5;

/** The consumer of a queue at the time of one batch. */
export interface QueueConsumer {
  readonly queue: Queue;
  /**
   * Processes one batch and deletes the messages that succeeded. Calls `report` with the result of each part. Rejects
   * if the messages could not be processed for another reason than a failure of the consumer's own code.
   */
  process(messages: readonly ReceivedMessage[], report: (result: string) => void): Promise<void>;
}

export interface QueuePollerPorts {
  readonly kernel: Kernel;
  readonly signals: QueueSignals;
  /** Subject of the log's sentences, e.g. `An event source mapping`. */
  readonly subject: string;
  readonly logFields: { readonly [name: string]: string };
  /** Prepares the next batch. Throws AwsError. */
  consumer(): QueueConsumer;
}

/**
 * Polls one queue for one consumer. After a queue signal it receives until the queue is empty, or until the maximum
 * number of concurrent batches runs. Messages that the consumer does not delete become visible again after the
 * visibility timeout. Errors that the consumer throws (missing permission, throttling, missing queue) are retried after
 * 1 s; the wait is doubled up to 60 s.
 */
export class QueuePoller {
  /** Batches of a queue are independent: a new poller may start before the former one has stopped. */
  readonly isOrdered = false;
  readonly #ports: QueuePollerPorts;
  readonly #settings: QueueSettings;
  readonly #matches: RecordFilter;
  readonly #window: BatchingWindow;
  readonly #batches = new Set<Promise<void>>();
  /**
   * Set to false in the same synchronous step as the decision to stop receiving, so that no signal is lost in between.
   */
  #isReceiving = false;
  #receiving: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | undefined;
  #safety: NodeJS.Timeout | undefined;
  #backoff: NodeJS.Timeout | undefined;
  #backoffMs = FIRST_BACKOFF_MS;
  #stopped = false;
  /** Result of the last batch. */
  lastResult = 'No records processed';

  constructor(ports: QueuePollerPorts, settings: QueueSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#matches = recordFilter(settings.filters);
    this.#window = new BatchingWindow(settings.batchingWindowSeconds, ports.kernel.rush);
  }

  start(): void {
    this.#unsubscribe = this.#ports.signals.onMessage(this.#settings.queueArn, () => this.#wake());
    this.#safety = setInterval(() => this.#wake(), SAFETY_POLL_MS).unref();
    this.#wake();
  }

  /** Stops receiving; resolves when the running batches have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    clearInterval(this.#safety);
    clearTimeout(this.#backoff);
    this.#window.hurry();
    await this.#receiving;
    await Promise.all(this.#batches);
  }

  /** Ends a running batching window: a move of the runtime's clock must not wait for it. */
  hurry(): void {
    this.#window.hurry();
  }

  #wake(): void {
    this.#window.signal();
    if (this.#isReceiving || this.#backoff || this.#stopped) return;
    this.#isReceiving = true;
    this.#receiving = this.#receiveAll();
  }

  async #receiveAll(): Promise<void> {
    try {
      while (!this.#stopped && this.#batches.size < (this.#settings.maximumConcurrency ?? DEFAULT_CONCURRENCY)) {
        const consumer = this.#ports.consumer();
        const messages = await this.#gather(consumer.queue);
        this.#backoffMs = FIRST_BACKOFF_MS;
        if (messages.length > 0) this.#begin(consumer, messages);
        else if (!this.#window.isSignalled) return;
      }
    } catch (error) {
      this.#problem(error, 'cannot receive from its queue; it tries again with backoff.');
      this.#pause();
    } finally {
      this.#isReceiving = false;
    }
  }

  /**
   * Collects one batch. It ends when it is full, when the queue has no more visible messages or, with a batching
   * window, when the window ends. A batching window counts as work in flight, because its messages are already hidden
   * in the queue. `hurry` ends it.
   */
  async #gather(queue: Queue): Promise<readonly ReceivedMessage[]> {
    const { batchSize } = this.#settings;
    const messages: ReceivedMessage[] = [];
    const { inflight, store } = this.#ports.kernel;
    this.#window.reset(inflight.isAwaited());
    await inflight.track(this.#window.giveWay());
    for (;;) {
      this.#window.listen();
      const receiving = store.untilStored(() => queue.receive(batchSize - messages.length));
      const received = await this.#matching(queue, await inflight.track(receiving));
      if (received.length > 0) this.#window.start();
      messages.push(...received);
      if (messages.length === 0 || messages.length >= batchSize || this.#stopped) return messages;
      if (this.#window.isOver) return messages;
      if (received.length > 0) continue;
      this.#window.ranEmpty();
      await inflight.track(this.#window.wait());
    }
  }

  /** Deletes the messages that no filter matches, as AWS does; returns the others. */
  async #matching(queue: Queue, messages: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const { region } = this.#ports.kernel.home;
    const { yes = [], no = [] } = Object.groupBy(messages, (message) =>
      this.#matches(() => messageText(sqsRecord(message, this.#settings.queueArn, region))) ? 'yes' : 'no',
    );
    const { inflight, store } = this.#ports.kernel;
    if (no.length > 0) await inflight.track(store.untilStored(() => queue.remove(no)));
    return yes;
  }

  #begin(consumer: QueueConsumer, messages: readonly ReceivedMessage[]): void {
    const report = (result: string): void => {
      this.lastResult = result;
    };
    const batch = this.#ports.kernel.inflight
      .track(consumer.process(messages, report))
      .catch((error) => {
        this.#problem(error, 'could not process a batch; its messages become visible again.');
        this.#pause();
      })
      .finally(() => {
        this.#batches.delete(batch);
        this.#wake();
      });
    this.#batches.add(batch);
  }

  #problem(error: unknown, what: string): void {
    const code = errorCodeOf(error);
    this.lastResult = `PROBLEM: ${code}`;
    const { kernel, subject, logFields } = this.#ports;
    kernel.log.warn(`${subject} ${what}`, { queue: this.#settings.queueArn, ...logFields, error: code });
  }

  #pause(): void {
    if (this.#stopped || this.#backoff) return;
    this.#backoff = setTimeout(() => {
      this.#backoff = undefined;
      this.#wake();
    }, this.#backoffMs).unref();
    this.#backoffMs = Math.min(this.#backoffMs * 2, MAX_BACKOFF_MS);
  }
}
