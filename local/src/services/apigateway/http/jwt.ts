import type { JWTPayload } from 'jose';
import { bearerToken, scopesOf, verifiedToken } from '../../../core/authorization/verified-token.ts';
import type { Issuers } from '../../../core/issuers.ts';
import type { JwtAuthorizer } from './definitions.ts';

/** A token in the form for an event: its claims as text, and its scopes if the route requires scopes. */
export interface Authorized {
  readonly claims: { readonly [name: string]: string };
  readonly scopes: readonly string[] | null;
}

export type JwtDecision =
  | { readonly allowed: true; readonly authorized: Authorized }
  /** `reason` is undefined if the request has no token. */
  | { readonly allowed: false; readonly status: 401 | 403; readonly reason: string | undefined };

/** The requirements that a token must meet. */
export interface JwtRequirements {
  readonly authorizer: JwtAuthorizer;
  readonly issuers: Issuers;
  readonly scopes: readonly string[];
  /** Wall-clock time in milliseconds since the epoch. */
  readonly nowMs: number;
}

/**
 * Checks the token of the Authorization header (with or without `Bearer`): its signature, issuer, times and audience
 * (`aud`, or `client_id` if there is no `aud`), and that it has one of the route's scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const decideOnToken = async (header: string | undefined, required: JwtRequirements): Promise<JwtDecision> => {
  const token = bearerToken(header);
  if (!token) return { allowed: false, status: 401, reason: undefined };
  const payload = await verified(token, required);
  if (typeof payload === 'string') return { allowed: false, status: 401, reason: payload };
  const given = scopesOf(payload);
  if (required.scopes.length > 0 && !required.scopes.some((scope) => given.includes(scope)))
    return { allowed: false, status: 403, reason: 'insufficient_scope' };
  return {
    allowed: true,
    authorized: { claims: claimsOf(payload), scopes: required.scopes.length > 0 ? given : null },
  };
};

/** The claims of a token for this audience, or the reason why the token is refused. */
const verified = async (
  token: string,
  { authorizer, issuers, nowMs }: JwtRequirements,
): Promise<JWTPayload | string> => {
  const issuer = issuers.find(authorizer.issuer);
  if (!issuer) return 'the issuer is not known';
  const payload = await verifiedToken(token, issuer, nowMs);
  if (typeof payload === 'string') return payload;
  const audience = payload.aud ?? payload.client_id;
  const audiences = Array.isArray(audience) ? audience : [audience];
  if (authorizer.audience.some((wanted) => audiences.includes(wanted))) return payload;
  return 'the token does not have a valid audience';
};

const claimsOf = (payload: JWTPayload): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)]));

/** A claim as text. Like on API Gateway, lists become `[a b]` and objects `map[key:value]`. */
const claimText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `map[${members.map(([name, member]) => `${name}:${claimText(member)}`).join(' ')}]`;
};
