import type { Kernel } from '../../core/kernel.ts';
import type { ItemDatabase } from './item-database.ts';
import type { TableSettings } from './settings.ts';
import type { StreamStore } from './streams/stream-store.ts';

/** Shared objects of the actions on tables. */
export interface DynamoDbContext {
  readonly kernel: Kernel;
  readonly database: ItemDatabase;
  readonly settings: TableSettings;
  readonly streams: StreamStore;
}
