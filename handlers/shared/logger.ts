import { Logger } from '@aws-lambda-powertools/logger';

/**
 * A logger with the service name; set the application id as correlation id. Log only ids, states and error names (see
 * loggedError): never a name, an address, an e-mail address, a task token, an error's message or a whole event.
 */
export function createLogger(serviceName: string): Logger {
  return new Logger({ serviceName });
}
