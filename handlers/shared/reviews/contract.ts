// Loaded by infra and by the handlers: names only, no imports.

/** The ledger's indexes by state, sorted by request time or by due date, earliest first. */
export const LEDGER_INDEXES = { byRequest: 'state', byDueDate: 'due' } as const;
