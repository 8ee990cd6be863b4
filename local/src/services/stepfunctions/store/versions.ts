import type { Store } from '../../../core/store/store.ts';

export interface VersionRow {
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly number: number;
  readonly revision: number;
  readonly description: string | null;
  readonly createdMs: number;
}

const COLUMNS = 'arn, machine_arn AS stateMachineArn, number, revision, description, created_ms AS createdMs';

export class Versions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  byArn(arn: string): VersionRow | undefined {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM states_versions WHERE arn = ?`).get(arn) as
      | VersionRow
      | undefined;
  }

  /** The versions with a number below `before`, newest first. */
  list(stateMachineArn: string, before: number, limit: number): VersionRow[] {
    return this.#store
      .prepare(
        `SELECT ${COLUMNS} FROM states_versions WHERE machine_arn = ? AND number < ? ORDER BY number DESC LIMIT ?`,
      )
      .all(stateMachineArn, before, limit) as unknown as VersionRow[];
  }

  newest(stateMachineArn: string): VersionRow | undefined {
    return this.list(stateMachineArn, Number.MAX_SAFE_INTEGER, 1)[0];
  }

  /** Call it inside `store.write`. */
  insert(it: VersionRow): void {
    this.#store
      .prepare(
        'INSERT INTO states_versions (arn, machine_arn, number, revision, description, created_ms) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(it.arn, it.stateMachineArn, it.number, it.revision, it.description, it.createdMs);
  }

  /** Call it inside `store.write`. */
  remove(arn: string): void {
    this.#store.prepare('DELETE FROM states_versions WHERE arn = ?').run(arn);
  }
}
