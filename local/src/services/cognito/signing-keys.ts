import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import type { Kernel } from '../../core/kernel.ts';

const RSA_BITS = 2048;

interface PoolKeys {
  /** The private key for the algorithm RS256. */
  readonly signing: JWK;
  /** The key that signs the cookies of the sign-in. */
  readonly cookies: string;
}

/** The keys of each pool. They are created with the pool and kept in the store. */
export class SigningKeys {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.define('CREATE TABLE IF NOT EXISTS identity_keys (pool_id TEXT PRIMARY KEY, body TEXT NOT NULL)');
  }

  /** Creates the keys of a pool if it has none. */
  async make(poolId: string): Promise<void> {
    const { store, ids } = this.#kernel;
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS });
    const signing = { ...(privateKey.export({ format: 'jwk' }) as JWK), alg: 'RS256', use: 'sig', kid: ids.uuid() };
    const keys: PoolKeys = { signing, cookies: ids.secret(32) };
    await store.write(() =>
      store
        .prepare('INSERT OR IGNORE INTO identity_keys (pool_id, body) VALUES (?, ?)')
        .run(poolId, JSON.stringify(keys)),
    );
  }

  /** The keys of a pool; undefined if the pool does not exist. */
  of(poolId: string): PoolKeys | undefined {
    const row = this.#kernel.store.prepare('SELECT body FROM identity_keys WHERE pool_id = ?').get(poolId);
    return row && (JSON.parse(String(row.body)) as PoolKeys);
  }

  /** The public key that verifies the pool's tokens; undefined if the pool does not exist. */
  publicKey(poolId: string): JWK | undefined {
    const { kty, n, e, alg, use, kid } = this.of(poolId)?.signing ?? {};
    return kty === undefined ? undefined : ({ kty, n, e, alg, use, kid } as JWK);
  }

  /** Deletes the keys of a pool. Call it inside `store.write`. */
  forget(poolId: string): void {
    this.#kernel.store.prepare('DELETE FROM identity_keys WHERE pool_id = ?').run(poolId);
  }
}
