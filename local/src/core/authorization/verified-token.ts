import type { JWTPayload } from 'jose';
import type { Issuer } from '../issuers.ts';

/** API Gateway accepts only RSA signatures, and user pools make no others. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/** The reason for which a token with a past `exp` is refused. */
export const EXPIRED = 'the token has expired';

const REASONS: { readonly [code: string]: string | undefined } = {
  ERR_JWT_EXPIRED: EXPIRED,
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature is invalid',
  ERR_JOSE_ALG_NOT_ALLOWED: 'signing method is invalid',
};

/** The token in a header's value, with or without `Bearer`; undefined if there is none. */
export const bearerToken = (header: string | undefined): string | undefined =>
  header?.replace(/^bearer /i, '').trim() || undefined;

/**
 * Checks a token's signature, issuer and times. `nowMs` is wall-clock time in milliseconds since the epoch, as the
 * issuers use it. Resolves with the token's claims, or with the reason for which it is refused.
 */
export const verifiedToken = async (token: string, issuer: Issuer, nowMs: number): Promise<JWTPayload | string> => {
  // Loaded on first use, because loading takes 30 ms of the start.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.keys), {
      issuer: issuer.url,
      algorithms: ALGORITHMS,
      currentDate: new Date(nowMs),
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return REASONS[error.code] ?? 'the token is not valid';
    throw error;
  }
};

/** The scopes of a token, from its claim `scope` or `scp`. */
export const scopesOf = ({ scope, scp }: JWTPayload): string[] => {
  const given = scope ?? scp;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === 'string' ? given.split(' ').filter((each) => each !== '') : [];
};
