import { endpointOf } from '../endpoint.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import type { SessionStore } from '../sign-in/session-store.ts';
import { exchange } from './exchange.ts';

/** URL of the API, and the issuer and client for sign-in. Issuer and client are undefined if only the URL was found. */
export interface ApiLocation {
  readonly apiUrl: string;
  readonly issuer?: string;
  readonly clientId?: string;
}

const WHERE =
  'Where is the API? On this machine: eval "$(npm run -s env)"; on AWS: apps login --api URL --issuer URL --client-id ID';

/**
 * Finds the API. The first of these that exists counts: APPS_API_URL, the stack outputs of the system at
 * AWS_ENDPOINT_URL, the API of the last sign-in.
 * @throws CommandFailure with exit code 2 if none of them gives a URL
 */
export async function findApi(env: NodeJS.ProcessEnv, store: SessionStore): Promise<ApiLocation> {
  const endpoint = endpointOf(env);
  const outputs = endpoint === undefined ? undefined : await outputsOf(endpoint);
  if (env.APPS_API_URL !== undefined) return known(checkedUrl(env.APPS_API_URL, 'APPS_API_URL'), outputs, store);
  if (outputs !== undefined) return outputs;
  const apiUrl = store.current();
  if (apiUrl !== undefined) return known(apiUrl, undefined, store);
  throw new CommandFailure(EXIT.usage, WHERE);
}

function known(apiUrl: string, outputs: ApiLocation | undefined, store: SessionStore): ApiLocation {
  if (outputs?.apiUrl === apiUrl) return outputs;
  const session = store.read(apiUrl);
  return session === undefined ? { apiUrl } : { apiUrl, issuer: session.issuer, clientId: session.clientId };
}

/** Reads the stack outputs from the local runtime. Undefined if the endpoint is AWS, or if the stack has no API. */
async function outputsOf(endpoint: string): Promise<ApiLocation | undefined> {
  const { status, body } = await exchange(`${endpoint}/_local/outputs`);
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
 * Returns the URL without trailing slashes. It must be https, or http on a loopback address, because tokens are sent to
 * it.
 * @throws CommandFailure with exit code 2 for any other URL
 */
export function checkedUrl(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && (url.protocol === 'https:' || isLoopback(url))) return text.replace(/\/+$/, '');
  throw new CommandFailure(EXIT.usage, `${name} is ${text}; it must be an https URL, or http on this machine.`);
}

export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
