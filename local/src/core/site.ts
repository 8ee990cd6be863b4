import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from './service.ts';

/** Answers requests below a path prefix that are not AWS API calls: the control API, deployed HTTP APIs, sign-in pages. */
export interface Site {
  readonly prefix: string;
  /** The site checks the Origin header itself (CORS). Without it the gateway refuses requests from other origins. */
  readonly hasOriginRules?: boolean;
  answer(request: WireRequest, facts: RequestFacts): Promise<WireResponse>;
}

/**
 * A site whose library reads and writes Node's own request and response. `serve` must always end the response, and must
 * not reject after the head is written.
 */
export interface RawSite {
  readonly prefix: string;
  /** See `Site`. */
  readonly hasOriginRules?: boolean;
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** What the gateway knows about a request besides its content. */
export interface RequestFacts {
  readonly requestId: string;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}
