import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { urlToHttpOptions } from 'node:url';
import { DirectRequest, type Wire } from './direct-request.ts';

type Callback = (response: IncomingMessage) => void;

/** The arguments of `https.request`: a URL, options, or both, and a callback. */
type RequestArguments = readonly (string | URL | RequestOptions | Callback | undefined)[];

/**
 * Sends requests to `host`, the host in the response URLs of custom resources, through the wire. Code that was written
 * for AWS so reaches this runtime without a change, by `https.request` or by `fetch`. Requests to all other hosts are
 * sent by Node's own implementation.
 */
export const sendResponsesDirectly = (host: string, wire: Wire): void => {
  const https = process.getBuiltinModule('node:https');
  const overNetwork = https.request;
  const direct = (options: RequestOptions): DirectRequest =>
    new DirectRequest(wire, { ...options, headers: { ...options.headers, host } });
  const request = (...args: RequestArguments): unknown => {
    const options = optionsOf(args);
    if ((options.hostname ?? options.host) !== host) return Reflect.apply(overNetwork, https, args);
    const made = direct(options);
    const callback = args.find((argument) => typeof argument === 'function');
    if (callback) made.once('response', callback);
    return made;
  };
  https.request = request as typeof overNetwork;
  syncBuiltinESMExports();
  const fetchOverNetwork = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    addressOf(input).startsWith(`https://${host}/`)
      ? fetchDirectly(new Request(input, init), direct)
      : fetchOverNetwork(input, init);
};

const optionsOf = (args: RequestArguments): RequestOptions => {
  const [first, second] = args;
  if (typeof first === 'string' || first instanceof URL)
    return { ...urlToHttpOptions(new URL(first)), ...(isOptions(second) ? second : {}) };
  return isOptions(first) ? first : {};
};

const isOptions = (value: RequestArguments[number]): value is RequestOptions =>
  typeof value === 'object' && !(value instanceof URL);

const addressOf = (input: string | URL | Request): string => (input instanceof Request ? input.url : String(input));

const fetchDirectly = async (asked: Request, direct: (options: RequestOptions) => DirectRequest): Promise<Response> => {
  const body = await asked.arrayBuffer();
  const options = urlToHttpOptions(new URL(asked.url));
  const request = direct({ ...options, method: asked.method, headers: Object.fromEntries(asked.headers) });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  request.end(Buffer.from(body));
  const response = await answered;
  return new Response(await buffer(response), { status: response.statusCode ?? 0 });
};
