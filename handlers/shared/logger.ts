import { Logger } from '@aws-lambda-powertools/logger';

/**
 * A logger whose lines carry the service and the application id as correlation id. Log ids, states and error names
 * (see loggedError) only: never a name, an address, an e-mail address, a task token, an error's message or a whole event.
 */
export function createLogger(serviceName: string): Logger {
  return new Logger({ serviceName });
}
