import type { Store } from '../store/store.ts';

/**
 * The runtime's clock: the wall clock plus an offset. `moveTo` increases the offset, and the store keeps it across
 * restarts. The clock never goes back. If the wall clock goes back, the offset grows by the same time. After a restart
 * the clock continues at the highest time that a commit has stored, even if the process ended in the middle of a clock
 * move.
 */
export class Clock {
  readonly #store: Store;
  readonly #offset = new Float64Array(new SharedArrayBuffer(8));
  #lastMs: number;

  constructor(store: Store) {
    this.#store = store;
    store.define(
      'CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), offset_ms INTEGER NOT NULL)',
    );
    this.#offset[0] = Number(store.prepare('SELECT offset_ms FROM clock').get()?.offset_ms ?? 0);
    this.#lastMs = store.latestMs;
    store.stampCommits(() => this.now());
  }

  /** Current time in epoch milliseconds. */
  now(): number {
    const ms = Date.now() + this.offsetMs();
    if (ms < this.#lastMs) this.#offset[0] = this.offsetMs() + this.#lastMs - ms;
    else this.#lastMs = ms;
    return this.#lastMs;
  }

  /** Offset to the wall clock, in milliseconds. */
  offsetMs(): number {
    return this.#offset[0] ?? 0;
  }

  /** The offset in milliseconds, in shared memory that worker threads read. */
  sharedOffset(): Float64Array<SharedArrayBuffer> {
    return this.#offset;
  }

  /** Moves the clock forward to `ms` (epoch milliseconds). A time in the past changes nothing. */
  moveTo(ms: number): void {
    const gap = ms - this.now();
    if (gap > 0) this.#offset[0] = this.offsetMs() + gap;
  }

  /** Stores the offset, so that it survives a restart. */
  save(): Promise<void> {
    return this.#store.write(() => {
      this.#store.prepare('INSERT OR REPLACE INTO clock (id, offset_ms) VALUES (1, ?)').run(this.offsetMs());
    });
  }
}
