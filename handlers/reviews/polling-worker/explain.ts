import { loggedError } from '../../shared/errors.ts';

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'TimeoutError',
  'NetworkingError',
]);

/**
 * One line for standard error about a failed call: the names of the error and its causes. Never their messages, which may
 * contain a task token.
 */
export function explain(error: unknown, env: NodeJS.ProcessEnv): string {
  const { error: name, causes } = loggedError(error);
  const words = [name, ...causes].flatMap((label) => label.split(' '));
  if (words.some((word) => UNREACHABLE.has(word)))
    return `No answer from ${endpointIn(env)}; is the system running (npm start)?`;
  return [name, ...causes].join(', caused by ');
}

/** A message about missing region or credentials of an SDK client; undefined if both are found. */
export async function missingConfiguration(config: Configuration): Promise<string | undefined> {
  try {
    await config.region();
  } catch {
    return `Region is missing. ${FOR_THIS_MACHINE}`;
  }
  try {
    await config.credentials();
  } catch {
    return `Credentials are missing. ${FOR_THIS_MACHINE}`;
  }
  return undefined;
}

/** The part of an SDK client's configuration that is read from environment, files or instance metadata. */
export interface Configuration {
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<unknown>;
}

const FOR_THIS_MACHINE = 'For the system on this machine: eval "$(npm run -s env)"';

const endpointIn = (env: NodeJS.ProcessEnv): string =>
  env.AWS_ENDPOINT_URL ?? `AWS in ${env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'the configured region'}`;
