import type { JWTPayload } from 'jose';
import { EXPIRED, verifiedToken } from '../../../core/authorization/verified-token.ts';
import { isMatch } from '../../../core/isolation/pattern.ts';
import type { Issuers } from '../../../core/issuers.ts';
import type { Mode } from '../definitions.ts';
import { type Refusal, type Session, SOURCE_IP, unauthorized } from './session.ts';

type PoolMode = Mode<'AMAZON_COGNITO_USER_POOLS'>;

/** A token with the time of the request: wall-clock time in milliseconds since the epoch, as the issuers use it. */
interface GivenToken {
  readonly token: string;
  readonly nowMs: number;
}

/** Authorizes a user by an id token or an access token of one of the pools. */
export const authorizeUser = async (
  modes: readonly PoolMode[],
  issuers: Issuers,
  { token, nowMs }: GivenToken,
): Promise<Session | Refusal> => {
  let isExpired = false;
  for (const mode of modes) {
    const issuer = issuers.find(mode.issuer);
    const claims = issuer && (await verifiedToken(token, issuer, nowMs));
    if (claims === EXPIRED) isExpired = true;
    if (typeof claims === 'object') return isAccepted(claims, mode) ? sessionOf(claims, mode) : unauthorized();
  }
  return unauthorized(isExpired ? 'Token has expired.' : 'Valid authorization header not provided.');
};

/** The expression is compared with the id of the client: `aud` of an id token, `client_id` of an access token. */
const isAccepted = ({ aud, client_id }: JWTPayload, { clientPattern }: PoolMode): boolean =>
  clientPattern === undefined || isMatch(clientPattern, String(aud ?? client_id ?? ''));

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
const sessionOf = (claims: JWTPayload, mode: PoolMode): Session => {
  const groups = groupsOf(claims);
  return {
    mode,
    groups: groups ?? [],
    identity: {
      sub: claims.sub ?? null,
      issuer: claims.iss ?? null,
      username: claims['cognito:username'] ?? claims.username ?? null,
      claims,
      sourceIp: SOURCE_IP,
      defaultAuthStrategy: mode.defaultAction ?? 'ALLOW',
      groups,
    },
    allows: () => true,
  };
};

const groupsOf = ({ 'cognito:groups': groups }: JWTPayload): readonly string[] | null =>
  Array.isArray(groups) ? groups.map(String) : null;
