// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  applicationsTable: 'APPLICATIONS_TABLE',
  stateMachineArn: 'STATE_MACHINE_ARN',
  /** The function that writes the case files. */
  caseFileFunction: 'CASE_FILE_FUNCTION',
} as const;
