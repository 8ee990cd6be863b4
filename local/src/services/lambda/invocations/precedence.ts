import { availableParallelism } from 'node:os';

/** Real times, as what lasts here is other work. */
const LONGEST_WAIT_MS = 5_000;
/** What has been in hand so long waits for something, and needs no processor. */
const LASTING_MS = 1_000;

interface Yielding {
  readonly begin: () => void;
  readonly patience: NodeJS.Timeout;
}

/**
 * Lets invocations that somebody waits for go before those that nobody waits for. While as many of the first as there
 * are processors have begun within the last second, one of the second begins when another invocation ends, or when it
 * has waited for five seconds.
 */
export class Precedence {
  readonly #processors = availableParallelism();
  readonly #yielding = new Set<Yielding>();
  readonly #pressing = new Set<NodeJS.Timeout>();

  /** Carries out what somebody waits for, at once. */
  async first<T>(invoke: () => Promise<T>): Promise<T> {
    const lasting = setTimeout(() => this.#pressesNoMore(lasting), LASTING_MS).unref();
    this.#pressing.add(lasting);
    try {
      return await invoke();
    } finally {
      clearTimeout(lasting);
      this.#pressesNoMore(lasting);
    }
  }

  /** Carries out what nobody waits for, in its turn. */
  async later<T>(invoke: () => Promise<T>): Promise<T> {
    if (this.#pressing.size >= this.#processors) await this.#turn();
    try {
      return await invoke();
    } finally {
      this.#letGo();
    }
  }

  /** What waits for its turn now never gets it. */
  close(): void {
    for (const { patience } of this.#yielding) clearTimeout(patience);
    this.#yielding.clear();
  }

  #pressesNoMore(lasting: NodeJS.Timeout): void {
    this.#pressing.delete(lasting);
    this.#letGo();
  }

  #turn(): Promise<void> {
    return new Promise((begin) => {
      const yielding = { begin, patience: setTimeout(() => this.#begin(yielding), LONGEST_WAIT_MS) };
      this.#yielding.add(yielding);
    });
  }

  #letGo(): void {
    if (this.#pressing.size >= this.#processors) return;
    for (const next of this.#yielding) {
      this.#begin(next);
      if (this.#pressing.size > 0) return;
    }
  }

  #begin(yielding: Yielding): void {
    clearTimeout(yielding.patience);
    this.#yielding.delete(yielding);
    yielding.begin();
  }
}
