import type { Store } from '../store/store.ts';

/**
 * The runtime's clock: the wall clock plus an offset, which `moveTo` increases and the store keeps over restarts. Within a
 * process it never goes back, even if the wall clock does.
 */
export class Clock {
  readonly #store: Store;
  readonly #offset = new Float64Array(new SharedArrayBuffer(8));
  #lastMs = 0;

  constructor(store: Store) {
    this.#store = store;
    store.define(
      'CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), offset_ms INTEGER NOT NULL)',
    );
    this.#offset[0] = Number(store.prepare('SELECT offset_ms FROM clock').get()?.offset_ms ?? 0);
  }

  /** Current time in epoch milliseconds. */
  now(): number {
    this.#lastMs = Math.max(this.#lastMs, Date.now() + this.offsetMs());
    return this.#lastMs;
  }

  /** Offset to the wall clock, in milliseconds. */
  offsetMs(): number {
    return this.#offset[0] ?? 0;
  }

  /** The offset in shared memory, for worker threads: one number of milliseconds. */
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
