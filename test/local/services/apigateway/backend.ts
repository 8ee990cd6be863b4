import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Never ends the response. */
  readonly hangs?: boolean;
}

const show: (request: Received) => Answer = ({ method, url, headers, body }) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ method, url, headers, body: body.toString('utf8') }),
});

/** An HTTP server on this machine. By default it answers with the request that it got. */
export class Backend {
  answer: (request: Received) => Answer = show;
  readonly #server: Server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { status, headers: sent = {}, body: text = '', hangs } = this.answer({ method, url, headers, body });
    if (!hangs) outgoing.writeHead(status, sent).end(text);
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.answer = show;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** The address of a port at which no server listens. */
export const closedPort = async (): Promise<string> => {
  const backend = await new Backend().start();
  const { url } = backend;
  await backend.stop();
  return url;
};
