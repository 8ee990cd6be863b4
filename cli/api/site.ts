import { CommandFailure, EXIT } from '../failures.ts';
import type { SessionStore } from '../sign-in/session-store.ts';
import { exchange } from './exchange.ts';

/** Where the API is, and who signs in people for it; the latter is missing when only the address is known. */
export interface Site {
  readonly apiUrl: string;
  readonly issuer?: string;
  readonly clientId?: string;
}

const WHERE =
  'Where is the API? On this machine: eval "$(npm run -s env)"; on AWS: apps login --api URL --issuer URL --client-id ID';

/**
 * Finds the API: APPS_API_URL; else the outputs of the system at AWS_ENDPOINT_URL; else where the last sign-in was.
 * @throws CommandFailure
 */
export async function findSite(env: NodeJS.ProcessEnv, store: SessionStore): Promise<Site> {
  const outputs = env.AWS_ENDPOINT_URL === undefined ? undefined : await outputsOf(env.AWS_ENDPOINT_URL);
  if (env.APPS_API_URL !== undefined) return known(checkedUrl(env.APPS_API_URL, 'APPS_API_URL'), outputs, store);
  if (outputs !== undefined) return outputs;
  const apiUrl = store.current();
  if (apiUrl !== undefined) return known(apiUrl, undefined, store);
  throw new CommandFailure(EXIT.usage, WHERE);
}

function known(apiUrl: string, outputs: Site | undefined, store: SessionStore): Site {
  if (outputs?.apiUrl === apiUrl) return outputs;
  const session = store.read(apiUrl);
  return session === undefined ? { apiUrl } : { apiUrl, issuer: session.issuer, clientId: session.clientId };
}

/** Nothing when the system there is AWS, or has no such API. */
async function outputsOf(endpoint: string): Promise<Site | undefined> {
  const { status, body } = await exchange(`${endpoint.replace(/\/$/, '')}/_local/outputs`);
  if (status !== 200 || typeof body !== 'object' || body === null) return undefined;
  const { ApiUrl, SignInUrl, UserPoolClientId } = body as Readonly<Record<string, unknown>>;
  if (typeof ApiUrl !== 'string') return undefined;
  return {
    apiUrl: checkedUrl(ApiUrl, 'ApiUrl'),
    ...(typeof SignInUrl === 'string' && { issuer: checkedUrl(SignInUrl, 'SignInUrl') }),
    ...(typeof UserPoolClientId === 'string' && { clientId: UserPoolClientId }),
  };
}

/**
 * The URL without a slash at its end. Tokens go there, so it must be https, or this machine.
 * @throws CommandFailure
 */
export function checkedUrl(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'https:' || isLoopback(url))) return text.replace(/\/+$/, '');
  throw new CommandFailure(EXIT.usage, `${name} is ${text}; it must be an https URL, or http on this machine.`);
}

export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
