// Loaded by infra and by handlers: names only, no imports.

/** The file beside a function's code with the rules that it applies. In the sources it is a copy of the newest version. */
export const RULES_FILE = 'check-rules.generated.json';

/** Names of the errors of a check that the workflow catches. */
export const ERRORS = { unprocessable: 'UnprocessableDataException' } as const;
