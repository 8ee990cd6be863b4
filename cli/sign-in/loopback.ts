import { once } from 'node:events';
import { createServer } from 'node:http';
import { CommandFailure, EXIT } from '../failures.ts';
import { REDIRECT_URI, type Visit } from './code-flow.ts';

const TIMEOUT_MS = 5 * 60_000;
const PAGE = '<!doctype html><html lang="en"><title>Signed in</title><p>Done. You may close this page.</p></html>';
const HEADERS = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" };

/**
 * Shows the link, then listens at the redirect URI for a request with the `state` of this sign-in, for at most 5 min.
 */
export function visitByBrowser(show: (link: string) => void): Visit {
  return async (link) => {
    const { hostname, port } = new URL(REDIRECT_URI);
    const state = new URL(link).searchParams.get('state');
    const arrival = Promise.withResolvers<URL>();
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', REDIRECT_URI);
      const isOurs = request.method === 'GET' && url.pathname === '/' && url.searchParams.get('state') === state;
      response.writeHead(isOurs ? 200 : 404, HEADERS).end(isOurs ? PAGE : '');
      if (isOurs) arrival.resolve(url);
    });
    const timeout = setTimeout(() => arrival.reject(tooLate()), TIMEOUT_MS);
    try {
      server.listen(Number(port), hostname);
      await once(server, 'listening').catch(() => {
        throw new CommandFailure(
          EXIT.failed,
          `Port ${port} is in use, but the sign-in needs it. Is another apps login running?`,
        );
      });
      show(link);
      return await arrival.promise;
    } finally {
      clearTimeout(timeout);
      server.close();
      server.closeAllConnections();
    }
  };
}

function tooLate(): CommandFailure {
  return new CommandFailure(EXIT.failed, 'The sign-in was not completed within five minutes; start again: apps login');
}
