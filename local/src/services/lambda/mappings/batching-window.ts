/**
 * The time for which a poller collects a batch: MaximumBatchingWindowInSeconds from the first record, in wall-clock time.
 * Also keeps the signal that there may be more records, which ends a wait.
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

  /** True if there may be records that came after the last `listen`. */
  get isSignalled(): boolean {
    return this.#isSignalled;
  }

  get isOver(): boolean {
    return this.#isHurried || performance.now() >= this.#endsMs;
  }

  /** Prepares for a new batch. `isHurried`: it takes only the records that are there. */
  reset(isHurried: boolean): void {
    this.#endsMs = Number.POSITIVE_INFINITY;
    this.#isHurried = isHurried;
  }

  /** Starts the window, at the first record of a batch; has no effect while it runs. */
  start(): void {
    if (this.#endsMs === Number.POSITIVE_INFINITY) this.#endsMs = performance.now() + this.#lengthMs;
  }

  /** Call it before a read, so that records that come during the read are not missed. */
  listen(): void {
    this.#isSignalled = false;
  }

  signal(): void {
    this.#isSignalled = true;
    this.#wakeUp();
  }

  /** Ends the running window: a clock move waits for its records. */
  hurry(): void {
    this.#isHurried = true;
    this.#wakeUp();
  }

  /** Ends a running wait. */
  interrupt(): void {
    this.#wakeUp();
  }

  /** Resolves at a signal, also an earlier one since `listen`, or at the end of the window. */
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
