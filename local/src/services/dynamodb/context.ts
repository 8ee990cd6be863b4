import type { Kernel } from '../../core/kernel.ts';
import type { BackupStore } from './backups/backup-store.ts';
import type { ItemDatabase } from './item-database.ts';
import type { TableSettings } from './settings.ts';
import type { StreamStore } from './streams/stream-store.ts';
import type { TimeToLive } from './time-to-live.ts';

/** The objects that all actions on tables use. */
export interface DynamoDbContext {
  readonly kernel: Kernel;
  readonly database: ItemDatabase;
  readonly settings: TableSettings;
  readonly streams: StreamStore;
  readonly timeToLive: TimeToLive;
  readonly backups: BackupStore;
}
