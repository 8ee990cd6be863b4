import type { Inflight } from '../../../core/clock/inflight.ts';
import type { Activities, ActivityTask } from '../store/activities.ts';

/**
 * How long GetActivityTask waits for a task: AWS holds the request open for one minute. Uses wall-clock time, because a
 * real client waits. If a caller moves the runtime's clock, all open polls end early: the move waits until the running
 * functions have ended, and such a function can itself be waiting for a poll.
 */
const POLL_MS = 60_000;

/**
 * Removes a task from the store and assigns it to a worker. Returns false if the task is not open any more; the task is
 * removed in this case too.
 */
export type Take = (task: ActivityTask, workerName: string | undefined) => Promise<boolean>;

export interface Poll {
  readonly workerName: string | undefined;
  readonly signal: AbortSignal | undefined;
}

interface Poller {
  readonly workerName: string | undefined;
  /** Keeps the poll open beyond its timeout while a task is assigned to it. */
  readonly hold: () => void;
  readonly answer: (task: ActivityTask | undefined) => void;
  /** Ends the poll without a task, unless a task is being assigned to it. */
  readonly giveUp: () => void;
}

/**
 * The waiting polls (GetActivityTask) per activity. Tasks wait in the store, polls in memory; both are served in the
 * order of arrival.
 */
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

  /**
   * Returns the next task of the activity; undefined if there is none for one minute or the worker disconnects
   * (`signal`).
   */
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

  /** Assigns waiting tasks to waiting polls. Call it after a task of the activity has been stored. */
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
