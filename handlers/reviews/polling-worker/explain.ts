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
 * Describes a failed call in one line for standard error. The line has the names of the error and its causes, but not
 * their messages, which may contain a task token.
 */
export function explain(error: unknown, env: NodeJS.ProcessEnv): string {
  const { error: name, causes } = loggedError(error);
  const words = [name, ...causes].flatMap((label) => label.split(' '));
  if (words.some((word) => UNREACHABLE.has(word)))
    return `No answer from ${endpointIn(env)}; is the system running (npm start)?`;
  return [name, ...causes].join(', caused by ');
}

/** Returns a message if the SDK client finds no region or no credentials, else undefined. */
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

/** The SDK client's own look-ups in environment, files and instance metadata. A failed look-up rejects. */
export interface Configuration {
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<unknown>;
}

const FOR_THIS_MACHINE = 'For the system on this machine: eval "$(npm run -s env)"';

const endpointIn = (env: NodeJS.ProcessEnv): string =>
  env.AWS_ENDPOINT_URL ?? `AWS in ${env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'the configured region'}`;
