/** Counts the work in hand, so that moving the clock and stopping can wait until everything has settled. */
export class Inflight {
  #count = 0;
  #waiting: (() => void)[] = [];

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
      if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#count > 0);
  }

  #done(): void {
    this.#count -= 1;
    if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
