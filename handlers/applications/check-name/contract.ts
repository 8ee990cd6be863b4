// Loaded by infra and by the handler: names only, no imports.

/** The command the function answers to. */
export const COMMAND = 'CHECK_NAME';

/** Names of the errors the workflow catches. */
export const ERRORS = { unprocessable: 'UnprocessableDataException' } as const;
