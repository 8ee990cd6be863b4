import type { IncomingMessage, ServerResponse } from 'node:http';
import { userInfo } from './claims.ts';
import type { User } from './model.ts';
import { issuerOf } from './names.ts';
import type { Parts } from './parts.ts';
import { userOf } from './queries.ts';

/** Who the bearer of an access token with the scope `openid` is. Cognito's tokens are JWTs, which the library's own endpoint does not take. */
export const answerUserInfo = async (
  parts: Parts,
  poolId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const token = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const user = token === undefined ? undefined : await bearer(parts, poolId, token);
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (user) response.writeHead(200, headers).end(JSON.stringify(userInfo(user)));
  else
    response.writeHead(401, { ...headers, 'www-authenticate': 'Bearer error="invalid_token"' }).end(
      JSON.stringify({
        error: 'invalid_token',
        error_description: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
      }),
    );
};

const bearer = async (parts: Parts, poolId: string, token: string): Promise<User | undefined> => {
  const { kernel, keys } = parts;
  const key = keys.publicKey(poolId);
  if (!key) return undefined;
  // Thirty milliseconds that a start does without.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [key] }), {
      issuer: issuerOf(kernel.endpoint(), poolId),
      algorithms: ['RS256'],
      currentDate: new Date(kernel.clock.now() - kernel.clock.offsetMs()),
    });
    const allowed = payload.token_use === 'access' && String(payload.scope).split(' ').includes('openid');
    return allowed ? userOf(parts, poolId, payload.sub) : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};
