import { type IncomingHttpHeaders, type IncomingMessage, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';

export interface OutgoingRequest {
  /** `http:` or `https:`. */
  readonly url: URL;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Uint8Array | undefined;
  /** Time until the response has been read, in milliseconds of the wall clock. */
  readonly timeoutMs: number;
  /** Number of bytes of the response's body after which the rest is not read. */
  readonly maxBytes: number;
  /** Ends the request when it is aborted. */
  readonly signal: AbortSignal;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The read part of the body. */
  readonly body: Buffer;
}

/** Thrown if no complete response arrives within the request's `timeoutMs`. */
export class OutgoingTimeoutError extends Error {
  constructor(options: ErrorOptions) {
    super('The request timed out.', options);
    this.name = 'OutgoingTimeoutError';
  }
}

/** Thrown if a header's name or value, or the path, may not be sent by HTTP. */
export class UnsendableRequestError extends Error {
  constructor(options: ErrorOptions) {
    super('The request has a header or a path that HTTP does not allow.', options);
    this.name = 'UnsendableRequestError';
  }
}

const UNSENDABLE: ReadonlySet<unknown> = new Set([
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_UNESCAPED_CHARACTERS',
]);

/**
 * Sends an HTTP request over a connection of its own, and does not follow redirects. Throws OutgoingTimeoutError,
 * UnsendableRequestError, or Node's error for a failed connection.
 */
export const sendRequest = async (request: OutgoingRequest): Promise<OutgoingAnswer> => {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  try {
    return await exchange(request, AbortSignal.any([timeout, request.signal]));
  } catch (error) {
    if (timeout.aborted) throw new OutgoingTimeoutError({ cause: error });
    if (UNSENDABLE.has((error as NodeJS.ErrnoException).code)) throw new UnsendableRequestError({ cause: error });
    throw error;
  }
};

const exchange = (request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingAnswer> =>
  new Promise((resolve, reject) => {
    const { url, method, headers, body, maxBytes } = request;
    const open = url.protocol === 'https:' ? requestByHttps : requestByHttp;
    const outgoing = open(url, { method, headers, agent: false, signal }, (incoming) => {
      const { statusCode: status = 0, headers: received } = incoming;
      readBody(incoming, maxBytes).then((read) => resolve({ status, headers: received, body: read }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const readBody = async (incoming: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
};
