import { SiteFiles } from '../core/web/site-files.ts';
import { startWebServer } from '../core/web/web-server.ts';

export interface SiteOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** A page that is shown until the site is built; it is loaded again every second. */
  readonly waiting: string;
  /** Headers of every answer. The endpoint is undefined while the runtime starts. */
  headers(endpoint: string | undefined): Readonly<Record<string, string>>;
}

export interface SiteServer {
  readonly url: string;
  /** Has the runtime's own API, below `/_local/`, served under the site's origin as well. */
  connect(endpoint: string): void;
  /** Shows the site that was built into `directory`, and JSON `documents` by path, e.g. `/config.json`. */
  show(directory: string, documents: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

/**
 * Serves a built single-page site on loopback beside a runtime: its files, and its first page for every other path.
 * Listens at once. Rejects with EADDRINUSE when the port is taken.
 */
export const serveSite = async ({ port, waiting, headers }: SiteOptions): Promise<SiteServer> => {
  let endpoint: string | undefined;
  let files: SiteFiles | undefined;
  const server = await startWebServer({
    port,
    waiting,
    endpoint: () => endpoint,
    headers: () => headers(endpoint),
    files: () => files,
  });
  return {
    url: server.url,
    connect: (connected) => {
      endpoint = connected;
    },
    show: (directory, documents) => {
      files = new SiteFiles(directory, documents);
    },
    close: () => server.close(),
  };
};
