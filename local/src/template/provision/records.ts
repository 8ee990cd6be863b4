import type { Value } from '../../core/cloudformation/value.ts';
import type { Store } from '../../core/store/store.ts';

/**
 * `creating`: creation has started; the resource may exist. `ready`: the resource exists as recorded. `replaced`: a
 * replacement exists, and this resource must be deleted. `retained`: the resource is no longer in the template and is
 * kept because of its DeletionPolicy.
 */
type RecordState = 'creating' | 'ready' | 'replaced' | 'retained';

/** A resource of the last deployment. */
export interface ResourceRecord {
  readonly stack: string;
  readonly logicalId: string;
  /** Number of replacements of this logical id. */
  readonly generation: number;
  readonly type: string;
  readonly state: RecordState;
  readonly name: string;
  readonly ref: string;
  readonly attributes: { readonly [name: string]: Value };
  /** Whether outputs that read the attributes show asterisks. */
  readonly noEcho: boolean;
  /** Canonical JSON of the evaluated properties. */
  readonly properties: string;
  /** Content fingerprint besides the properties, e.g. an asset's path. */
  readonly contents: string;
  readonly deletionPolicy: string;
  /** Logical ids of its dependencies. */
  readonly needs: readonly string[];
  /** Creation order. */
  readonly position: number;
}

export interface OutputRecord {
  readonly stack: string;
  readonly name: string;
  readonly value: string;
  readonly exportName: string | undefined;
}

const COLUMNS =
  'stack, logical_id, generation, type, state, name, ref, attributes, properties, contents, deletion_policy, needs, position, no_echo';

/** Records of deployed resources in the store. Call the changing methods inside `store.write`. */
export class Records {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`CREATE TABLE IF NOT EXISTS template_resources (
      stack TEXT NOT NULL, logical_id TEXT NOT NULL, generation INTEGER NOT NULL, type TEXT NOT NULL,
      state TEXT NOT NULL, name TEXT NOT NULL, ref TEXT NOT NULL, attributes TEXT NOT NULL, properties TEXT NOT NULL,
      contents TEXT NOT NULL, deletion_policy TEXT NOT NULL, needs TEXT NOT NULL, position INTEGER NOT NULL,
      PRIMARY KEY (stack, logical_id, generation)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS template_outputs (
      stack TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, export_name TEXT, PRIMARY KEY (stack, name)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS template_endpoint (id INTEGER PRIMARY KEY CHECK (id = 1), endpoint TEXT NOT NULL)`);
    store.addColumn('template_resources', 'no_echo', 'INTEGER NOT NULL DEFAULT 0');
  }

  all(): ResourceRecord[] {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM template_resources ORDER BY position`).all().map(record);
  }

  put(put: ResourceRecord): void {
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO template_resources (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        put.stack,
        put.logicalId,
        put.generation,
        put.type,
        put.state,
        put.name,
        put.ref,
        JSON.stringify(put.attributes),
        put.properties,
        put.contents,
        put.deletionPolicy,
        JSON.stringify(put.needs),
        put.position,
        put.noEcho ? 1 : 0,
      );
  }

  remove({ stack, logicalId, generation }: ResourceRecord): void {
    this.#store
      .prepare('DELETE FROM template_resources WHERE stack = ? AND logical_id = ? AND generation = ?')
      .run(stack, logicalId, generation);
  }

  outputs(): OutputRecord[] {
    return this.#store
      .prepare('SELECT stack, name, value, export_name AS exportName FROM template_outputs ORDER BY stack, name')
      .all()
      .map((row) => ({
        stack: String(row.stack),
        name: String(row.name),
        value: String(row.value),
        exportName: row.exportName === null ? undefined : String(row.exportName),
      }));
  }

  replaceOutputs(outputs: readonly OutputRecord[]): void {
    this.#store.prepare('DELETE FROM template_outputs').run();
    for (const { stack, name, value, exportName } of outputs)
      this.#store
        .prepare('INSERT INTO template_outputs (stack, name, value, export_name) VALUES (?, ?, ?, ?)')
        .run(stack, name, value, exportName ?? null);
  }

  /** The gateway's address at the last deployment, which is part of queue URLs. */
  endpoint(): string | undefined {
    const row = this.#store.prepare('SELECT endpoint FROM template_endpoint').get();
    return row ? String(row.endpoint) : undefined;
  }

  setEndpoint(endpoint: string): void {
    this.#store.prepare('INSERT OR REPLACE INTO template_endpoint (id, endpoint) VALUES (1, ?)').run(endpoint);
  }
}

const record = (row: Record<string, unknown>): ResourceRecord => ({
  stack: String(row.stack),
  logicalId: String(row.logical_id),
  generation: Number(row.generation),
  type: String(row.type),
  state: String(row.state) as RecordState,
  name: String(row.name),
  ref: String(row.ref),
  attributes: JSON.parse(String(row.attributes)),
  properties: String(row.properties),
  contents: String(row.contents),
  deletionPolicy: String(row.deletion_policy),
  needs: JSON.parse(String(row.needs)),
  position: Number(row.position),
  noEcho: row.no_echo === 1,
});
