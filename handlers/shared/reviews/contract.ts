// Loaded by infra and by the handlers: names only, no imports.

/** The ledger's indexes by state: what was requested first comes first, or what is due first comes first. */
export const LEDGER_INDEXES = { byRequest: 'state', byDueDate: 'due' } as const;
