/**
 * The time in which a poller collects one batch: MaximumBatchingWindowInSeconds from the first record, in wall-clock
 * time. Also stores the signal that there may be more records; a signal ends a wait.
 */
export class BatchingWindow {
  readonly #lengthMs: number;
  #endsMs = Number.POSITIVE_INFINITY;
  #isHurried = false;
  #isSignalled = false;
  #wakeUp: () => void = () => {};

  constructor(seconds: number) {
    this.#lengthMs = seconds * 1000;
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
    this.#wakeUp();
  }

  /** Ends the running window: a move of the runtime's clock must not wait for it. */
  hurry(): void {
    this.#isHurried = true;
    this.#wakeUp();
  }

  /** Ends a running `wait` immediately; used when the poller stops. */
  interrupt(): void {
    this.#wakeUp();
  }

  /** Resolves at a signal (or immediately, if there was one since `listen`), or at the end of the window. */
  async wait(): Promise<void> {
    if (this.#isSignalled) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#endsMs - performance.now());
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
