import type { ApiOptions } from '../../api/client.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { discover, requestTokens, type Tokens } from './issuer.ts';
import type { Session, SessionStore } from './session-store.ts';

/** A token that expires within this time is renewed before a call. */
const LEAST_LEFT_MS = 30_000;

/** The session to store for newly issued tokens. `now` is the time at which they were issued. */
export function sessionFrom(issuer: string, clientId: string, tokens: Tokens, now: Date): Session {
  const { accessToken, refreshToken, expiresInSeconds } = tokens;
  return {
    issuer,
    clientId,
    accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    expiresAt: new Date(now.getTime() + expiresInSeconds * 1000).toISOString(),
  };
}

/**
 * Provides the stored access token. A token that has expired or that the API has refused is renewed with the refresh token.
 * Rejects with CommandFailure if there is no session or if the session has ended.
 */
export function storedTokens(store: SessionStore, now: () => Date): ApiOptions['token'] {
  return async (apiUrl, refused) => {
    const session = store.read(apiUrl);
    if (session === undefined) throw new CommandFailure(EXIT.usage, 'You are not signed in: apps login');
    const leftMs = Date.parse(session.expiresAt) - now().getTime();
    if (leftMs > LEAST_LEFT_MS && session.accessToken !== refused) return session.accessToken;
    const renewed = await renew(session, now);
    store.write(apiUrl, renewed);
    return renewed.accessToken;
  };
}

async function renew(session: Session, now: () => Date): Promise<Session> {
  const { issuer, clientId, refreshToken } = session;
  if (refreshToken === undefined) throw ended();
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
  const tokens = await requestTokens(await discover(issuer), { form }).catch((error: unknown) => {
    if (error instanceof CommandFailure && error.exitCode === EXIT.failed) throw ended(error);
    throw error;
  });
  return sessionFrom(issuer, clientId, { refreshToken, ...tokens }, now());
}

function ended(cause?: Error): CommandFailure {
  return new CommandFailure(EXIT.usage, 'The session has ended: apps login', { cause });
}
