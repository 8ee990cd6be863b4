/** Tells when it is worth while to receive from a queue. */
export interface QueueSignals {
  /** Calls `listener` whenever messages may be available in the queue; the answer ends that. */
  onMessage(queueArn: string, listener: () => void): () => void;
}
