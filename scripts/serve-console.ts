import { securityHeaders } from '../console/security-headers.ts';
import { SiteFiles } from '../local/src/core/web/site-files.ts';
import { startWebServer, type WebServer } from '../local/src/core/web/web-server.ts';
import type { Deployment } from '../local/src/template/deployer.ts';
import { consoleBuild } from './console.ts';

/** Comes again by itself (the answer has a Refresh header): the first build takes some seconds. */
const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Account applications</title>
<p>The console is being built; this page loads again by itself.</p></html>
`;

export interface ConsoleServer {
  readonly url: string;
  /** Once the runtime serves: what the console's pages must know of it. Resolves when the console is there. */
  open(endpoint: string, deployment: Deployment | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Listens at once, so that the port is known and the page can wait; shows the console when it is built. */
export const serveConsole = async (port: number): Promise<ConsoleServer> => {
  let runtime: { readonly endpoint: string; readonly files: SiteFiles | undefined } | undefined;
  const server: WebServer = await startWebServer({
    port,
    endpoint: () => runtime?.endpoint,
    headers: () => securityHeaders({ connect: runtime ? [runtime.endpoint] : [] }),
    files: () => runtime?.files,
    waiting: WAITING,
  });
  return {
    url: server.url,
    open: async (endpoint, deployment) => {
      runtime = { endpoint, files: undefined };
      const directory = await consoleBuild();
      runtime = { endpoint, files: new SiteFiles(directory, { '/config.json': configOf(deployment) }) };
    },
    close: () => server.close(),
  };
};

const configOf = (deployment: Deployment | undefined) => {
  const outputs = Object.fromEntries((deployment?.outputs ?? []).map(({ name, value }) => [name, value]));
  const { ApiUrl: apiUrl, SignInUrl: issuer, UserPoolClientId: clientId } = outputs;
  return { apiUrl, issuer, clientId, isLocal: true };
};
