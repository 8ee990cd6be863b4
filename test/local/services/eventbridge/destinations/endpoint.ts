import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Do not answer at all. */
  readonly hangs?: boolean;
}

/** A local HTTP server that records each request. */
export class Endpoint {
  readonly received: Received[] = [];
  answer: (request: Received, count: number) => Answer = () => ({ status: 200 });
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Endpoint> {
    const server = createServer();
    const endpoint = new Endpoint(server);
    server.on('request', async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      endpoint.received.push(request);
      for (const look of endpoint.#waiting) look();
      const { status, headers: sent = {}, body = '', hangs } = endpoint.answer(request, endpoint.received.length);
      if (!hangs) outgoing.writeHead(status, sent).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves when there have been `count` requests. */
  reached(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => (this.received.length >= count ? resolve() : undefined);
      this.#waiting.push(look);
      look();
    });
  }

  /** Forgets the requests and answers 200 again. */
  reset(): void {
    this.received.length = 0;
    this.#waiting = [];
    this.answer = () => ({ status: 200 });
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
