// Loaded by infra and by the handler: names only, no imports.

/** Names of the function's environment variables. */
export const ENV = {
  /** Names of the queues that operators see, separated by commas. */
  queueNames: 'QUEUE_NAMES',
  /** `function=queue` for each function with a dead-letter queue, separated by commas. */
  deadLetterFunctions: 'DEAD_LETTER_FUNCTIONS',
} as const;
