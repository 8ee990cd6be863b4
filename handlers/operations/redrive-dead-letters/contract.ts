// Both infra and the handler load this file, so it contains only constants and imports nothing.

/** Names of the function's environment variables. */
export const ENV = {
  busName: 'BUS_NAME',
  /** Names of the queues that operators may see, separated by commas. */
  queueNames: 'QUEUE_NAMES',
  /** `function=queue` for each function with a dead-letter queue, separated by commas. */
  deadLetterFunctions: 'DEAD_LETTER_FUNCTIONS',
  /** The function that writes the case files. */
  caseFileFunction: 'CASE_FILE_FUNCTION',
} as const;
