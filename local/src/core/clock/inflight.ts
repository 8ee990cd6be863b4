/** Counts work in progress, so that clock moves and the shutdown can wait until it settles. */
export class Inflight {
  #count = 0;
  #waiting: (() => void)[] = [];
  readonly #listeners: (() => void)[] = [];

  /** Counts `work` until it settles. The caller must handle its rejection. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#count += 1;
    const done = () => this.#done();
    work.then(done, done);
    return work;
  }

  /**
   * Waits for work that may need the clock to move, such as an execution with a Wait state. Called by work that is
   * tracked: it does not count while it waits.
   */
  async waitFor<T>(other: Promise<T>): Promise<T> {
    this.#done();
    try {
      return await other;
    } finally {
      this.#count += 1;
    }
  }

  count(): number {
    return this.#count;
  }

  /** Resolves when no work has been in progress for one full turn of the event loop. */
  async idle(): Promise<void> {
    do {
      if (this.#count > 0) await this.#awaitDone();
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#count > 0);
  }

  /** Whether `idle` has waiters. Long polls must then end, because they would delay it. */
  isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** Calls `listener` each time a waiter of `idle` starts to wait. */
  onAwaited(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #awaitDone(): Promise<void> {
    const done = new Promise<void>((resolve) => this.#waiting.push(resolve));
    for (const listener of this.#listeners) listener();
    return done;
  }

  #done(): void {
    this.#count -= 1;
    if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
