import { SiteFiles } from '../core/web/site-files.ts';
import { startWebServer } from '../core/web/web-server.ts';

export interface SiteOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Page that is served until the app is built. It reloads itself every second. */
  readonly waiting: string;
  /** Headers of every response. The endpoint is undefined while the runtime starts. */
  headers(endpoint: string | undefined): Readonly<Record<string, string>>;
}

export interface SiteServer {
  readonly url: string;
  /** Serves the runtime's control API (`/_local/`) under the site's origin, too. */
  connect(endpoint: string): void;
  /** Serves the site in `directory`, and JSON `documents` by path, e.g. `/config.json`. */
  show(directory: string, documents: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

/**
 * Serves a built single-page app on loopback: its files, and its index page for every other path. Listens immediately,
 * before the app is built. Rejects with EADDRINUSE if the port is in use.
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
