/** The signals of queues for other services of this runtime. */
export interface QueueSignals {
  /**
   * Calls `listener` whenever the queue may have a visible message; also soon after this call, if it has one now. The
   * returned function unsubscribes.
   */
  onMessage(queueArn: string, listener: () => void): () => void;
}

/** Listeners for visible messages, by queue name. */
export class Signals {
  readonly #hasMessage: (queueName: string) => boolean;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(hasMessage: (queueName: string) => boolean) {
    this.#hasMessage = hasMessage;
  }

  /** Calls `listener` after each commit that makes a message visible; returns a function that unsubscribes. */
  on(queueName: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(queueName) ?? new Set();
    this.#listeners.set(queueName, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(queueName) === listeners) this.#listeners.delete(queueName);
    };
  }

  /** Like `on`, but also calls `listener` soon if the queue has a visible message now. */
  onAndNow(queueName: string, listener: () => void): () => void {
    const off = this.on(queueName, listener);
    let isOn = true;
    queueMicrotask(() => {
      if (isOn && this.#hasMessage(queueName)) listener();
    });
    return () => {
      isOn = false;
      off();
    };
  }

  announce(queueName: string): void {
    for (const listener of [...(this.#listeners.get(queueName) ?? [])]) listener();
  }
}
