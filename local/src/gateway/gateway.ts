import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, internalFailure } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import { withCauses } from '../core/log.ts';
import { readBody } from '../core/protocols/body.ts';
import { jsonError } from '../core/protocols/json.ts';
import type { WireRequest, WireResponse } from '../core/service.ts';
import { MAX_HEADERS, refusal } from '../core/web/guard.ts';
import { http } from '../core/web/node-http.ts';
import { answerAws } from './answer-aws.ts';
import { bodyLimit, wireRequest } from './wire-request.ts';

/** Answers requests under a path prefix that are not AWS's, such as the runtime's own API. */
export interface Site {
  readonly prefix: string;
  /** Whether it has rules of its own for pages of other origins (CORS). */
  readonly hasOriginRules?: boolean;
  answer(request: WireRequest, facts: RequestFacts): Promise<WireResponse>;
}

/** A site whose library reads and answers Node's own requests. It must answer, and never reject once it has begun to. */
export interface RawSite {
  readonly prefix: string;
  /** As of a `Site`. */
  readonly hasOriginRules?: boolean;
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What the gateway knows of a request besides what was sent. */
export interface RequestFacts {
  readonly requestId: string;
  /** Aborted when whoever asked has gone away. */
  readonly signal: AbortSignal;
}

/** How long a client may take, in milliseconds. How long an answer takes is not limited: long polls wait. */
export interface Patience {
  readonly headersMs: number;
  /** For the whole request, headers and body. */
  readonly requestMs: number;
  /** How often connections are looked at; a slow one ends by so much later. */
  readonly lookEveryMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, lookEveryMs: 2_000 };
const MAX_HEADER_BYTES = 32 * 1024;

/**
 * The one HTTP door, on loopback: the AWS wire protocols and the sites of the runtime. What is behind the door may be
 * replaced while it stays open (`connect`), and is absent while the runtime starts or resets.
 */
export class Gateway {
  readonly #server: Server;
  #behind: { readonly kernel: Kernel; readonly sites: readonly (Site | RawSite)[] } | undefined;

  constructor({ headersMs, requestMs, lookEveryMs }: Patience = PATIENCE) {
    const options = {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: lookEveryMs,
      keepAliveTimeout: 75_000,
      noDelay: true,
      keepAlive: true,
    };
    this.#server = http.createServer(options, (request, response) => {
      void this.#serve(request, response);
    });
    // One more than is allowed: Node leaves out what is beyond, and too many must be seen to be refused.
    this.#server.maxHeadersCount = MAX_HEADERS + 1;
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. Rejects with EADDRINUSE when the port is taken. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
    return (this.#server.address() as AddressInfo).port;
  }

  connect(kernel: Kernel, sites: readonly (Site | RawSite)[]): void {
    this.#behind = { kernel, sites };
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
    try {
      const gone = new AbortController();
      response.once('close', () => {
        if (!response.writableFinished) gone.abort();
      });
      const { kernel, site } = this.#admit(request);
      if (site && 'serve' in site) return await site.serve(request, response);
      const wire = await readRequest(request);
      const facts = { requestId, signal: gone.signal };
      send(response, requestId, await (site ? site.answer(wire, facts) : answerAws(wire, kernel, facts)));
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      if (response.destroyed) return;
      if (!request.complete) closeAfter(request, response);
      send(response, requestId, jsonError(this.#asAwsError(error), '1.0'));
    }
  }

  /** Whom a request is for, if it may come in. */
  #admit(request: IncomingMessage) {
    const site = this.#behind?.sites.find(({ prefix }) => request.url?.startsWith(prefix));
    const fromNeighbours = site?.hasOriginRules === true;
    const { method = '', headers, rawHeaders } = request;
    const refused = refusal({ method, headers, rawHeaders, fromNeighbours });
    if (refused) throw new AwsError(refused.code, refused.message, { statusCode: refused.statusCode });
    if (!this.#behind)
      throw new AwsError('ServiceUnavailableException', 'The runtime is starting.', { statusCode: 503 });
    return { kernel: this.#behind.kernel, site };
  }

  #asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    this.#behind?.kernel.log.error('A request failed inside the runtime.', { error: withCauses(error) });
    return internalFailure(error);
  }
}

const readRequest = async (request: IncomingMessage): Promise<WireRequest> => {
  const { method = 'GET', url = '/', headers } = request;
  return wireRequest({ method, url, headers }, await readBody(request, bodyLimit(url)));
};

/** An answer before the whole request was read ends the connection, or its rest would be taken for the next request. */
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
