import type { Store } from '../../core/store/store.ts';
import type { ParameterFacts, StoredParameter, Tag } from './parameter.ts';

/** The number of versions that are kept, as on AWS. */
const MAX_VERSIONS = 100;

const TABLES = `
CREATE TABLE IF NOT EXISTS ssm_parameters (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ssm_versions (
  name TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, description TEXT, allowed_pattern TEXT, key_id TEXT,
  tier TEXT NOT NULL, data_type TEXT NOT NULL, modified_ms INTEGER NOT NULL, modified_by TEXT NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY (name, version)
);
CREATE TABLE IF NOT EXISTS ssm_tags (
  name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, key)
) WITHOUT ROWID;
`;

const FACTS = `name, version, type, description, allowed_pattern AS allowedPattern, key_id AS keyId, tier,
  data_type AS dataType, modified_ms AS modifiedMs, modified_by AS modifiedBy`;

/** Parameters with their versions and tags. Methods that write must be called inside `store.write`. */
export class ParameterTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(TABLES);
  }

  latest(name: string): StoredParameter | undefined {
    return this.#store
      .prepare(`SELECT ${FACTS}, value FROM ssm_versions JOIN ssm_parameters USING (name, version) WHERE name = ?`)
      .get(name) as StoredParameter | undefined;
  }

  version(name: string, version: number): StoredParameter | undefined {
    return this.#store
      .prepare(`SELECT ${FACTS}, value FROM ssm_versions WHERE name = ? AND version = ?`)
      .get(name, version) as StoredParameter | undefined;
  }

  /** At most `count` versions that are newer than `after`, oldest first. */
  history(name: string, after: number, count: number): readonly StoredParameter[] {
    return this.#store
      .prepare(`SELECT ${FACTS}, value FROM ssm_versions WHERE name = ? AND version > ? ORDER BY version LIMIT ?`)
      .all(name, after, count) as unknown as readonly StoredParameter[];
  }

  /** The latest versions of the parameters whose names are greater than `after`, by name. Read them at once. */
  facts(after: string): Iterable<ParameterFacts> {
    return this.#store
      .prepare(
        `SELECT ${FACTS} FROM ssm_parameters JOIN ssm_versions USING (name, version) WHERE name > ? ORDER BY name`,
      )
      .iterate(after) as unknown as Iterable<ParameterFacts>;
  }

  /** Stores the latest version, and removes the oldest one if there are more than 100. */
  put(put: StoredParameter): void {
    this.#store
      .prepare(
        `INSERT INTO ssm_versions (name, version, type, description, allowed_pattern, key_id, tier, data_type, modified_ms,
         modified_by, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        put.name,
        put.version,
        put.type,
        put.description,
        put.allowedPattern,
        put.keyId,
        put.tier,
        put.dataType,
        put.modifiedMs,
        put.modifiedBy,
        put.value,
      );
    this.#store
      .prepare('INSERT OR REPLACE INTO ssm_parameters (name, version) VALUES (?, ?)')
      .run(put.name, put.version);
    this.#store
      .prepare('DELETE FROM ssm_versions WHERE name = ? AND version <= ?')
      .run(put.name, put.version - MAX_VERSIONS);
  }

  /** Returns whether the parameter existed. */
  remove(name: string): boolean {
    for (const table of ['ssm_versions', 'ssm_tags'])
      this.#store.prepare(`DELETE FROM ${table} WHERE name = ?`).run(name);
    return this.#store.prepare('DELETE FROM ssm_parameters WHERE name = ?').run(name).changes > 0;
  }

  tags(name: string): readonly Tag[] {
    return this.#store
      .prepare('SELECT key AS Key, value AS Value FROM ssm_tags WHERE name = ? ORDER BY key')
      .all(name) as unknown as readonly Tag[];
  }

  putTags(name: string, tags: readonly Tag[]): void {
    const insert = this.#store.prepare('INSERT OR REPLACE INTO ssm_tags (name, key, value) VALUES (?, ?, ?)');
    for (const { Key, Value } of tags) insert.run(name, Key, Value);
  }

  removeTags(name: string, keys: readonly string[]): void {
    const remove = this.#store.prepare('DELETE FROM ssm_tags WHERE name = ? AND key = ?');
    for (const key of keys) remove.run(name, key);
  }
}
