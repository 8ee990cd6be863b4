import { EventEmitter } from 'node:events';
import type { RequestOptions } from 'node:http';
import { Readable, Writable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { http } from '../../../core/web/node-http.ts';
import type { DirectAnswer, DirectMessage } from './messages.ts';

type Done = (error?: Error | null) => void;

/** A complete response, with the members of `IncomingMessage` that HTTP clients read. */
class DirectResponse extends Readable {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly complete = true;
  readonly #body: string | Uint8Array;

  constructor({ status, headers, body }: DirectAnswer) {
    super();
    this.statusCode = status;
    this.statusMessage = http.STATUS_CODES[status] ?? '';
    this.headers = headers;
    this.#body = body;
  }

  override _read(): void {
    if (this.#body.length > 0) this.push(typeof this.#body === 'string' ? Buffer.from(this.#body) : this.#body);
    this.push(null);
  }
}

/** A replacement for a socket, with the members that HTTP clients use: the connection state and the idle timeout. */
class DirectSocket extends EventEmitter {
  readonly connecting = false;
  #silence: NodeJS.Timeout | undefined;

  setTimeout(ms: number, onTimeout?: () => void): this {
    clearTimeout(this.#silence);
    if (onTimeout) this.once('timeout', onTimeout);
    if (ms > 0) this.#silence = setTimeout(() => this.emit('timeout'), ms).unref();
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroy(): this {
    clearTimeout(this.#silence);
    return this;
  }
}

/**
 * A request that is sent through the port. It has the members of `ClientRequest` that are used by clients which send a
 * complete body.
 */
export class DirectRequest extends Writable {
  readonly socket = new DirectSocket();
  readonly method: string;
  readonly path: string;
  reusedSocket = true;
  readonly #headers: Record<string, string> = {};
  readonly #chunks: Buffer[] = [];
  readonly #wire: Wire;
  #id: number | undefined;

  constructor(wire: Wire, options: RequestOptions) {
    super({ autoDestroy: false });
    this.#wire = wire;
    this.method = options.method ?? 'GET';
    this.path = options.path ?? '/';
    for (const [name, value] of Object.entries(options.headers ?? {})) this.setHeader(name, value);
    queueMicrotask(() => this.emit('socket', this.socket));
  }

  setHeader(name: string, value: unknown): this {
    if (value !== undefined) this.#headers[name.toLowerCase()] = String(value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }

  removeHeader(name: string): void {
    delete this.#headers[name.toLowerCase()];
  }

  setTimeout(ms: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.socket.once('timeout', () => this.emit('timeout')).setTimeout(ms);
    return this;
  }

  flushHeaders(): void {}

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  abort(): void {
    this.destroy();
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: Done): void {
    const { method, path } = this;
    const body = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#id = this.#wire.send(this, { method, url: path, headers: this.#headers, body: body.toString('latin1') });
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.socket.destroy();
    if (this.#id !== undefined) this.#wire.forget(this.#id);
    done(error);
  }

  answered(answer: DirectAnswer): void {
    this.#id = undefined;
    this.emit('response', new DirectResponse(answer));
    this.destroy();
  }
}

/**
 * The requests that wait for an answer from the other end of the port. The port keeps the thread alive only while there
 * are such requests.
 */
export class Wire {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, DirectRequest>();
  #last = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (answer: DirectAnswer) => this.#answered(answer));
    port.unref();
  }

  send(request: DirectRequest, asked: Omit<Extract<DirectMessage, { kind: 'request' }>, 'kind' | 'id'>): number {
    this.#last += 1;
    if (this.#waiting.size === 0) this.#port.ref();
    this.#waiting.set(this.#last, request);
    this.#port.postMessage({ kind: 'request', id: this.#last, ...asked } satisfies DirectMessage);
    return this.#last;
  }

  forget(id: number): void {
    if (!this.#take(id)) return;
    this.#port.postMessage({ kind: 'gone', id } satisfies DirectMessage);
  }

  #answered(answer: DirectAnswer): void {
    this.#take(answer.id)?.answered(answer);
  }

  #take(id: number): DirectRequest | undefined {
    const request = this.#waiting.get(id);
    if (request && this.#waiting.delete(id) && this.#waiting.size === 0) this.#port.unref();
    return request;
  }
}
