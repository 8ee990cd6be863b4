import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsError, internalFailure } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import { withCauses } from '../core/log.ts';
import type { NodePathHandler, PathHandler } from '../core/path-handler.ts';
import { readBody } from '../core/protocols/body.ts';
import { BodyScan } from '../core/protocols/body-scan.ts';
import { jsonError } from '../core/protocols/json.ts';
import type { WireRequest, WireResponse } from '../core/service.ts';
import { MAX_HEADERS, refusal } from '../core/web/guard.ts';
import { http, KEEP_ALIVE_MS } from '../core/web/node-http.ts';
import { answerAws } from './answer-aws.ts';
import { bodyLimits } from './body-limits.ts';
import { earlyError } from './early-error.ts';
import { signedBy } from './signature.ts';
import { type RequestHead, readHead, wireRequest } from './wire-request.ts';

/**
 * Time limits for receiving a client's request, in milliseconds. Responses have no time limit, because long polls wait.
 */
export interface TimeLimits {
  readonly headersMs: number;
  /** For the whole request, headers and body. */
  readonly requestMs: number;
  /** Interval at which the limits are checked. A slow connection may exceed its limit by this time. */
  readonly checkIntervalMs: number;
}

/**
 * Node counts the time in which the process could not read, too, and answers 408 to clients that were not slow. These
 * limits are far above the pauses of a busy machine.
 */
const TIME_LIMITS: TimeLimits = { headersMs: 60_000, requestMs: 300_000, checkIntervalMs: 2_000 };
/** Maximum time for reading the rest of a refused request. */
const DISCARD_MS = 3_000;
const MAX_HEADER_BYTES = 32 * 1024;

interface Behind {
  readonly kernel: Kernel;
  readonly pathHandlers: readonly (PathHandler | NodePathHandler)[];
  readonly isStarting: boolean;
}

/**
 * The HTTP server on loopback. Requests go to the path handler with their prefix; all other requests are AWS API calls.
 * `connect` sets the kernel and the path handlers. Before `connect`, and during a reset, the server answers 503, except to
 * requests to the path handlers of `connectEarly`.
 */
export class Gateway {
  readonly #server: Server;
  #behind: Behind | undefined;

  constructor({ headersMs, requestMs, checkIntervalMs }: TimeLimits = TIME_LIMITS) {
    const options = {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkIntervalMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
      keepAlive: true,
    };
    this.#server = http.createServer(options, (request, response) => {
      void this.#serve(request, response);
    });
    // One more than allowed. Node silently drops headers above this count, so the guard must receive one header too
    // many to detect and refuse the request.
    this.#server.maxHeadersCount = MAX_HEADERS + 1;
  }

  /** Listens on 127.0.0.1; port 0 selects a free port. Rejects with EADDRINUSE if the port is in use. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Serves these path handlers while the runtime deploys. */
  connectEarly(kernel: Kernel, pathHandlers: readonly PathHandler[]): void {
    this.#behind = { kernel, pathHandlers, isStarting: true };
  }

  connect(kernel: Kernel, pathHandlers: readonly (PathHandler | NodePathHandler)[]): void {
    this.#behind = { kernel, pathHandlers, isStarting: false };
  }

  disconnect(): void {
    this.#behind = undefined;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = this.#behind?.kernel.ids.uuid() ?? 'starting';
    const handler = this.#behind?.pathHandlers.find(({ prefix }) => request.url?.startsWith(prefix));
    try {
      const gone = new AbortController();
      response.once('close', () => {
        if (!response.writableFinished) gone.abort();
      });
      const kernel = this.#admit(request, handler);
      if (handler && 'serve' in handler) return await handler.serve(request, response);
      const wire = await readRequest(request);
      const facts = { requestId, signal: gone.signal, signer: () => signedBy(wire, kernel.identities) };
      send(response, requestId, await (handler ? handler.answer(wire, facts) : answerAws(wire, kernel, facts)));
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      if (response.destroyed) return;
      await readAway(request);
      if (!request.complete) closeAfter(request, response);
      const refused = this.#asAwsError(error);
      const services = this.#behind?.kernel.services.all() ?? [];
      const head = readHead(headOf(request));
      send(
        response,
        requestId,
        handler ? jsonError(refused, '1.0') : earlyError(head, refused, { requestId, services }),
      );
    }
  }

  /** Throws AwsError if the request must not be served, or if the runtime is still starting. */
  #admit(request: IncomingMessage, handler: PathHandler | NodePathHandler | undefined): Kernel {
    const allowsLoopbackOrigins = handler?.hasOriginRules === true;
    const { method = '', headers, rawHeaders } = request;
    const refused = refusal({ method, headers, rawHeaders, allowsLoopbackOrigins });
    if (refused) throw new AwsError(refused.code, refused.message, { statusCode: refused.statusCode });
    if (!this.#behind || (this.#behind.isStarting && !handler))
      throw new AwsError('ServiceUnavailableException', 'The runtime is starting.', { statusCode: 503 });
    return this.#behind.kernel;
  }

  #asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    this.#behind?.kernel.log.error('A request failed inside the runtime.', { error: withCauses(error) });
    return internalFailure(error);
  }
}

const headOf = ({ method = 'GET', url = '/', headers }: IncomingMessage): RequestHead => ({ method, url, headers });

const readRequest = async (request: IncomingMessage): Promise<WireRequest> => {
  const head = headOf(request);
  const limits = bodyLimits(head);
  const scan = new BodyScan(limits);
  return wireRequest(head, await readBody(request, limits.bytes, (chunk) => scan.feed(chunk)));
};

/**
 * Reads and discards the rest of a refused request. Most clients read the response only after they have sent the whole
 * request, and otherwise report a broken connection.
 */
const readAway = async (request: IncomingMessage): Promise<void> => {
  if (request.complete) return;
  request.resume();
  await Promise.race([once(request, 'end'), delay(DISCARD_MS, undefined, { ref: false })]).catch(() => {});
};

/**
 * Closes the connection after a response to a partly read request. Otherwise Node would parse the unread rest as the
 * next request.
 */
const closeAfter = (request: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('connection', 'close');
  response.once('finish', () => request.socket.destroySoon());
};

const send = (response: ServerResponse, requestId: string, { status, headers, body }: WireResponse): void => {
  response.writeHead(status, {
    'x-amzn-requestid': requestId,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
};
