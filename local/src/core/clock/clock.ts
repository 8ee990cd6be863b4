import type { Store } from '../store/store.ts';

/**
 * The one source of time: the machine's time plus what has been added to it. It never goes back, not even over a restart
 * or when the machine's clock does.
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

  /** Milliseconds since the epoch. */
  now(): number {
    this.#lastMs = Math.max(this.#lastMs, Date.now() + this.offsetMs());
    return this.#lastMs;
  }

  /** How far this clock is ahead of the machine's, in milliseconds. */
  offsetMs(): number {
    return this.#offset[0] ?? 0;
  }

  /** The same for other threads: one number of milliseconds that changes when this clock is moved. */
  sharedOffset(): Float64Array<SharedArrayBuffer> {
    return this.#offset;
  }

  /** Moves the clock forward to `ms`; a time already past changes nothing. */
  moveTo(ms: number): void {
    const gap = ms - this.now();
    if (gap > 0) this.#offset[0] = this.offsetMs() + gap;
  }

  /** Makes the present offset last over restarts. */
  save(): Promise<void> {
    return this.#store.write(() => {
      this.#store.prepare('INSERT OR REPLACE INTO clock (id, offset_ms) VALUES (1, ?)').run(this.offsetMs());
    });
  }
}
