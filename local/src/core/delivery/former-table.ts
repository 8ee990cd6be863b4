import type { Store } from '../store/store.ts';
import { tableDefinition, tableOf, timersOf } from './delivery-table.ts';

/** Table in which a former version of the runtime kept an owner's deliveries. */
export interface FormerTable {
  readonly table: string;
  /** A column that exists only in the former table. */
  readonly column: string;
  /** Timer owners of the former version. */
  readonly timers: readonly string[];
  /**
   * SELECT of target, facts, body, since_ms, attempts, deferrals and due_ms, in delivery order, from `former` (the
   * renamed former table). `due_ms` is null for a delivery that does not wait for a retry.
   */
  readonly rows: string;
}

/** Moves the undelivered rows from a former version's table to the owner's current table, in one transaction. */
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
