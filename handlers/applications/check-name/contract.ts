// Loaded by infra and by the handler: names only, no imports.

/** The only command that the function accepts. */
export const COMMAND = 'CHECK_NAME';

/** Names of the errors that the workflow catches. */
export const ERRORS = { unprocessable: 'UnprocessableDataException' } as const;
