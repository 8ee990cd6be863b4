// Both infra and the handlers load this file, so it contains only constants and imports nothing.

/** Key of the table of measures: the day in UTC, and an id within the day. */
export const MEASURES_KEY = { day: 'day', id: 'id' } as const;

/** Time-to-live attribute of the table of measures, in epoch seconds. */
export const MEASURES_EXPIRE_AT = 'expiresAt';
