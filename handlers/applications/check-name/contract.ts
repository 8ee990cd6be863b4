// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** The only command that the function accepts. */
export const COMMAND = 'CHECK_NAME';
