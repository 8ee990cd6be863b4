import { type Started, serveSite } from 'one-machine';
import { securityHeaders } from '../console/security-headers.ts';
import { consoleBuild } from './console.ts';

/**
 * Page that is shown during the first build, which takes some seconds. The response has a Refresh header, so the page
 * reloads.
 */
const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Account applications</title>
<p>The console is being built; this page reloads automatically.</p></html>
`;

export interface ConsoleServer {
  readonly url: string;
  /**
   * Call this once the runtime serves. Passes the endpoint and outputs to the console; resolves when the console is
   * built.
   */
  open(started: Pick<Started, 'endpoint' | 'deployment'>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves the console. Listens immediately, because the templates need the console's URL; serves a waiting page until
 * the console is built.
 */
export const serveConsole = async (port: number): Promise<ConsoleServer> => {
  const site = await serveSite({
    port,
    waiting: WAITING,
    headers: (endpoint) => securityHeaders({ connect: endpoint === undefined ? [] : [endpoint] }),
  });
  return {
    url: site.url,
    open: async ({ endpoint, deployment }) => {
      site.connect(endpoint);
      site.show(await consoleBuild(), { '/config.json': configOf(deployment) });
    },
    close: () => site.close(),
  };
};

const configOf = (deployment: Started['deployment']) => {
  const outputs = Object.fromEntries((deployment?.outputs ?? []).map(({ name, value }) => [name, value]));
  const { ApiUrl: apiUrl, SignInUrl: issuer, UserPoolClientId: clientId } = outputs;
  return { apiUrl, issuer, clientId, isLocal: true };
};
