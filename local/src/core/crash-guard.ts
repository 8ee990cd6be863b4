import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from './store/store.ts';

/** Work is given up after the process has ended this many times during the work. */
const MAX_ENDS = 3;
/**
 * Time for which the process must run, by the runtime's clock, before work that was given up may be tried again. Each
 * further end during the work doubles this time, up to an hour. A process that was killed from outside ends during work that is not the cause, and
 * such work must not be given up for ever.
 */
const REST_MS = 30_000;
const MAX_REST_MS = 3_600_000;
/**
 * Maximum time that suspect work waits for its turn, in wall-clock time. Suspect work may itself wait for other suspect
 * work: a function that decides a review waits for the execution. Each user of such work waits this long after a crash.
 */
const MAX_WAIT_MS = 1_000;
/** Size of an entry in the file: the name of the work, padded with zeros. */
const ENTRY_BYTES = 256;
const GONE = Buffer.of(0);

/**
 * Counts how often the process ended during a piece of work, such as a step of an execution. This detects work that
 * ends or hangs the process after each restart, so that only this work is given up.
 *
 * A file lists the work in progress. The file is written without a flush, so its content survives a crash of the
 * process, but not a crash of the machine. The next start reads the names in the file and increases their counts in the
 * store. Work with a count is suspect. Suspect work runs one at a time, so that only the work that ends the process is
 * counted again.
 */
export class CrashGuard {
  readonly #store: Store;
  readonly #path: string | undefined;
  readonly #now: () => number;
  readonly #ends = new Map<string, number>();
  readonly #free: number[] = [];
  #entries = 0;
  #file: number | undefined;
  #openedMs = Number.POSITIVE_INFINITY;
  #suspects: Promise<unknown> = Promise.resolve();

  /**
   * `path`: the file; undefined if all state is in memory. `now`: the runtime's clock, in milliseconds, because whatever
   * calls work again waits by that clock.
   */
  constructor(store: Store, path: string | undefined, now: () => number) {
    this.#now = now;
    this.#store = store;
    this.#path = path;
    store.define('CREATE TABLE IF NOT EXISTS runtime_ends (work TEXT PRIMARY KEY, times INTEGER NOT NULL)');
    this.#load();
    store.onReverted(() => this.#load());
  }

  /** Counts the work that was in progress when the process last ended. Must be called before `hold`. */
  async open(): Promise<void> {
    if (this.#path === undefined) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    const file = openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const left = namesIn(readFileSync(file));
    if (left.length > 0) await this.#store.write(() => this.#countAll(left));
    ftruncateSync(file);
    this.#file = file;
    this.#openedMs = this.#now();
  }

  /** Whether the process has ended too often while it performed this work, and has not run long enough for another try. */
  isGivenUp(work: string): boolean {
    const ends = this.#ends.get(work) ?? 0;
    if (ends < MAX_ENDS) return false;
    const restMs = Math.min(MAX_REST_MS, REST_MS * 2 ** (ends - MAX_ENDS));
    return !(this.#now() - this.#openedMs >= restMs);
  }

  /** Whether the process has ended at least once while it performed this work. */
  isSuspect(work: string): boolean {
    return this.#ends.has(work);
  }

  /** Performs work, and lists it in the file while it runs. */
  async hold<T>(work: string, perform: () => Promise<T>): Promise<T> {
    if (this.#file === undefined) return perform();
    return this.isSuspect(work) ? this.#holdAlone(work, perform) : this.#hold(this.#file, work, perform);
  }

  /** Deletes the count of `work`, once the work is done. Call it inside `store.write`. */
  forget(work: string): void {
    if (!this.#ends.delete(work)) return;
    this.#store.prepare('DELETE FROM runtime_ends WHERE work = ?').run(work);
  }

  /**
   * Empties the file, because the process ends on purpose: work that is still in progress, such as an interrupted
   * invocation, must not be counted. Also called when the disk fails, so it ignores that the disk refuses this, too.
   */
  close(): void {
    if (this.#file === undefined) return;
    try {
      ftruncateSync(this.#file);
      closeSync(this.#file);
    } catch {}
    this.#file = undefined;
  }

  #load(): void {
    this.#ends.clear();
    for (const { work, times } of this.#store.prepare('SELECT work, times FROM runtime_ends').all())
      this.#ends.set(String(work), Number(times));
  }

  #holdAlone<T>(work: string, perform: () => Promise<T>): Promise<T> {
    const turn = Promise.race([this.#suspects, delay(MAX_WAIT_MS, undefined, { ref: false })]);
    const done = turn.then(() => (this.#file === undefined ? perform() : this.#hold(this.#file, work, perform)));
    this.#suspects = done.catch(() => {});
    return done;
  }

  async #hold<T>(file: number, work: string, perform: () => Promise<T>): Promise<T> {
    const entry = this.#free.pop() ?? this.#entries++;
    writeSync(file, entryOf(work), 0, ENTRY_BYTES, entry * ENTRY_BYTES);
    try {
      return await perform();
    } finally {
      if (this.#file !== undefined) writeSync(file, GONE, 0, GONE.length, entry * ENTRY_BYTES);
      this.#free.push(entry);
    }
  }

  #countAll(left: readonly string[]): void {
    for (const work of left) {
      const times = (this.#ends.get(work) ?? 0) + 1;
      this.#ends.set(work, times);
      this.#store.prepare('INSERT OR REPLACE INTO runtime_ends (work, times) VALUES (?, ?)').run(work, times);
    }
  }
}

const ENTRY = Buffer.alloc(ENTRY_BYTES);

/** The bytes of an entry. The next call overwrites them. */
const entryOf = (work: string): Buffer => ENTRY.fill(0, ENTRY.write(work));

/** The names of a file of entries; an entry that begins with zero is empty. */
const namesIn = (file: Buffer): readonly string[] => {
  const names = new Set<string>();
  for (let at = 0; at < file.length; at += ENTRY_BYTES) {
    const entry = file.subarray(at, at + ENTRY_BYTES);
    if (entry[0] !== 0) names.add(entry.toString('utf8').replace(/\0.*$/s, ''));
  }
  return [...names];
};
