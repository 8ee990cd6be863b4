/** Path prefix of the addresses for signals at the gateway. A secret follows. */
export const SIGNAL_PREFIX = '/_signal/';

export const addressOf = (endpoint: string, secret: string): string => `${endpoint}${SIGNAL_PREFIX}${secret}`;

/** The secret in an address or a path for signals; undefined if it is none. */
export const secretIn = (url: string): string | undefined => /\/_signal\/([\w-]+)$/.exec(url)?.[1];
