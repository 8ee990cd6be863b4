import type { JWTPayload } from 'jose';
import type { Issuers } from '../../../core/issuers.ts';
import type { JwtAuthorizer } from './definitions.ts';

/** What a function is told of the token: claims as text, and the token's scopes when the route asks for some. */
export interface Authorized {
  readonly claims: { readonly [name: string]: string };
  readonly scopes: readonly string[] | null;
}

export type JwtDecision =
  | { readonly allowed: true; readonly authorized: Authorized }
  /** `reason` is undefined when there was no token at all. */
  | { readonly allowed: false; readonly status: 401 | 403; readonly reason: string | undefined };

/** What a token is held against. */
export interface JwtDemand {
  readonly authorizer: JwtAuthorizer;
  readonly issuers: Issuers;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** API Gateway takes RSA signatures only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/**
 * Decides on the Authorization header, with or without `Bearer`: signature, issuer, times, audience (`aud`, or
 * `client_id` without it), and one of the route's scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const decideOnToken = async (header: string | undefined, demand: JwtDemand): Promise<JwtDecision> => {
  const token = header?.replace(/^bearer /i, '').trim();
  if (!token) return { allowed: false, status: 401, reason: undefined };
  const payload = await verified(token, demand);
  if (typeof payload === 'string') return { allowed: false, status: 401, reason: payload };
  const given = scopesOf(payload);
  if (demand.scopes.length > 0 && !demand.scopes.some((scope) => given.includes(scope)))
    return { allowed: false, status: 403, reason: 'insufficient_scope' };
  return { allowed: true, authorized: { claims: claimsOf(payload), scopes: demand.scopes.length > 0 ? given : null } };
};

/** The token's claims, or why it is not accepted. */
const verified = async (token: string, { authorizer, issuers, nowMs }: JwtDemand): Promise<JWTPayload | string> => {
  const issuer = issuers.find(authorizer.issuer);
  if (!issuer) return 'the issuer is not known';
  // Thirty milliseconds that a start does without.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.keys), {
      issuer: issuer.url,
      algorithms: ALGORITHMS,
      currentDate: new Date(nowMs),
      requiredClaims: ['exp'],
    });
    const audience = payload.aud ?? payload.client_id;
    const audiences = Array.isArray(audience) ? audience : [audience];
    if (authorizer.audience.some((wanted) => audiences.includes(wanted))) return payload;
    return 'the token does not have a valid audience';
  } catch (error) {
    if (error instanceof errors.JOSEError) return REASONS[error.code] ?? 'the token is not valid';
    throw error;
  }
};

const REASONS: { readonly [code: string]: string | undefined } = {
  ERR_JWT_EXPIRED: 'the token has expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature is invalid',
  ERR_JOSE_ALG_NOT_ALLOWED: 'signing method is invalid',
};

const scopesOf = ({ scope, scp }: JWTPayload): string[] => {
  const given = scope ?? scp;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === 'string' ? given.split(' ').filter((each) => each !== '') : [];
};

const claimsOf = (payload: JWTPayload): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)]));

/** Lists as `[a b]` and objects as `map[key:value]`, as API Gateway hands claims over. */
const claimText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `map[${members.map(([name, member]) => `${name}:${claimText(member)}`).join(' ')}]`;
};
