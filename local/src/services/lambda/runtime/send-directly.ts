import type { IncomingMessage, RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { http } from '../../../core/web/node-http.ts';
import { DirectRequest, type Wire } from './direct-request.ts';

type Callback = (response: IncomingMessage) => void;

/**
 * True for paths of AWS protocols. Paths that begin with `/_` belong to web pages, which need a real Node.js request.
 */
const isForAws = (path: string): boolean => !path.startsWith('/_');

/**
 * Sends requests of AWS protocols to `endpoint` through the wire instead of a socket. An HTTP client and server would
 * cost more CPU time than the rest of the call. Node's own implementation still handles other addresses, other ways to
 * call `http.request`, and `Expect: 100-continue`.
 */
export const sendDirectly = (endpoint: string, wire: Wire): void => {
  const { hostname, port: ofEndpoint } = new URL(endpoint);
  const overSocket = http.request;
  const isDirect = (options: RequestOptions): boolean =>
    String(options.port) === ofEndpoint &&
    (options.hostname ?? options.host) === hostname &&
    isForAws(options.path ?? '/') &&
    !Object.keys(options.headers ?? {}).some((name) => name.toLowerCase() === 'expect');
  const request = (...args: readonly unknown[]): unknown => {
    const [options, callback] = args as [RequestOptions | URL | string, Callback | undefined];
    if (typeof options === 'string' || options instanceof URL || args.length > 2 || !isDirect(options))
      return Reflect.apply(overSocket, http, args);
    const direct = new DirectRequest(wire, options);
    if (callback) direct.once('response', callback);
    return direct;
  };
  http.request = request as typeof overSocket;
  syncBuiltinESMExports();
};
