// Both infra and the handlers load this file, so it contains only constants and imports nothing.

/**
 * Names of the ledger's indexes. The partition key of both is the state; the sort key is the request time or the due
 * date.
 */
export const LEDGER_INDEXES = { byRequest: 'state', byDueDate: 'due' } as const;

/** TTL attribute of the table of task tokens, in seconds since 1970. */
export const TOKEN_EXPIRES_AT = 'expiresAtEpochSeconds';

/** Name of a team's group in the user pool, before the name of the team. */
export const TEAM_GROUP = 'team-';

/** TTL attribute of the table of absences, in seconds since 1970. */
export const ABSENCE_EXPIRES_AT = 'expiresAtEpochSeconds';
