// Both infra and the handlers load this file, so it contains only constants and imports nothing.

/** TTL attribute of the table of waiting runs, in seconds since 1970. */
export const REQUEST_EXPIRES_AT = 'expiresAtEpochSeconds';
