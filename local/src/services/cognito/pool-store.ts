import type { Store } from '../../core/store/store.ts';
import { poolNotFound } from './errors.ts';
import type { Kinds, Pool, User } from './model.ts';

const SQL = {
  putPool: 'INSERT OR REPLACE INTO identity_pools (id, body) VALUES (?, ?)',
  pool: 'SELECT body FROM identity_pools WHERE id = ?',
  pools: 'SELECT body FROM identity_pools ORDER BY id',
  deletePool: 'DELETE FROM identity_pools WHERE id = ?',
  deleteParts: 'DELETE FROM identity_parts WHERE pool_id = ?',
  deleteModels: 'DELETE FROM identity_models WHERE pool_id = ?',
  put: 'INSERT OR REPLACE INTO identity_parts (pool_id, kind, id, body) VALUES (?, ?, ?, ?)',
  get: 'SELECT body FROM identity_parts WHERE pool_id = ? AND kind = ? AND id = ?',
  list: 'SELECT body FROM identity_parts WHERE pool_id = ? AND kind = ? ORDER BY id',
  delete: 'DELETE FROM identity_parts WHERE pool_id = ? AND kind = ? AND id = ?',
  signOut: `DELETE FROM identity_models WHERE pool_id = ? AND json_extract(body, '$.accountId') = ?`,
} as const;

/**
 * Stores the pools, their objects, and the state of their sign-ins (table identity_models, see ModelAdapter). Methods
 * that change rows must be called inside `write`.
 */
export class PoolStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS identity_pools (id TEXT PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS identity_parts (
        pool_id TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (pool_id, kind, id)
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS identity_models (
        pool_id TEXT NOT NULL, model TEXT NOT NULL, id TEXT NOT NULL, grant_id TEXT, uid TEXT,
        expires_ms INTEGER NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (pool_id, model, id)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS identity_models_expiry ON identity_models (expires_ms);
      CREATE INDEX IF NOT EXISTS identity_models_grant ON identity_models (pool_id, grant_id);
      CREATE INDEX IF NOT EXISTS identity_models_uid ON identity_models (pool_id, model, uid)`);
  }

  /** Runs changes in one transaction, like `Store.write`. */
  write<T>(work: () => T): Promise<T> {
    return this.#store.write(work);
  }

  pool(poolId: string): Pool | undefined {
    const row = this.#store.prepare(SQL.pool).get(poolId);
    return row && (JSON.parse(String(row.body)) as Pool);
  }

  /** The pool with this id. Throws ResourceNotFoundException if it does not exist. */
  existing(poolId: string): Pool {
    const pool = this.pool(poolId);
    if (!pool) throw poolNotFound(poolId);
    return pool;
  }

  pools(): readonly Pool[] {
    return this.#store
      .prepare(SQL.pools)
      .all()
      .map(({ body }) => JSON.parse(String(body)) as Pool);
  }

  putPool(pool: Pool): void {
    this.#store.prepare(SQL.putPool).run(pool.poolId, JSON.stringify(pool));
  }

  deletePool(poolId: string): void {
    this.#store.prepare(SQL.deleteParts).run(poolId);
    this.#store.prepare(SQL.deleteModels).run(poolId);
    this.#store.prepare(SQL.deletePool).run(poolId);
  }

  get<K extends keyof Kinds>(poolId: string, kind: K, id: string): Kinds[K] | undefined {
    const row = this.#store.prepare(SQL.get).get(poolId, kind, id);
    return row && (JSON.parse(String(row.body)) as Kinds[K]);
  }

  /** The objects of one kind, ordered by id. */
  list<K extends keyof Kinds>(poolId: string, kind: K): readonly Kinds[K][] {
    const rows = this.#store.prepare(SQL.list).all(poolId, kind);
    return rows.map(({ body }) => JSON.parse(String(body)) as Kinds[K]);
  }

  put<K extends keyof Kinds>(poolId: string, kind: K, id: string, value: Kinds[K]): void {
    this.#store.prepare(SQL.put).run(poolId, kind, id, JSON.stringify(value));
  }

  delete(poolId: string, kind: keyof Kinds, id: string): void {
    this.#store.prepare(SQL.delete).run(poolId, kind, id);
  }

  /** Deletes a user with all sessions and stored tokens. JWTs of the user stay valid until they expire. */
  deleteUser(poolId: string, { username, sub }: User): void {
    this.delete(poolId, 'user', username);
    this.#store.prepare(SQL.signOut).run(poolId, sub);
  }
}
