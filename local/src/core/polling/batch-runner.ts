import type { Kernel } from '../kernel.ts';
import { type Attempt, afterFailure } from './attempts.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { DiscardedBatch } from './discarded-batch.ts';
import type { StreamSettings } from './source-settings.ts';
import type { EventRecord } from './stream-batch.ts';

/** Processes the records of a stream. */
export interface BatchConsumer {
  /**
   * Processes the records in order. Resolves with the number of records at the start that succeeded. Rejects with
   * AwsError if the attempt does not count, for example if the consumer is throttled.
   */
  attempt(records: readonly EventRecord[]): Promise<number>;
  /** Reports records that are not processed any more. Must not reject because the destination refuses the report. */
  discard(batch: DiscardedBatch, shardId: string): Promise<void>;
  /** Result of an attempt in which a record failed. */
  readonly failureResult: string;
}

export interface BatchPorts {
  readonly kernel: Kernel;
  readonly checkpoints: Checkpoints;
  readonly consumer: BatchConsumer;
  /**
   * Waits before a retry. `failures` is the number of consecutive failed invocations. Resolves with false if the
   * poller stops.
   */
  pause(failures: number): Promise<boolean>;
}

/**
 * Processes one batch of a stream until each record succeeded or was discarded. Stores a checkpoint after each part, so
 * that a restart repeats only unfinished records.
 */
export class BatchRunner {
  readonly #ports: BatchPorts;
  readonly #settings: StreamSettings;
  readonly #shardId: string;

  constructor(ports: BatchPorts, settings: StreamSettings, shardId: string) {
    this.#ports = ports;
    this.#settings = settings;
    this.#shardId = shardId;
  }

  /**
   * Resolves with false if the poller stopped before all records were finished. Rejects with AwsError if an attempt does
   * not count.
   */
  async run(records: readonly EventRecord[], report: (result: string) => void): Promise<boolean> {
    let waiting: readonly Attempt[] = [{ records, failures: 0, invocations: 0 }];
    let failures = 0;
    for (;;) {
      const [whole, ...later] = waiting;
      if (!whole) return true;
      const attempt = await this.#withoutExpired(whole);
      if (attempt.records.length === 0) {
        waiting = later;
        continue;
      }
      const done = await this.#ports.consumer.attempt(attempt.records);
      const succeeded = done === attempt.records.length;
      report(succeeded ? 'OK' : this.#ports.consumer.failureResult);
      await this.#finish(attempt.records.slice(0, done));
      failures = succeeded ? 0 : failures + 1;
      const next = succeeded ? [] : await this.#afterFailure(attempt, done);
      waiting = [...next, ...later];
      if (next.length > 0 && !(await this.#ports.pause(failures))) return false;
    }
  }

  async #afterFailure(attempt: Attempt, done: number): Promise<readonly Attempt[]> {
    const next = afterFailure(attempt, done, this.#settings);
    if (next.kind === 'retry') return next.attempts;
    await this.#discard(next.attempt, 'RetryAttemptsExhausted');
    return [];
  }

  /** Discards the records that are older than the settings allow; these are the first ones of the batch. */
  async #withoutExpired(attempt: Attempt): Promise<Attempt> {
    const { maximumRecordAgeSeconds: seconds } = this.#settings;
    if (seconds < 0) return attempt;
    const oldestMs = this.#ports.kernel.clock.now() - seconds * 1000;
    const expired = attempt.records.filter(({ createdMs }) => createdMs < oldestMs);
    if (expired.length === 0) return attempt;
    await this.#discard({ ...attempt, records: expired }, 'RecordAgeExceeded');
    return { ...attempt, records: attempt.records.slice(expired.length) };
  }

  async #discard({ records, invocations }: Attempt, condition: DiscardedBatch['condition']): Promise<void> {
    await this.#ports.consumer.discard({ records, condition, invocations }, this.#shardId);
    await this.#finish(records);
  }

  async #finish(records: readonly EventRecord[]): Promise<void> {
    const { kernel, checkpoints } = this.#ports;
    const last = records.at(-1);
    if (last) await kernel.inflight.track(checkpoints.set(this.#settings.uuid, last.sequenceNumber));
  }
}
