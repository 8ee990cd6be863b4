/** Signals that a queue may have messages. */
export interface QueueSignals {
  /** Calls `listener` whenever the queue may have a visible message. The returned function unsubscribes. */
  onMessage(queueArn: string, listener: () => void): () => void;
}
