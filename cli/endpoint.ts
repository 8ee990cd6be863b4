import { CommandFailure, EXIT } from './failures.ts';
import { SET_UP } from './no-answer.ts';

/**
 * The endpoint that is used instead of AWS, without a slash at the end. Undefined if AWS_ENDPOINT_URL is missing or
 * empty.
 * @throws CommandFailure with exit code 2 if the variable is not an http or https URL
 */
export function endpointOf({ AWS_ENDPOINT_URL: text }: NodeJS.ProcessEnv): string | undefined {
  if (text === undefined || text === '') return undefined;
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
  if (isWeb) return text.replace(/\/+$/, '');
  throw new CommandFailure(
    EXIT.usage,
    `AWS_ENDPOINT_URL is ${text}; it must be a URL such as http://127.0.0.1:4566. ${SET_UP}`,
  );
}
