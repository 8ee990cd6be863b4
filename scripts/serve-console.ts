import { type Started, serveSite } from 'one-machine';
import { securityHeaders } from '../console/security-headers.ts';
import { consoleBuild } from './console.ts';

/** Comes again by itself (the answer has a Refresh header): the first build takes some seconds. */
const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Account applications</title>
<p>The console is being built; this page loads again by itself.</p></html>
`;

export interface ConsoleServer {
  readonly url: string;
  /** Once the runtime serves: what the console's pages must know of it. Resolves when the console is there. */
  open(started: Pick<Started, 'endpoint' | 'deployment'>): Promise<void>;
  close(): Promise<void>;
}

/** Listens at once, so that the port is known and the page can wait; shows the console when it is built. */
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
