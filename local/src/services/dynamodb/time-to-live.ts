import { fullHourUntil } from '../../core/clock/full-hour.ts';
import type { Kernel } from '../../core/kernel.ts';
import { ExpiryIndex } from './expiry-index.ts';
import { keyOf } from './item-actions.ts';
import type { ItemDatabase } from './item-database.ts';
import { FREE, performNow } from './perform.ts';
import type { TableSettings } from './settings.ts';
import type { StreamRecorder } from './streams/stream-recorder.ts';

const SETTING = 'time-to-live';
const TIMER = 'dynamodb-time-to-live';

/**
 * Time between two deletions of expired items. AWS deletes expired items within a few days, this runtime within an
 * hour.
 */
const SWEEP_MS = 60 * 60_000;
/** Items that expired longer ago than this are not deleted: AWS assumes that their attribute is not an expiry time. */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

export interface Expiry {
  readonly AttributeName: string;
  readonly Enabled: boolean;
}

interface Tables {
  readonly database: ItemDatabase;
  readonly settings: TableSettings;
  readonly recorder: StreamRecorder;
}

/** Deletes the expired items of tables with time to live, every full hour. */
export class TimeToLive {
  readonly #kernel: Kernel;
  readonly #tables: Tables;
  readonly #index: ExpiryIndex;

  constructor(kernel: Kernel, tables: Tables) {
    this.#kernel = kernel;
    this.#tables = tables;
    this.#index = new ExpiryIndex(kernel.store);
    for (const [table, { AttributeName }] of this.#enabled()) this.#index.create(table, AttributeName);
    kernel.timers.handle(TIMER, ({ id }) => tables.database.write(() => this.#sweep(id)));
  }

  of(table: string): Expiry | undefined {
    return this.#tables.settings.get(table, SETTING) as Expiry | undefined;
  }

  /** Starts or ends the deletion of a table's expired items. Call it inside `ItemDatabase.write`. */
  set(table: string, expiry: Expiry): void {
    this.#tables.settings.set(table, SETTING, expiry);
    if (expiry.Enabled) {
      this.#index.create(table, expiry.AttributeName);
      this.#schedule();
    } else this.#index.drop(table);
  }

  /** Call it inside `ItemDatabase.write` when the table is deleted. */
  drop(table: string): void {
    this.#index.drop(table);
  }

  #enabled(): [table: string, expiry: Expiry][] {
    const all = this.#tables.settings.all(SETTING) as [string, Expiry][];
    return all.filter(([, { Enabled }]) => Enabled);
  }

  #schedule(): void {
    const { timers, clock } = this.#kernel;
    timers.set(TIMER, 'sweep', fullHourUntil(clock.now()) + SWEEP_MS);
  }

  /** `timer`: its id; earlier versions had a timer for each table. */
  #sweep(timer: string): void {
    const enabled = this.#enabled();
    for (const [table, { AttributeName }] of enabled) this.#deleteExpired(table, AttributeName);
    this.#kernel.timers.clear(TIMER, timer);
    if (enabled.length > 0) this.#schedule();
  }

  #deleteExpired(table: string, attribute: string): void {
    const { database, recorder } = this.#tables;
    const untilSeconds = this.#kernel.clock.now() / 1000;
    const expired = this.#index.items(table, attribute, { afterSeconds: untilSeconds - OLDEST_SECONDS, untilSeconds });
    recorder.asTimeToLive(() => {
      for (const item of expired)
        performNow('DeleteItem', { TableName: table, Key: keyOf(database, table, item) }, database, FREE);
    });
  }
}
