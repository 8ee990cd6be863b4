import { availableParallelism } from 'node:os';

/** Maximum wait of an asynchronous invocation. Both times are wall-clock times, because they measure local work. */
const LONGEST_WAIT_MS = 5_000;
/** An invocation that has run this long is assumed to wait on I/O and does not count as CPU load. */
const RECENT_MS = 1_000;

interface Waiting {
  readonly begin: () => void;
  readonly deadline: NodeJS.Timeout;
}

/**
 * Runs synchronous invocations before asynchronous ones while the processors are busy: while as many synchronous
 * invocations as there are processors have begun within the last second, an asynchronous one begins when another
 * invocation ends, or after five seconds. Callers that wait get their results first.
 */
export class Precedence {
  readonly #processors = availableParallelism();
  readonly #waiting = new Set<Waiting>();
  /** One timer for each synchronous invocation that has begun within the last second. */
  readonly #recent = new Set<NodeJS.Timeout>();

  /** Runs a synchronous invocation at once. */
  async first<T>(invoke: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#forget(timer), RECENT_MS).unref();
    this.#recent.add(timer);
    try {
      return await invoke();
    } finally {
      clearTimeout(timer);
      this.#forget(timer);
    }
  }

  /** Runs an asynchronous invocation when its turn has come. */
  async later<T>(invoke: () => Promise<T>): Promise<T> {
    if (this.#recent.size >= this.#processors) await this.#turn();
    try {
      return await invoke();
    } finally {
      this.#beginNext();
    }
  }

  /** Invocations that wait for their turn never begin. */
  close(): void {
    for (const { deadline } of this.#waiting) clearTimeout(deadline);
    this.#waiting.clear();
  }

  #forget(timer: NodeJS.Timeout): void {
    this.#recent.delete(timer);
    this.#beginNext();
  }

  #turn(): Promise<void> {
    return new Promise((begin) => {
      const waiting = { begin, deadline: setTimeout(() => this.#begin(waiting), LONGEST_WAIT_MS) };
      this.#waiting.add(waiting);
    });
  }

  /** Begins one if other invocations run, and all if none does. */
  #beginNext(): void {
    if (this.#recent.size >= this.#processors) return;
    for (const next of this.#waiting) {
      this.#begin(next);
      if (this.#recent.size > 0) return;
    }
  }

  #begin(waiting: Waiting): void {
    clearTimeout(waiting.deadline);
    this.#waiting.delete(waiting);
    waiting.begin();
  }
}
