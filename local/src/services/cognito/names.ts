import { createHash } from 'node:crypto';
import type { Home } from '../../core/aws/arn.ts';

/** Under which the gateway serves the issuers, each by its pool's id. */
export const SITE_PREFIX = '/_identity/';

/** The issuer of a pool, as tokens name it. */
export const issuerOf = (endpoint: string, poolId: string): string => `${endpoint}${SITE_PREFIX}${poolId}`;

/** `length` characters that stay the same for the same name: ids outlive a reset. */
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

/** The pool of an issuer's URL, as it is here or as it is on AWS. */
export const poolIdOfIssuer = (endpoint: string, url: string): string | undefined => {
  const here = issuerOf(endpoint, '');
  return url.startsWith(here) ? url.slice(here.length) : AWS_ISSUER.exec(url)?.[1];
};
