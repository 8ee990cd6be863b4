import type { Queue, QueueStore } from './fauxqs.ts';

/** For services of this runtime that poll queues. */
export interface QueueSignals {
  /**
   * Calls `listener` whenever the queue may have a visible message; at once if it has one now. The returned function
   * unsubscribes.
   */
  onMessage(queueArn: string, listener: () => void): () => void;
}

const hasVisible = (queue: Queue): boolean => {
  if (!queue.isFifo()) return queue.messages.length > 0;
  for (const [group, messages] of queue.fifoMessages)
    if (messages.length > 0 && !queue.fifoLockedGroups.has(group)) return true;
  return false;
};

const delayed = (queue: Queue) => (queue.isFifo() ? [...queue.fifoDelayed.values()].flat() : queue.delayedMessages);

/**
 * When the next in-flight or delayed message becomes visible, in wall-clock milliseconds; Infinity if there is none.
 */
const nextDueMs = (queue: Queue): number => {
  let dueMs = Number.POSITIVE_INFINITY;
  for (const { visibilityDeadline } of queue.inflightMessages.values()) dueMs = Math.min(dueMs, visibilityDeadline);
  for (const { delayUntil } of delayed(queue)) dueMs = Math.min(dueMs, delayUntil ?? dueMs);
  return dueMs;
};

interface VisibilityTimer {
  readonly timer: NodeJS.Timeout;
  readonly dueMs: number;
}

/** Calls listeners when a message becomes visible. Keeps one timer per queue, for the message that is due next. */
export class Arrivals implements QueueSignals {
  readonly #queues: QueueStore;
  readonly #wallClockMs: () => number;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #visibilityTimers = new Map<string, VisibilityTimer>();
  #stopped = false;

  constructor(queues: QueueStore, wallClockMs: () => number) {
    this.#queues = queues;
    this.#wallClockMs = wallClockMs;
  }

  onMessage(queueArn: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(queueArn) ?? new Set();
    this.#listeners.set(queueArn, listeners);
    listeners.add(listener);
    queueMicrotask(() => {
      const queue = this.#queues.getQueueByArn(queueArn);
      if (listeners.has(listener) && queue && hasVisible(queue)) listener();
    });
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(queueArn) === listeners) this.#listeners.delete(queueArn);
    };
  }

  /** Resolves when the queue may have a message, after `ms`, when `signal` aborts, or when the runtime stops. */
  next(queueArn: string, ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#stopped || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        end();
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
      const end = this.onMessage(queueArn, done);
    });
  }

  /**
   * Must be called after every change of `queue`: calls its listeners if a message is visible, and sets the timer for
   * `dueMs`.
   */
  changed(queue: Queue, dueMs: number): void {
    if (this.#stopped) return;
    if (hasVisible(queue)) for (const listener of [...(this.#listeners.get(queue.arn) ?? [])]) listener();
    if (dueMs < (this.#visibilityTimers.get(queue.name)?.dueMs ?? Number.POSITIVE_INFINITY)) this.#watch(queue, dueMs);
  }

  start(): void {
    for (const queue of this.#queues.allQueues()) this.changed(queue, nextDueMs(queue));
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#visibilityTimers.values()) clearTimeout(timer);
    for (const listeners of this.#listeners.values()) for (const listener of [...listeners]) listener();
  }

  #watch(queue: Queue, dueMs: number): void {
    clearTimeout(this.#visibilityTimers.get(queue.name)?.timer);
    const timer = setTimeout(() => this.#timerFired(queue), Math.max(dueMs - this.#wallClockMs(), 0) + 1);
    this.#visibilityTimers.set(queue.name, { timer, dueMs });
  }

  #timerFired(queue: Queue): void {
    this.#visibilityTimers.delete(queue.name);
    if (this.#queues.getQueueByArn(queue.arn) !== queue) return;
    queue.processTimers();
    this.changed(queue, nextDueMs(queue));
  }
}
