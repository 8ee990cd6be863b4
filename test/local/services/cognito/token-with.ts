import { importJWK, type JWK, SignJWT } from 'jose';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';

type Json = Record<string, unknown>;

/** An id token of a pool with other claims, signed with the pool's key. */
export const tokenWith = async (
  { kernel }: Runtime,
  { poolId, idToken }: { readonly poolId: string; readonly idToken: string },
  claims: Json,
): Promise<string> => {
  const row = kernel.store.prepare('SELECT body FROM identity_keys WHERE pool_id = ?').get(poolId);
  const { signing } = JSON.parse(String(row?.body)) as { signing: JWK };
  const [head = '', payload = ''] = idToken.split('.');
  const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return new SignJWT({ ...decoded(payload), ...claims })
    .setProtectedHeader(decoded(head))
    .sign(await importJWK(signing, 'RS256'));
};
