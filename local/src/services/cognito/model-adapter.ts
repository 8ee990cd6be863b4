import type { Kernel } from '../../core/kernel.ts';
import { clientMetadata } from './client-metadata.ts';
import type { PoolStore } from './pool-store.ts';

type Payload = { readonly [member: string]: unknown };

const SQL = {
  put: `INSERT OR REPLACE INTO identity_models (pool_id, model, id, grant_id, uid, expires_ms, body)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
  get: 'SELECT body FROM identity_models WHERE pool_id = ? AND model = ? AND id = ? AND expires_ms > ?',
  byUid: 'SELECT body FROM identity_models WHERE pool_id = ? AND model = ? AND uid = ? AND expires_ms > ?',
  delete: 'DELETE FROM identity_models WHERE pool_id = ? AND model = ? AND id = ?',
  deleteGrant: 'DELETE FROM identity_models WHERE pool_id = ? AND grant_id = ?',
  purge: 'DELETE FROM identity_models WHERE expires_ms <= ?',
} as const;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * Stores the data of oidc-provider for one pool: sessions, codes, refresh tokens and grants. Clients are read from the
 * pool. Expiry uses wall-clock time, like all times of the library.
 */
export class ModelAdapter {
  readonly #kernel: Kernel;
  readonly #pools: PoolStore;
  readonly #poolId: string;
  readonly #model: string;

  constructor(context: { kernel: Kernel; pools: PoolStore }, poolId: string, model: string) {
    this.#kernel = context.kernel;
    this.#pools = context.pools;
    this.#poolId = poolId;
    this.#model = model;
  }

  async upsert(id: string, payload: Payload, expiresInSeconds: number): Promise<void> {
    const nowMs = this.#nowMs();
    const { grantId, uid } = payload;
    const body = JSON.stringify(payload);
    const { store } = this.#kernel;
    await store.write(() => {
      store.prepare(SQL.purge).run(nowMs);
      store
        .prepare(SQL.put)
        .run(this.#poolId, this.#model, id, textOf(grantId), textOf(uid), nowMs + expiresInSeconds * 1000, body);
    });
  }

  async find(id: string): Promise<Payload | undefined> {
    if (this.#model === 'Client') {
      const client = this.#pools.get(this.#poolId, 'client', id);
      return client && clientMetadata(client);
    }
    return this.#read(SQL.get, id);
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    return this.#read(SQL.byUid, uid);
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    const { exp } = payload ?? {};
    if (typeof exp !== 'number') return;
    const consumed = Math.floor(this.#nowMs() / 1000);
    await this.upsert(id, { ...payload, consumed }, exp - consumed);
  }

  async destroy(id: string): Promise<void> {
    await this.#run(SQL.delete, this.#poolId, this.#model, id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#run(SQL.deleteGrant, this.#poolId, grantId);
  }

  #read(sql: string, key: string): Payload | undefined {
    const row = this.#kernel.store.prepare(sql).get(this.#poolId, this.#model, key, this.#nowMs());
    return row && (JSON.parse(String(row.body)) as Payload);
  }

  async #run(sql: string, ...values: readonly string[]): Promise<void> {
    const { store } = this.#kernel;
    await store.write(() => store.prepare(sql).run(...values));
  }

  #nowMs(): number {
    const { clock } = this.#kernel;
    return clock.now() - clock.offsetMs();
  }
}
