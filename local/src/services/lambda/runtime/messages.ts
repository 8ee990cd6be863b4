import type { MessagePort } from 'node:worker_threads';

/** Messages between the runtime process and one execution environment (a worker thread). */

/** The message that starts one invocation in an environment. */
export interface InvokeMessage {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly payload: string;
  readonly timeoutMs: number;
  readonly invokedFunctionArn: string;
  /** The value of `_X_AMZN_TRACE_ID` for this invocation; the SDK sends it with each call. */
  readonly traceHeader: string;
  /** The client context as JSON text. */
  readonly clientContext: string | undefined;
}

/** A message from the environment. Payloads are JSON text. */
export type EnvironmentMessage =
  /** Sent once, after the handler was loaded. */
  | { readonly kind: 'ready'; readonly initMs: number }
  /** Loading the handler failed; the environment must be closed. */
  | { readonly kind: 'init-failed'; readonly payload: string }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'succeeded'; readonly payload: string; readonly memoryMb: number }
  /** The invocation failed. If `fatal` is true, the environment must be closed. */
  | { readonly kind: 'failed'; readonly payload: string; readonly memoryMb: number; readonly fatal: boolean }
  /** The payload is not valid JSON; the handler did not run. */
  | { readonly kind: 'payload-refused'; readonly reason: string };

/** The data that an environment receives at its start. */
export interface EnvironmentData {
  /** The number of milliseconds by which the runtime's clock is ahead of the wall clock, in shared memory. */
  readonly clockOffset: Float64Array<SharedArrayBuffer>;
  /** AWS_ENDPOINT_URL of functions. Calls to it are answered through `calls`. */
  readonly endpoint: string;
  /** The host in the response URLs of custom resources. Requests to it are answered through `calls`, too. */
  readonly responseHost: string;
  /** The directory with the files of the function's layers; undefined without layers. */
  readonly layersDirectory: string | undefined;
  readonly calls: MessagePort;
}

/** A request of the function to this runtime: an AWS API call or the response of a custom resource. */
export type DirectMessage =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: string;
      /** The path and the query string of the request. */
      readonly url: string;
      /** Header names are in lower case. */
      readonly headers: { readonly [name: string]: string };
      /** The body as a binary string: one character per byte. */
      readonly body: string;
    }
  /** The function aborted the request and ignores the answer. */
  | { readonly kind: 'gone'; readonly id: number };

/** The response to a `request` message of the same id. */
export interface DirectAnswer {
  readonly id: number;
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string | Uint8Array;
}
