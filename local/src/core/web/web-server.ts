import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_HEADERS, refusal } from './guard.ts';
import { http, KEEP_ALIVE_MS } from './node-http.ts';
import type { SiteFiles } from './site-files.ts';

export interface WebServerOptions {
  /** Port; 0 selects a free one. */
  readonly port: number;
  /**
   * Origin of the gateway, whose control API `/_local/` is proxied under this server's origin. Undefined while the
   * runtime starts.
   */
  endpoint(): string | undefined;
  /** Headers of every answer. */
  headers(): { readonly [name: string]: string };
  /** The built site; while it is undefined, `waiting` is shown. */
  files(): SiteFiles | undefined;
  /** Page that is shown while the site is being built. It reloads itself. */
  readonly waiting: string;
}

export interface WebServer {
  readonly url: string;
  close(): Promise<void>;
}

const FORWARDED = '/_local/';
const READING = new Set(['GET', 'HEAD']);

/**
 * Serves a single-page site on loopback: its files, and index.html for every other path. Refuses requests from pages of
 * other origins, as the gateway does. Rejects with EADDRINUSE if the port is in use.
 */
export const startWebServer = async (options: WebServerOptions): Promise<WebServer> => {
  const kept = { noDelay: true, keepAliveTimeout: KEEP_ALIVE_MS };
  const server = http.createServer(kept, (request, response) => serve(options, request, response));
  server.maxHeadersCount = MAX_HEADERS + 1;
  await listen(server, options.port);
  return {
    url: originOf((server.address() as AddressInfo).port),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });

const serve = (options: WebServerOptions, request: IncomingMessage, response: ServerResponse): void => {
  const { method = 'GET', url = '/', headers, rawHeaders } = request;
  const isForwarded = url.startsWith(FORWARDED);
  // Pages of other loopback origins may load the site, because its files are public and the sign-in page on the gateway
  // port redirects here.
  const refused = refusal({ method, headers, rawHeaders, allowsLoopbackOrigins: !isForwarded });
  if (refused) answer(options, response, refused.statusCode, refused.message);
  else if (isForwarded) forward(options, request, response);
  else if (!READING.has(method)) answer(options, response, 405, 'This server accepts only GET and HEAD requests.');
  else show(options, request, response);
};

/** The only origin that sign-in and APIs know. Requests under another name, such as localhost, are redirected to it. */
const originOf = (port: number | undefined): string => `http://127.0.0.1:${port}`;

const show = (options: WebServerOptions, request: IncomingMessage, response: ServerResponse): void => {
  const canonical = originOf(request.socket.localPort);
  if (canonical !== `http://${request.headers.host}`) {
    response.writeHead(307, { ...options.headers(), location: `${canonical}${request.url}` }).end();
    return;
  }
  const files = options.files();
  if (files) {
    files.send(request, response, options.headers());
    return;
  }
  response.writeHead(503, { ...options.headers(), 'content-type': 'text/html; charset=utf-8', refresh: '1' });
  response.end(options.waiting);
};

const answer = ({ headers }: WebServerOptions, response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { ...headers(), 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
};

/** Proxies the control API. Its answers get headers that keep other origins from reading them. */
const forward = (options: WebServerOptions, request: IncomingMessage, response: ServerResponse): void => {
  const { method, url = '/', headers } = request;
  const { 'content-type': type, accept = '*/*' } = headers;
  const endpoint = options.endpoint();
  if (endpoint === undefined) {
    answer(options, response, 503, 'The runtime is starting.');
    return;
  }
  const asked = http.request(new URL(url, endpoint), {
    method,
    headers: { accept, ...(type && { 'content-type': type }) },
  });
  asked.once('response', (answered) => {
    response.writeHead(answered.statusCode ?? 502, { ...options.headers(), ...answered.headers });
    answered.pipe(response);
  });
  asked.once('error', () => {
    if (response.headersSent) response.destroy();
    else answer(options, response, 502, 'The runtime does not answer.');
  });
  response.once('close', () => asked.destroy());
  request.pipe(asked);
};
