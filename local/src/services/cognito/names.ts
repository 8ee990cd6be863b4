import { createHash } from 'node:crypto';
import type { Home } from '../../core/aws/arn.ts';

/** Path prefix of issuers at the gateway; the id of the pool follows it. */
export const PATH_PREFIX = '/_identity/';

/** The issuer of a pool: the `iss` claim of its tokens. */
export const issuerOf = (endpoint: string, poolId: string): string => `${endpoint}${PATH_PREFIX}${poolId}`;

/**
 * Makes an id of `length` characters from a name. The same name always gives the same id, so the ids are the same after
 * a reset of the data.
 */
const idFrom = (name: string, length: number): string =>
  BigInt(`0x${createHash('sha256').update(name).digest('hex')}`)
    .toString(36)
    .padStart(length, '0')
    .slice(0, length);

/** The id of a pool: the region, `_` and nine characters. */
export const poolIdOf = (home: Home, name: string): string => `${home.region}_${idFrom(`pool ${name}`, 9)}`;

/** The id of a client: 26 characters. */
export const clientIdOf = (poolId: string, name: string): string => idFrom(`client ${poolId} ${name}`, 26);

const AWS_ISSUER = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/([\w-]+)$/;

/** The pool's id in the URL of an issuer, which can be local or on AWS. Undefined for any other URL. */
export const poolIdOfIssuer = (endpoint: string, url: string): string | undefined => {
  const localPrefix = issuerOf(endpoint, '');
  return url.startsWith(localPrefix) ? url.slice(localPrefix.length) : AWS_ISSUER.exec(url)?.[1];
};
