import type { Inflight } from '../../../core/clock/inflight.ts';
import type { Activities, ActivityTask } from '../store/activities.ts';

/**
 * How long GetActivityTask waits for a task: AWS holds the request open for a minute. In real time: a client waits; but
 * not while the clock is moved, which waits for functions, and they for their polls.
 */
const POLL_MS = 60_000;

/** Takes a task off the store for a worker; false when it was no longer wanted (it is taken off all the same). */
export type Take = (task: ActivityTask, workerName: string | undefined) => Promise<boolean>;

export interface Poll {
  readonly workerName: string | undefined;
  readonly signal: AbortSignal | undefined;
}

interface Poller {
  readonly workerName: string | undefined;
  /** Keeps it from giving up while a task is handed to it. */
  readonly hold: () => void;
  readonly answer: (task: ActivityTask | undefined) => void;
  /** Sends it away empty, unless a task is being handed to it. */
  readonly giveUp: () => void;
}

/** Workers that poll for tasks of activities. Tasks wait in the store, workers in memory; the longest waiting go first. */
export class ActivityQueue {
  readonly #activities: Activities;
  readonly #take: Take;
  readonly #pollers = new Map<string, Poller[]>();
  readonly #matching = new Set<string>();

  readonly #inflight: Inflight;

  constructor(activities: Activities, take: Take, inflight: Inflight) {
    this.#activities = activities;
    this.#take = take;
    this.#inflight = inflight;
    inflight.onAwaited(() => {
      for (const poller of [...this.#pollers.values()].flat()) poller.giveUp();
    });
  }

  /** The next task of the activity; undefined when there was none for a minute, or the worker has gone (`signal`). */
  poll(activityArn: string, { workerName, signal }: Poll): Promise<ActivityTask | undefined> {
    return new Promise((resolve) => {
      const answer = (task: ActivityTask | undefined) => {
        clearTimeout(timeout);
        this.#leave(activityArn, poller);
        resolve(task);
      };
      let isHeld = false;
      const hold = () => {
        isHeld = true;
        clearTimeout(timeout);
      };
      const giveUp = () => {
        if (!isHeld) answer(undefined);
      };
      const poller: Poller = { workerName, hold, answer, giveUp };
      const timeout = setTimeout(() => answer(undefined), POLL_MS);
      signal?.addEventListener('abort', () => answer(undefined), { once: true });
      this.#pollers.set(activityArn, [...this.#of(activityArn), poller]);
      this.wake(activityArn);
      if (this.#inflight.isAwaited()) giveUp();
    });
  }

  /** To be called when a task of the activity has been stored. */
  wake(activityArn: string): void {
    if (this.#matching.has(activityArn)) return;
    this.#matching.add(activityArn);
    void this.#match(activityArn);
  }

  close(): void {
    for (const poller of [...this.#pollers.values()].flat()) poller.answer(undefined);
  }

  async #match(activityArn: string): Promise<void> {
    try {
      for (;;) {
        const [poller] = this.#of(activityArn);
        const [task] = poller ? this.#activities.waiting(activityArn, 1) : [];
        if (!poller || !task) return;
        poller.hold();
        if (await this.#take(task, poller.workerName)) poller.answer(task);
      }
    } finally {
      this.#matching.delete(activityArn);
    }
  }

  #of(activityArn: string): Poller[] {
    return this.#pollers.get(activityArn) ?? [];
  }

  #leave(activityArn: string, poller: Poller): void {
    const others = this.#of(activityArn).filter((each) => each !== poller);
    if (others.length > 0) this.#pollers.set(activityArn, others);
    else this.#pollers.delete(activityArn);
  }
}
