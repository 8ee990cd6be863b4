import { ROLES, SUBMIT_SCOPE } from '../../../api/roles.ts';
import type { Role } from '../../../api/types.generated.ts';

/** The caller, read from the access token that the authorizer has verified. */
export interface Principal {
  /** The user's name, or the client id of an OAuth client without a user. */
  readonly username: string;
  readonly roles: readonly Role[];
}

export type Claims = Readonly<Record<string, unknown>>;

const MAX_USERNAME_LENGTH = 200;

/**
 * Reads the claims of a Cognito access token. Undefined for any other token. A user has the roles of the user's groups.
 * An OAuth client (a token without a user) has the role `applicant-service` if its token has the scope for it.
 */
export function principalOf(claims: Claims): Principal | undefined {
  if (claims.token_use !== 'access') return undefined;
  const username = textOf(claims.username ?? claims['cognito:username']);
  if (username !== undefined) return { username, roles: rolesIn(groupsIn(claims)) };
  const client = textOf(claims.client_id);
  if (client === undefined) return undefined;
  const maySubmit = String(claims.scope ?? '')
    .split(' ')
    .includes(SUBMIT_SCOPE.inTokens);
  return { username: client, roles: maySubmit ? ['applicant-service'] : [] };
}

/** Names of the user's groups in the user pool. */
export const groupsIn = (claims: Claims): readonly string[] => listOf(claims['cognito:groups']);

/** A user never has the role `applicant-service`, even if a group has that name. */
function rolesIn(groups: readonly string[]): Role[] {
  return ROLES.filter((role) => role !== 'applicant-service' && groups.includes(role));
}

/** Reads a list claim. API Gateway encodes a list as the text "[a b]". */
function listOf(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((item) => typeof item === 'string');
  if (typeof claim !== 'string') return [];
  return claim.replace(/^\[|\]$/g, '').split(/[\s,]+/);
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' && claim.length <= MAX_USERNAME_LENGTH ? claim : undefined;
}
