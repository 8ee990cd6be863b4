import type { Store } from '../../../core/store/store.ts';

export type StateMachineType = 'STANDARD' | 'EXPRESS';

/** A definition and its role, as they were between two updates. Executions and versions refer to a revision. */
export interface Revision {
  readonly id: number;
  readonly stateMachineArn: string;
  /** Null until the first update, as on AWS. */
  readonly revisionId: string | null;
  readonly definition: string;
  readonly roleArn: string;
  readonly updatedMs: number;
}

export interface StateMachineRow {
  readonly arn: string;
  readonly name: string;
  readonly type: StateMachineType;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly revision: number;
  /** JSON text of loggingConfiguration, tracingConfiguration and encryptionConfiguration. */
  readonly settings: string;
  readonly createdMs: number;
  /** The number of the next published version; numbers of deleted versions are not reused. */
  readonly nextVersion: number;
}

const MACHINE = 'arn, name, type, status, revision, settings, created_ms AS createdMs, next_version AS nextVersion';
const REVISION = `id, machine_arn AS stateMachineArn, revision_id AS revisionId, definition, role_arn AS roleArn,
  updated_ms AS updatedMs`;

export class StateMachines {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  byArn(arn: string): StateMachineRow | undefined {
    return this.#store.prepare(`SELECT ${MACHINE} FROM states_machines WHERE arn = ?`).get(arn) as
      | StateMachineRow
      | undefined;
  }

  /** The state machines with a name after `after`, sorted by name. */
  list(after: string, limit: number): StateMachineRow[] {
    return this.#store
      .prepare(`SELECT ${MACHINE} FROM states_machines WHERE name > ? ORDER BY name LIMIT ?`)
      .all(after, limit) as unknown as StateMachineRow[];
  }

  /** The current definition of each state machine. */
  currentDefinitions(): string[] {
    const sql = `SELECT definition FROM states_revisions WHERE id IN (SELECT revision FROM states_machines)`;
    return this.#store
      .prepare(sql)
      .all()
      .map(({ definition }) => String(definition));
  }

  revision(id: number): Revision {
    const found = this.#store.prepare(`SELECT ${REVISION} FROM states_revisions WHERE id = ?`).get(id);
    if (!found) throw new Error(`Revision ${id} of a state machine is missing in the store.`);
    return found as unknown as Revision;
  }

  /** Adds a revision and returns its id. Call it inside `store.write`. */
  addRevision(it: Omit<Revision, 'id'>): number {
    const { lastInsertRowid } = this.#store
      .prepare(
        'INSERT INTO states_revisions (machine_arn, revision_id, definition, role_arn, updated_ms) VALUES (?, ?, ?, ?, ?)',
      )
      .run(it.stateMachineArn, it.revisionId, it.definition, it.roleArn, it.updatedMs);
    return Number(lastInsertRowid);
  }

  /** Creates or replaces a state machine. Call it inside `store.write`. */
  put(it: StateMachineRow): void {
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO states_machines (arn, name, type, status, revision, settings, created_ms, next_version)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(it.arn, it.name, it.type, it.status, it.revision, it.settings, it.createdMs, it.nextVersion);
  }

  deleting(): string[] {
    return this.#store
      .prepare(`SELECT arn FROM states_machines WHERE status = 'DELETING'`)
      .all()
      .map(({ arn }) => String(arn));
  }

  /**
   * Removes the state machine if its status is still DELETING: a new one with the same name may have been created in
   * the meantime. Call it inside `store.write`.
   */
  removeIfDeleting(arn: string): void {
    if (this.byArn(arn)?.status === 'DELETING') this.remove(arn);
  }

  /**
   * Removes a state machine with its versions, aliases and tags; executions and their revisions stay. Call it inside
   * `store.write`.
   */
  remove(arn: string): void {
    for (const sql of REMOVAL) this.#store.prepare(sql).run(arn);
  }
}

const REMOVAL = [
  'DELETE FROM states_machines WHERE arn = ?',
  'DELETE FROM states_versions WHERE machine_arn = ?',
  'DELETE FROM states_aliases WHERE machine_arn = ?',
  'DELETE FROM states_tags WHERE resource_arn = ?',
];
