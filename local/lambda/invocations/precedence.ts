import { availableParallelism } from 'node:os';

/** Real time, as what lasts here is other work. */
const LONGEST_WAIT_MS = 1_000;

interface Yielding {
  readonly begin: () => void;
  readonly patience: NodeJS.Timeout;
}

/**
 * Lets invocations that somebody waits for go before those that nobody waits for. While there are as many of the first as
 * processors, one of the second begins when another invocation ends, or when it has waited for a second.
 */
export class Precedence {
  readonly #processors = availableParallelism();
  readonly #yielding = new Set<Yielding>();
  #awaited = 0;

  /** Carries out what somebody waits for, at once. */
  async first<T>(invoke: () => Promise<T>): Promise<T> {
    this.#awaited += 1;
    try {
      return await invoke();
    } finally {
      this.#awaited -= 1;
      this.#letGo();
    }
  }

  /** Carries out what nobody waits for, in its turn. */
  async later<T>(invoke: () => Promise<T>): Promise<T> {
    if (this.#awaited >= this.#processors) await this.#turn();
    try {
      return await invoke();
    } finally {
      this.#letGo();
    }
  }

  #turn(): Promise<void> {
    return new Promise((begin) => {
      const yielding = { begin, patience: setTimeout(() => this.#begin(yielding), LONGEST_WAIT_MS) };
      this.#yielding.add(yielding);
    });
  }

  #letGo(): void {
    if (this.#awaited >= this.#processors) return;
    for (const next of this.#yielding) {
      this.#begin(next);
      if (this.#awaited > 0) return;
    }
  }

  #begin(yielding: Yielding): void {
    clearTimeout(yielding.patience);
    this.#yielding.delete(yielding);
    yielding.begin();
  }
}
