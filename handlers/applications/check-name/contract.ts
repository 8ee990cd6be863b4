// Loaded by infra and by the handler: names only, no imports.

/** The only command that the function accepts. */
export const COMMAND = 'CHECK_NAME';
