/** How to set the variables of a shell for the system on this machine. */
export const SET_UP = 'For the system on this machine: eval "$(npm run -s env)"';

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
