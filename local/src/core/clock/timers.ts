import type { Log } from '../log.ts';
import { StoreUnavailableError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Inflight } from './inflight.ts';

/** Maximum delay of Node's timers (31 bits). A longer delay fires immediately. */
const MAX_DELAY_MS = 2 ** 31 - 1;
/** Delay before a timer fires again after its handler failed. */
const RETRY_MS = 1_000;
const BATCH = 500;

export interface Timer {
  readonly owner: string;
  readonly id: string;
  readonly dueMs: number;
  readonly data: string;
}

interface SetTimer extends Timer {
  readonly setting: number;
}

export type TimerHandler = (timer: Timer) => void | Promise<void>;

/**
 * Durable timers, ordered by due time. Call `set` and `clear` inside `store.write`, so that a timer and the change that
 * needs it share one commit. A handler clears or moves its timer in the commit of its own change; if the process
 * crashes before that commit, the timer fires again. A timer that its handler neither moves nor clears is cleared after
 * the handler.
 */
export class Timers {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #inflight: Inflight;
  readonly #log: Log;
  readonly #handlers = new Map<string, TimerHandler>();
  readonly #starting: (() => void)[] = [];
  readonly #stopping: (() => void)[] = [];
  #alarm: NodeJS.Timeout | undefined;
  #alarmMs = Number.POSITIVE_INFINITY;
  #running = false;
  /**
   * Counter that each `set` increases. Detects that a timer was set again while its handler ran, even for the same due
   * time.
   */
  #settings: number;
  #firing: Promise<void> = Promise.resolve();

  constructor(store: Store, clock: Clock, inflight: Inflight, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#inflight = inflight;
    this.#log = log;
    store.define(`CREATE TABLE IF NOT EXISTS timers (
      owner TEXT NOT NULL, id TEXT NOT NULL, due_ms INTEGER NOT NULL, data TEXT NOT NULL, setting INTEGER NOT NULL,
      PRIMARY KEY (owner, id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS timers_by_due ON timers (due_ms)`);
    this.#settings = Number(store.prepare('SELECT MAX(setting) AS last FROM timers').get()?.last ?? 0);
  }

  /** Registers the handler of the timers of `owner`. */
  handle(owner: string, handler: TimerHandler): void {
    this.#handlers.set(owner, handler);
  }

  /** Sets or moves a timer; call it inside `store.write`. `data` is for the owner's use. */
  set(owner: string, id: string, dueMs: number, data = ''): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO timers (owner, id, due_ms, data, setting) VALUES (?, ?, ?, ?, ?)')
      .run(owner, id, Math.ceil(dueMs), data, ++this.#settings);
    if (this.#running) this.#arm(dueMs);
  }

  /** Removes a timer; call it inside `store.write`. */
  clear(owner: string, id: string): void {
    this.#store.prepare('DELETE FROM timers WHERE owner = ? AND id = ?').run(owner, id);
  }

  /** Calls `listener` when the timers start, which is after every other part of the runtime has started. */
  onStart(listener: () => void): void {
    this.#starting.push(listener);
  }

  /** Calls `listener` when the timers stop, which is before any other part of the runtime stops. */
  onStop(listener: () => void): void {
    this.#stopping.push(listener);
  }

  /** False before the start, so also in a rehearsal of a deployment. */
  isRunning(): boolean {
    return this.#running;
  }

  start(): void {
    this.#running = true;
    for (const listener of this.#starting) listener();
    this.#armNext();
  }

  /** Stops firing and waits for running handlers. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#disarm();
    for (const listener of this.#stopping) listener();
    await this.#firing;
  }

  /**
   * Moves the clock forward by `ms` milliseconds. Each timer that is due in this time fires at its due time, in order.
   * When `signal` is aborted, the move stops between two due times. Throws StoreUnavailableError if the disk refuses
   * writes.
   */
  async advance(ms: number, signal?: AbortSignal): Promise<void> {
    this.#store.requireWritable();
    const aheadMs = this.#clock.offsetMs() + ms;
    const targetMs = () => this.#clock.now() - this.#clock.offsetMs() + aheadMs;
    for (;;) {
      await this.#settled();
      const next = this.#nextDueMs();
      if (signal?.aborted || next === undefined || next > targetMs()) break;
      this.#clock.moveTo(next);
      await this.#fireDue();
    }
    if (!signal?.aborted) this.#clock.moveTo(targetMs());
    await this.#clock.save();
    this.#disarm();
    this.#armNext();
  }

  async #settled(): Promise<void> {
    await this.#inflight.idle();
    await this.#store.turnWritten();
  }

  #nextDueMs(): number | undefined {
    const due = this.#store.prepare('SELECT MIN(due_ms) AS due FROM timers').get()?.due;
    return typeof due === 'number' ? due : undefined;
  }

