import { Agent, type IncomingHttpHeaders, request as openRequest } from 'node:http';
import type { WireRequest } from './request.ts';

/** The answer to a request, or the reason why there was none. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Buffer;
    }
  /** The connection ended without a whole answer. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** There was no whole answer in time; the client closed the connection. */
  | { readonly kind: 'unanswered' }
  /** Node's HTTP client refused to send the request. */
  | { readonly kind: 'unsendable' };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request to 127.0.0.1 and reads the whole answer, for at most `withinMs` of wall-clock time. Never rejects. */
export const send = (port: number, { method, path, headers, body }: WireRequest, withinMs: number): Promise<Answer> =>
  new Promise((resolve) => {
    const length = method === 'GET' || method === 'HEAD' ? {} : { 'content-length': body.length };
    try {
      const sent = openRequest(
        { host: '127.0.0.1', port, method, path, headers: { ...length, ...headers }, agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('end', () => {
            clearTimeout(timer);
            const { statusCode = 0, headers: answered } = response;
            resolve({ kind: 'answered', status: statusCode, headers: answered, body: Buffer.concat(chunks) });
          });
          response.once('error', ({ message }) => resolve({ kind: 'broken', reason: message }));
        },
      );
      const timer = setTimeout(() => {
        resolve({ kind: 'unanswered' });
        sent.destroy();
      }, withinMs);
      sent.once('error', ({ message }) => {
        clearTimeout(timer);
        resolve({ kind: 'broken', reason: message });
      });
      sent.end(method === 'GET' || method === 'HEAD' ? undefined : body);
    } catch {
      resolve({ kind: 'unsendable' });
    }
  });
