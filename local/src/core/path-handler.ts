import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from './aws/caller.ts';
import type { WireRequest, WireResponse } from './service.ts';

/**
 * Answers all requests whose path starts with `prefix` and that are not AWS API calls: those of the control API, of
 * deployed APIs, of function URLs and of sign-in pages.
 */
export interface PathHandler {
  readonly prefix: string;
  /**
   * True if the handler itself checks the Origin header (CORS). Otherwise the gateway refuses requests from other
   * origins.
   */
  readonly hasOriginRules?: boolean;
  answer(request: WireRequest, facts: RequestFacts): Promise<WireResponse>;
}

/**
 * A path handler that reads and writes Node's own request and response objects, because its library needs them. `serve`
 * must always end the response, and must not reject after the head is written.
 */
export interface NodePathHandler {
  readonly prefix: string;
  /** See `PathHandler`. */
  readonly hasOriginRules?: boolean;
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What the gateway knows about a request besides its content. */
export interface RequestFacts {
  readonly requestId: string;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
  /** Who signed the request. Throws AWS's errors for a missing or an unknown access key. */
  signer(): SignedBy;
}

/** The access key of a signature, and the caller whose key it is. */
export interface SignedBy {
  readonly accessKeyId: string;
  readonly caller: Caller;
}
