/** The signals of DynamoDB streams for other services of this runtime. */
export interface StreamSource {
  /** Calls `listener` after each commit with records of the stream. The returned function unsubscribes. */
  onRecords(streamArn: string, listener: () => void): () => void;
  /** Sequence number of the stream's latest record, or of its start; undefined if the stream does not exist. */
  latestSequenceNumber(streamArn: string): string | undefined;
}

/** The listeners for new records, by the ARN of the stream. */
export class StreamSignals {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changed = new Set<string>();

  onRecords(streamArn: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(streamArn) ?? new Set();
    this.#listeners.set(streamArn, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(streamArn) === listeners) this.#listeners.delete(streamArn);
    };
  }

  /**
   * Calls the listeners once after the commit of the running write. This commit ends within the current turn of the
   * event loop. The listeners are also called if the write is rolled back; they then find no new record.
   */
  announceAfterCommit(streamArn: string): void {
    if (!this.#listeners.has(streamArn)) return;
    if (this.#changed.size === 0) queueMicrotask(() => this.#announce());
    this.#changed.add(streamArn);
  }

  #announce(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const arn of changed) for (const listener of [...(this.#listeners.get(arn) ?? [])]) listener();
  }
}
