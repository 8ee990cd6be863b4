import type { Store } from '../store/store.ts';
import { tableDefinition, tableOf, timersOf } from './delivery-table.ts';

/** Where an owner kept its deliveries before all of them had the same shape. */
export interface FormerTable {
  readonly table: string;
  /** A column that only the former table has. */
  readonly column: string;
  /** Owners of the former timers. */
  readonly timers: readonly string[];
  /**
   * SELECT from `former` (the former table) of target, facts, body, since_ms, attempts, deferrals and due_ms, in order.
   * `due_ms` is null for what does not wait for a retry.
   */
  readonly rows: string;
}

/** Moves what a former version of the runtime left undelivered into the owner's table, in one transaction. */
export const takeOver = (store: Store, owner: string, { table, column, timers, rows }: FormerTable): void =>
  store.migrate(
    table,
    column,
    `ALTER TABLE ${table} RENAME TO former;
     CREATE TABLE undelivered AS
       WITH made (target, facts, body, since_ms, attempts, deferrals, due_ms) AS (${rows})
       SELECT row_number() OVER () AS id, * FROM made;
     ${tableDefinition(owner)};
     INSERT INTO ${tableOf(owner)} SELECT id, target, facts, body, since_ms, attempts, deferrals FROM undelivered;
     DELETE FROM timers WHERE owner IN (${timers.map((name) => `'${name}'`).join(', ')});
     INSERT INTO timers (owner, id, due_ms, data, setting)
       SELECT '${timersOf(owner)}', id, due_ms, '', 0 FROM undelivered WHERE due_ms IS NOT NULL;
     DROP TABLE undelivered;
     DROP TABLE former`,
  );
