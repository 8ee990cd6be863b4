/** Hosts that may be called by plain HTTP, so that an endpoint can be tried on one machine. */
const LOCAL_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** What is wrong with an endpoint. `runtime`: it is this runtime, whose APIs no template may call in this way. */
export type EndpointProblem = 'invalid' | 'runtime';

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/**
 * The URL of an endpoint, or what is wrong with it. Allowed are HTTPS, and HTTP to this machine, except to the address
 * `runtime` of this runtime, which is undefined if it is not known yet. User names and passwords in the URL are not
 * allowed.
 */
export const readEndpoint = (text: string, runtime: string | undefined): URL | EndpointProblem => {
  const url = parse(text);
  if (!url || url.username + url.password !== '') return 'invalid';
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:' || !LOCAL_HOSTS.has(url.hostname)) return 'invalid';
  return runtime !== undefined && portOf(url) === portOf(new URL(runtime)) ? 'runtime' : url;
};

const portOf = ({ port }: URL): string => port || '80';
