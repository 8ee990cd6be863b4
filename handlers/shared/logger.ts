import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Creates a logger. Set the application id as its correlation id. Log only ids, states and error names (see
 * loggedError). Never log a name, an address, an e-mail address, a task token, an error's message or a whole event.
 */
export function createLogger(serviceName: string): Logger {
  return new Logger({ serviceName });
}
