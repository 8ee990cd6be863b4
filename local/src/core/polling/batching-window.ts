import type { Rush } from './rush.ts';

/**
 * Minimum time between a read that found a source empty and the next one, so that under load a read returns several
 * records. Lambda polls a stream four times a second.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-eventsourcemapping.html
 */
const POLL_INTERVAL_MS = 100;

/**
 * The time in which a poller collects one batch: MaximumBatchingWindowInSeconds from the first record, in wall-clock
 * time. Also stores the signal that there may be more records; a signal ends a wait.
 */
export class BatchingWindow {
  readonly #lengthMs: number;
  readonly #rush: Rush;
  #endsMs = Number.POSITIVE_INFINITY;
  #emptyMs = Number.NEGATIVE_INFINITY;
  #isHurried = false;
  #isSignalled = false;
  #wakeUp: () => void = () => {};
  #onSignal: () => void = () => {};

  constructor(seconds: number, rush: Rush) {
    this.#lengthMs = seconds * 1000;
    this.#rush = rush;
  }

  /** True if new records may have arrived since the last `listen`. */
  get isSignalled(): boolean {
    return this.#isSignalled;
  }

  get isOver(): boolean {
    return this.#isHurried || performance.now() >= this.#endsMs;
  }

  /** Prepares for a new batch. If `isHurried` is true, the batch contains only the records that are available now. */
  reset(isHurried: boolean): void {
    this.#endsMs = Number.POSITIVE_INFINITY;
    this.#isHurried = isHurried;
  }

  /** Starts the window; called for the first record of a batch. Has no effect while the window runs. */
  start(): void {
    if (this.#endsMs === Number.POSITIVE_INFINITY) this.#endsMs = performance.now() + this.#lengthMs;
  }

  /** Resets the signal. Call it before a read, so that records that arrive during the read are not missed. */
  listen(): void {
    this.#isSignalled = false;
  }

  signal(): void {
    this.#isSignalled = true;
    this.#onSignal();
  }

  /** Notes that a read found no record. */
  ranEmpty(): void {
    this.#emptyMs = performance.now();
  }

  /** Ends the running window: neither a move of the runtime's clock nor the end of the poller must wait for it. */
  hurry(): void {
    this.#isHurried = true;
    this.#wakeUp();
  }

  /**
   * Waits for a signal (or returns immediately, if there was one since `listen`), then until the source may be polled
   * again. Resolves at the end of the window at the latest.
   */
  async wait(): Promise<void> {
    if (!this.#isSignalled) await this.#sleepUntil(this.#endsMs, true);
    await this.pace();
  }

  /** Called before a batch: during a rush, gives way to executions if the consumer has a batching window. */
  async giveWay(): Promise<void> {
    if (this.#lengthMs === 0) return;
    const forget = this.#rush.onEnd(() => this.#wakeUp());
    await this.#sleepUntil(this.#rush.precedenceEndsMs, false);
    forget();
  }

  /** Waits until the source may be polled again, at most until the end of the window. */
  pace(): Promise<void> {
    return this.#sleepUntil(Math.min(this.#endsMs, this.#emptyMs + POLL_INTERVAL_MS), false);
  }

  async #sleepUntil(endMs: number, isEndedBySignal: boolean): Promise<void> {
    const ms = endMs - performance.now();
    if (this.#isHurried || ms <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#onSignal = isEndedBySignal ? this.#wakeUp : () => {};
    });
  }
}
