import type { Kernel } from '../../../core/kernel.ts';
import type { Table } from '../dynalite-types.ts';
import { indexesOf } from '../index-keys.ts';
import { type ItemDatabase, spaceOf } from '../item-database.ts';
import type { Expiry } from '../time-to-live.ts';
import type { Backup, BackupKey, BackupType } from './backup.ts';

const TIMER = 'dynamodb-backup-expiry';

/** How long DynamoDB keeps the backup of a deleted table. */
const SYSTEM_RETENTION_MS = 35 * 24 * 60 * 60_000;

/** Number of the first part of a backup's id: its creation time in epoch milliseconds. */
const TIME_DIGITS = 14;

const COLUMNS =
  'number, table_name AS tableName, id, name, type, created_ms AS createdMs, expires_ms AS expiresMs, items, bytes, source';

const backupOf = (row: Record<string, unknown>): Backup =>
  ({ ...row, expiresMs: row.expiresMs ?? undefined, source: JSON.parse(String(row.source)) }) as Backup;

/** Selects backups for a list. Times are in epoch milliseconds. */
interface Selection {
  readonly tableName?: string | undefined;
  readonly types: readonly BackupType[];
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  readonly after: BackupKey | undefined;
  readonly limit: number;
}

/**
 * Stores backups: a description of each, and copies of the entries of its table and indexes. SQLite copies them inside
 * one transaction without loading them, so a backup is consistent; other work waits until the copy is complete.
 */
export class BackupStore {
  readonly #kernel: Kernel;
  readonly #database: ItemDatabase;

  constructor(kernel: Kernel, database: ItemDatabase) {
    this.#kernel = kernel;
    this.#database = database;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS dynamodb_backups (
      number INTEGER PRIMARY KEY, table_name TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
      created_ms INTEGER NOT NULL, expires_ms INTEGER, items INTEGER NOT NULL, bytes INTEGER NOT NULL,
      source TEXT NOT NULL, UNIQUE (id, table_name)
    );
    CREATE TABLE IF NOT EXISTS dynamodb_backup_entries (
      backup INTEGER NOT NULL, part TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (backup, part, key)
    ) WITHOUT ROWID`);
    kernel.timers.handle(TIMER, ({ id }) => kernel.store.write(() => this.#expire(Number(id))));
  }

  /** Copies a table with its indexes. `expiry` are its time to live settings. Call it inside `ItemDatabase.write`. */
  create(table: Table, name: string, expiry: Expiry | undefined): Backup {
    const createdMs = Math.floor(this.#kernel.clock.now());
    const suffix = this.#kernel.ids.uuid().slice(0, 8);
    return this.#copy(table, { name, type: 'USER', createdMs, suffix, expiry });
  }

  /** Copies a table that is being deleted. The backup expires after 35 days. Call it inside `ItemDatabase.write`. */
  createOfDeleted(table: Table): void {
    const createdMs = this.#unusedTime(table.TableName);
    const { number, expiresMs } = this.#copy(table, {
      name: `${table.TableName}$DeletedTableBackup`,
      type: 'SYSTEM',
      createdMs,
      suffix: '00000000',
      expiresMs: createdMs + SYSTEM_RETENTION_MS,
    });
    if (expiresMs !== undefined) this.#kernel.timers.set(TIMER, String(number), expiresMs);
  }

  find({ id, tableName }: BackupKey): Backup | undefined {
    const row = this.#kernel.store
      .prepare(`SELECT ${COLUMNS} FROM dynamodb_backups WHERE id = ? AND table_name = ?`)
      .get(id, tableName);
    return row && backupOf(row);
  }

  /** The selected backups by creation time; one more than `limit` if there are more. */
  list({ tableName, types, fromMs, untilMs, after, limit }: Selection): readonly Backup[] {
    return this.#kernel.store
      .prepare(
        `SELECT ${COLUMNS} FROM dynamodb_backups WHERE (id, table_name) > (?, ?) AND created_ms >= ? AND created_ms < ?
         AND type IN (SELECT value FROM json_each(?)) AND (? IS NULL OR table_name = ?) ORDER BY id, table_name LIMIT ?`,
      )
      .all(
        after?.id ?? '',
        after?.tableName ?? '',
        fromMs,
        untilMs,
        JSON.stringify(types),
        tableName ?? null,
        tableName ?? null,
        limit + 1,
      )
      .map(backupOf);
  }

  /** Deletes a backup with its entries. Call it inside `store.write`. */
  remove(number: number): void {
    const { store } = this.#kernel;
    store.prepare('DELETE FROM dynamodb_backup_entries WHERE backup = ?').run(number);
    store.prepare('DELETE FROM dynamodb_backups WHERE number = ?').run(number);
  }

  /** Copies the items of a backup, or the entries of one of its indexes, to `space`. Call it inside `store.write`. */
  restore(number: number, index: string | undefined, space: string): void {
    this.#kernel.store
      .prepare(
        `INSERT INTO dynamodb_entries (space, key, value)
         SELECT ?, key, value FROM dynamodb_backup_entries WHERE backup = ? AND part = ?`,
      )
      .run(space, number, index ?? '');
  }

  #copy(
    table: Table,
    made: Pick<Backup, 'name' | 'type' | 'createdMs'> & {
      readonly suffix: string;
      readonly expiresMs?: number;
      readonly expiry?: Expiry | undefined;
    },
  ): Backup {
    const { name, type, createdMs, suffix, expiresMs, expiry } = made;
    const id = `${String(createdMs).padStart(TIME_DIGITS, '0')}-${suffix}`;
    const { items, bytes } = this.#database.sizeOf(table.TableName);
    const source = JSON.stringify({ table, expiry });
    const row = this.#kernel.store
      .prepare(
        `INSERT INTO dynamodb_backups (table_name, id, name, type, created_ms, expires_ms, items, bytes, source)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
      )
      .get(table.TableName, id, name, type, createdMs, expiresMs ?? null, items, bytes, source);
    const backup = backupOf(row as Record<string, unknown>);
    this.#save(backup.number, table.TableName, undefined);
    for (const { IndexName } of indexesOf(table)) this.#save(backup.number, table.TableName, IndexName);
    return backup;
  }

  #save(number: number, table: string, index: string | undefined): void {
    this.#kernel.store
      .prepare(
        `INSERT INTO dynamodb_backup_entries (backup, part, key, value)
         SELECT ?, ?, key, value FROM dynamodb_entries WHERE space = ?`,
      )
      .run(number, index ?? '', spaceOf(table, index));
  }

  /** The current time, or the first later time at which no other table with this name was deleted. */
  #unusedTime(tableName: string): number {
    const row = this.#kernel.store
      .prepare(`SELECT MAX(created_ms) AS latest FROM dynamodb_backups WHERE table_name = ? AND type = 'SYSTEM'`)
      .get(tableName);
    return Math.max(Math.floor(this.#kernel.clock.now()), Number(row?.latest ?? 0) + 1);
  }

  #expire(number: number): void {
    this.remove(number);
    this.#kernel.timers.clear(TIMER, String(number));
  }
}
