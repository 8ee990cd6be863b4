import { errorCodeOf } from '../aws/aws-error.ts';
import type { Caller } from '../aws/caller.ts';
import type { Kernel } from '../kernel.ts';
import { type BatchConsumer, BatchRunner } from './batch-runner.ts';
import { BatchingWindow } from './batching-window.ts';
import type { Checkpoints } from './checkpoints.ts';
import { type RecordFilter, recordFilter } from './record-filter.ts';
import type { StreamSettings } from './source-settings.ts';
import { EventBatch, eventRecord } from './stream-batch.ts';
import { openShard, type Shard, type StreamSource } from './stream-source.ts';

/** Maximum time between two reads, in case a signal is lost. Wall-clock time, like all times in this file. */
const SAFETY_POLL_MS = 20_000;
/** Wait before the first retry, in milliseconds; doubled for each further retry, up to `MAX_BACKOFF_MS`. */
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 60_000;

/** The consumer of a stream at the time of one batch. */
export interface StreamConsumer extends BatchConsumer {
  /** The identity that reads the stream. */
  readonly reader: Caller;
}

export interface StreamPollerPorts {
  readonly kernel: Kernel;
  readonly streamSource: StreamSource;
  readonly checkpoints: Checkpoints;
  /** Subject of the log's sentences, e.g. `An event source mapping`. */
  readonly subject: string;
  readonly logFields: { readonly [name: string]: string };
  /** Prepares the next batch. Throws AwsError. */
  consumer(): StreamConsumer;
}

/**
 * Reads one stream and passes one batch after the other to its consumer, so that the records keep their order. After a
 * signal it reads until the stream has no further record. Errors that the consumer throws, and errors of the stream
 * (missing permission, throttling, missing stream) are retried with backoff.
 */
export class StreamPoller {
  /** Two pollers of one stream would break the order of its records. */
  readonly isOrdered = true;
  readonly #ports: StreamPollerPorts;
  readonly #settings: StreamSettings;
  readonly #matches: RecordFilter;
  readonly #window: BatchingWindow;
  /**
   * Set to false in the same synchronous step as the decision to stop reading, so that no signal is lost in between.
   */
  #isReading = false;
  #reading: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | undefined;
  #safety: NodeJS.Timeout | undefined;
  #stopWaiting: () => void = () => {};
  #problems = 0;
  #stopped = false;
  /** Result of the last batch. */
  lastResult = 'No records processed';

  constructor(ports: StreamPollerPorts, settings: StreamSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#matches = recordFilter(settings.filters);
    this.#window = new BatchingWindow(settings.batchingWindowSeconds, ports.kernel.rush);
  }

  start(): void {
    this.#unsubscribe = this.#ports.streamSource.onRecords(this.#settings.streamArn, () => this.#wake());
    this.#safety = setInterval(() => this.#wake(), SAFETY_POLL_MS).unref();
    this.#wake();
  }

  /** Stops reading; resolves when the running invocation has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    clearInterval(this.#safety);
    this.#window.hurry();
    this.#stopWaiting();
    await this.#reading;
  }

  /** Ends a running batching window: a move of the runtime's clock must not wait for it. */
  hurry(): void {
    this.#window.hurry();
  }

  #wake(): void {
    this.#window.signal();
    if (this.#isReading || this.#stopped) return;
    this.#isReading = true;
    this.#reading = this.#readAll();
  }

  async #readAll(): Promise<void> {
    while (!this.#stopped) {
      try {
        const isEmpty = await this.#nextBatch();
        this.#problems = 0;
        if (isEmpty && !this.#window.isSignalled) break;
      } catch (error) {
        this.#problem(error);
        this.#problems += 1;
        await this.#pause(this.#problems);
      }
    }
    this.#isReading = false;
  }

  /** Processes one batch. Resolves with true if there are no more records, except those of a signal. */
  async #nextBatch(): Promise<boolean> {
    const { kernel, checkpoints } = this.#ports;
    const { uuid, startAfter } = this.#settings;
    const consumer = this.#ports.consumer();
    const from = checkpoints.get(uuid) ?? startAfter;
    this.#window.listen();
    const shard = await kernel.inflight.track(this.#open(consumer.reader));
    const batch = await this.#gather(shard, from);
    if (batch.last === from || this.#stopped) return true;
    const ports = { kernel, checkpoints, consumer, pause: (failures: number) => this.#pause(failures) };
    const runner = new BatchRunner(ports, this.#settings, shard.shardId);
    const isFinished = await runner.run(batch.records, (result) => {
      this.lastResult = result;
    });
    if (isFinished && checkpoints.get(uuid) !== batch.last)
      await kernel.inflight.track(checkpoints.set(uuid, batch.last));
    return !isFinished || !batch.isFull;
  }

  #open(reader: Caller): Promise<Shard> {
    const { kernel } = this.#ports;
    return kernel.store.untilStored(() => openShard(kernel, this.#settings.streamArn, reader));
  }

  /**
   * Collects one batch. It ends when it is full, when the stream has no more records or, with a batching window, when
   * the window ends. A batching window counts as work in flight. `hurry` ends it.
   */
  async #gather(shard: Shard, from: string): Promise<EventBatch> {
    const batch = new EventBatch(from, this.#settings.batchSize);
    const { inflight } = this.#ports.kernel;
    this.#window.reset(inflight.isAwaited());
    await inflight.track(this.#window.giveWay());
    await inflight.track(this.#window.pace());
    while (!batch.isFull && !this.#stopped) {
      this.#window.listen();
      const isEmpty = await inflight.track(this.#readInto(batch, shard));
      if (batch.records.length > 0) this.#window.start();
      if (!isEmpty) continue;
      this.#window.ranEmpty();
      if (batch.records.length === 0 || this.#window.isOver) break;
      await inflight.track(this.#window.wait());
    }
    return batch;
  }

  /** Reads one page into the batch. Resolves with true if the page is empty. */
  async #readInto(batch: EventBatch, shard: Shard): Promise<boolean> {
    const records = await shard.read(batch.last, batch.missing);
    for (const record of records) {
      const each = eventRecord(record, this.#settings.streamArn);
      if (!this.#matches(() => each.json)) batch.skip(each);
      else if (!batch.add(each)) break;
    }
    return records.length === 0;
  }

  /** Waits before a retry. Resolves with false if the poller stops. */
  async #pause(failures: number): Promise<boolean> {
    const ms = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), MAX_BACKOFF_MS);
    if (this.#stopped) return false;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return !this.#stopped;
  }

  #problem(error: unknown): void {
    const code = errorCodeOf(error);
    this.lastResult = `PROBLEM: ${code}`;
    const { kernel, subject, logFields } = this.#ports;
    kernel.log.warn(`${subject} cannot process its stream; it tries again with backoff.`, {
      stream: this.#settings.streamArn,
      ...logFields,
      error: code,
    });
  }
}
