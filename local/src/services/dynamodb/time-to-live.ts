import type { Kernel } from '../../core/kernel.ts';
import { keyOf } from './item-actions.ts';
import type { ItemDatabase } from './item-database.ts';
import { FREE, performNow } from './perform.ts';
import type { TableSettings } from './settings.ts';
import type { StreamRecorder } from './streams/stream-recorder.ts';

export const EXPIRY_SETTING = 'time-to-live';
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

/** Starts or stops the periodic deletion of a table's expired items. Call it inside `ItemDatabase.write`. */
export const scheduleExpiry = (kernel: Kernel, table: string, expiry: Expiry): void => {
  if (expiry.Enabled) kernel.timers.set(TIMER, table, kernel.clock.now() + SWEEP_MS);
  else kernel.timers.clear(TIMER, table);
};

interface Tables {
  readonly database: ItemDatabase;
  readonly settings: TableSettings;
  readonly recorder: StreamRecorder;
}

/** Deletes expired items every hour, for each table with time to live enabled. */
export const sweepExpiredItems = (kernel: Kernel, { database, settings, recorder }: Tables): void => {
  kernel.timers.handle(TIMER, ({ id: table }) =>
    database.write(() => {
      const expiry = settings.get(table, EXPIRY_SETTING) as Expiry | undefined;
      kernel.timers.clear(TIMER, table);
      if (!expiry?.Enabled) return;
      const until = kernel.clock.now() / 1000;
      const range = { attribute: expiry.AttributeName, after: until - OLDEST_SECONDS, until };
      recorder.asTimeToLive(() => {
        for (const item of database.itemsWithNumber(table, range))
          performNow('DeleteItem', { TableName: table, Key: keyOf(database, table, item) }, database, FREE);
      });
      scheduleExpiry(kernel, table, expiry);
    }),
  );
};
