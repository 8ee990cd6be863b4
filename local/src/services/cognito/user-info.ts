import type { IncomingMessage, ServerResponse } from 'node:http';
import { userInfo } from './claims.ts';
import type { CognitoContext } from './context.ts';
import type { User } from './model.ts';
import { issuerOf } from './names.ts';
import { userOf } from './queries.ts';

/**
 * The userInfo endpoint. For an access token with the scope `openid` it returns the user, else 401. It replaces
 * oidc-provider's endpoint, which does not accept JWT access tokens.
 */
export const answerUserInfo = async (
  context: CognitoContext,
  poolId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const token = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const user = token === undefined ? undefined : await bearer(context, poolId, token);
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

const bearer = async (context: CognitoContext, poolId: string, token: string): Promise<User | undefined> => {
  const { kernel, keys } = context;
  const key = keys.publicKey(poolId);
  if (!key) return undefined;
  // Loaded on first use, because loading takes 30 ms of the start.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [key] }), {
      issuer: issuerOf(kernel.endpoint(), poolId),
      algorithms: ['RS256'],
      currentDate: new Date(kernel.clock.now() - kernel.clock.offsetMs()),
    });
    const allowed = payload.token_use === 'access' && String(payload.scope).split(' ').includes('openid');
    return allowed ? userOf(context, poolId, payload.sub) : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};
