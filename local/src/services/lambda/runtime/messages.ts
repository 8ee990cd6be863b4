import type { MessagePort } from 'node:worker_threads';

/** What passes between the runtime process and one execution environment (a worker thread). */

/** One invocation, sent into the environment. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON text, unread. */
  readonly payload: string;
  readonly timeoutMs: number;
  readonly invokedFunctionArn: string;
  /** The client context as JSON text. */
  readonly clientContext: string | undefined;
}

/** What the environment answers. Payloads are JSON text. */
export type EnvironmentMessage =
  /** The handler is loaded; sent once. */
  | { readonly kind: 'ready'; readonly initMs: number }
  /** The handler could not be loaded; the environment is of no use. */
  | { readonly kind: 'init-failed'; readonly payload: string }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'succeeded'; readonly payload: string; readonly memoryMb: number }
  /** `fatal`: the environment is of no use afterwards. */
  | { readonly kind: 'failed'; readonly payload: string; readonly memoryMb: number; readonly fatal: boolean }
  /** The payload was no JSON; the handler did not see it. */
  | { readonly kind: 'payload-refused'; readonly reason: string };

/** What an environment is given when it begins. */
export interface EnvironmentData {
  /** Milliseconds by which the runtime's clock is ahead of the machine's, shared with it. */
  readonly clockOffset: Float64Array<SharedArrayBuffer>;
  /** The address at which functions find AWS; calls there are answered at `calls`. */
  readonly endpoint: string;
  readonly calls: MessagePort;
}

/** A call of AWS that the function makes, sent out of the environment. */
export type DirectMessage =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: string;
      /** Path and query string. */
      readonly url: string;
      /** Names in lower case. */
      readonly headers: { readonly [name: string]: string };
      /** One character for each byte. */
      readonly body: string;
    }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'gone'; readonly id: number };

/** What the call is answered. */
export interface DirectAnswer {
  readonly id: number;
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string | Uint8Array;
}