  /** Cancels the pending Node timer: after a clock move it would fire too late and delay later timers. */
  #disarm(): void {
    clearTimeout(this.#alarm);
    this.#alarmMs = Number.POSITIVE_INFINITY;
  }

  #armNext(): void {
    const due = this.#nextDueMs();
    if (due !== undefined) this.#arm(due);
  }

  #arm(dueMs: number): void {
    if (!this.#running || dueMs >= this.#alarmMs) return;
    clearTimeout(this.#alarm);
    this.#alarmMs = dueMs;
    const delayMs = Math.min(Math.max(dueMs - this.#clock.now(), 0), MAX_DELAY_MS);
    this.#alarm = setTimeout(() => this.#ring(), delayMs);
  }

  #ring(): void {
    this.#alarmMs = Number.POSITIVE_INFINITY;
    void this.#fireDue().then(() => this.#armNext());
  }

  #fireDue(): Promise<void> {
    this.#firing = this.#firing.then(() => this.#inflight.track(this.#fireAll()));
    return this.#firing;
  }

  async #fireAll(): Promise<void> {
    const due = this.#store
      .prepare(
        'SELECT owner, id, due_ms AS dueMs, data, setting FROM timers WHERE due_ms <= ? ORDER BY due_ms, owner, id LIMIT ?',
      )
      .all(this.#clock.now(), BATCH) as unknown as SetTimer[];
    let last = -1;
    let together: Promise<void>[] = [];
    for (const timer of due) {
      if (timer.dueMs !== last) await Promise.all(together.splice(0));
      last = timer.dueMs;
      together = [...together, this.#fire(timer)];
    }
    await Promise.all(together);
  }

  async #fire(timer: SetTimer): Promise<void> {
    if (!this.#isUnchanged(timer)) return;
    const handler = this.#handlers.get(timer.owner);
    try {
      if (!handler) throw new Error(`No handler is registered for timers of ${timer.owner}.`);
      await this.#store.untilStored(async () => handler(timer));
      if (this.#isUnchanged(timer)) await this.#store.writeWhenPossible(() => this.#clearIfLeft(timer));
    } catch (error) {
      await this.#failed(timer, error);
    }
  }

  /**
   * Sets a failed timer again. While the runtime stops, the store can refuse this write; the timer then fires at the
   * next start.
   */
  async #failed({ owner, id, data }: SetTimer, error: unknown): Promise<void> {
    if (this.#running || !(error instanceof StoreUnavailableError))
      this.#log.error('A timer failed and will fire again.', { owner, id, error: String(error) });
    const again = () => this.set(owner, id, this.#clock.now() + RETRY_MS, data);
    await this.#store.writeWhenPossible(again).catch((reason: unknown) => {
      if (this.#running) throw reason;
    });
  }

  #isUnchanged({ owner, id, setting }: SetTimer): boolean {
    const row = this.#store.prepare('SELECT setting FROM timers WHERE owner = ? AND id = ?').get(owner, id);
    return row?.setting === setting;
  }

  #clearIfLeft(timer: SetTimer): void {
    this.#store
      .prepare('DELETE FROM timers WHERE owner = ? AND id = ? AND setting = ?')
      .run(timer.owner, timer.id, timer.setting);
  }
}
