/** Advice that sets the shell's environment variables for the local system. */
export const SET_UP = 'For the system on this machine: eval "$(npm run -s env)"';

/** The message for a call without an answer. If keys but no endpoint are set, the message names both variables. */
export function noAnswer(env: NodeJS.ProcessEnv): string {
  if (env.AWS_ENDPOINT_URL) return `No answer from ${env.AWS_ENDPOINT_URL}; is the system running (npm start)?`;
  const place = `AWS in ${env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'the configured region'}`;
  return `No answer from ${place}. ${missingEndpoint(env) ?? SET_UP}`;
}

/** Advice for calls to AWS with keys of the local system. Undefined if the environment has no such keys. */
export function missingEndpoint({
  AWS_ACCESS_KEY_ID: key,
  AWS_ENDPOINT_URL: url,
}: NodeJS.ProcessEnv): string | undefined {
  if (!key || url) return undefined;
  return `AWS_ACCESS_KEY_ID is set but AWS_ENDPOINT_URL is not, so the command calls AWS. ${SET_UP}`;
}
