import { CommandFailure, EXIT } from './failures.ts';

/** Prints the variables of a shell for the system on this machine. */
const SET_UP = 'For the system on this machine: eval "$(npm run -s env)"';

/**
 * The endpoint that replaces AWS, without a slash at the end; undefined if AWS_ENDPOINT_URL is unset or empty.
 * @throws CommandFailure with exit code 2 if it is not an http or https URL
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

/** The sentence for a call without an answer. If the environment has keys but no endpoint, it names both variables. */
export function noAnswer(env: NodeJS.ProcessEnv): string {
  if (env.AWS_ENDPOINT_URL) return `No answer from ${env.AWS_ENDPOINT_URL}; is the system running (npm start)?`;
  const place = `AWS in ${env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'the configured region'}`;
  return `No answer from ${place}. ${missingEndpoint(env) ?? SET_UP}`;
}

/** Explains calls to AWS with keys that may be meant for this machine; undefined if the environment has no such keys. */
export function missingEndpoint({
  AWS_ACCESS_KEY_ID: key,
  AWS_ENDPOINT_URL: url,
}: NodeJS.ProcessEnv): string | undefined {
  if (!key || url) return undefined;
  return `AWS_ACCESS_KEY_ID is set but AWS_ENDPOINT_URL is not, so the command calls AWS. ${SET_UP}`;
}
