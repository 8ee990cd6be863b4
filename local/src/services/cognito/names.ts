import { createHash } from 'node:crypto';
import type { Home } from '../../core/aws/arn.ts';

/** Path prefix of issuers at the gateway; the id of the pool follows. */
export const PATH_PREFIX = '/_identity/';

/** Issuer of a pool: the `iss` claim of its tokens. */
export const issuerOf = (endpoint: string, poolId: string): string => `${endpoint}${PATH_PREFIX}${poolId}`;

/**
 * Makes an id of `length` characters from a name. The same name gives the same id, so ids stay the same after a reset.
 */
const idFrom = (name: string, length: number): string =>
  BigInt(`0x${createHash('sha256').update(name).digest('hex')}`)
    .toString(36)
    .padStart(length, '0')
    .slice(0, length);

/** `us-east-1_` and nine characters. */
export const poolIdOf = (home: Home, name: string): string => `${home.region}_${idFrom(`pool ${name}`, 9)}`;

/** 26 characters. */
export const clientIdOf = (poolId: string, name: string): string => idFrom(`client ${poolId} ${name}`, 26);

const AWS_ISSUER = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/([\w-]+)$/;

/** Id of the pool in an issuer's URL; accepts local and AWS URLs. Undefined for any other URL. */
export const poolIdOfIssuer = (endpoint: string, url: string): string | undefined => {
  const localPrefix = issuerOf(endpoint, '');
  return url.startsWith(localPrefix) ? url.slice(localPrefix.length) : AWS_ISSUER.exec(url)?.[1];
};
