/** Counts the work in hand, so that moving the clock and stopping can wait until everything has settled. */
export class Inflight {
  #count = 0;
  #waiting: (() => void)[] = [];
  readonly #listeners: (() => void)[] = [];

  /** Counts `work` until it settles; its failure must be handled by the caller. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#count += 1;
    const done = () => this.#done();
    work.then(done, done);
    return work;
  }

  count(): number {
    return this.#count;
  }

  /** Resolves when nothing has been in hand for one full turn of the event loop. */
  async idle(): Promise<void> {
    do {
      if (this.#count > 0) await this.#awaitDone();
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#count > 0);
  }

  /** Whether somebody waits for everything to settle: what only waits for others must not hold that up. */
  isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** `listener` is called whenever somebody begins to wait. */
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
