// Loaded by infra and by the handler: names only, no imports.

/** The command the function answers to. */
export const COMMAND = 'CHECK_ADDRESS';
