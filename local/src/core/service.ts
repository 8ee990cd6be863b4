import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './aws/caller.ts';
import type { QueryFormat } from './protocols/query-format.ts';

/** Facts of one call besides its parameters. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /** Aborted when whoever asked has gone away: long polls end early. */
  readonly signal?: AbortSignal;
}

/**
 * One API action: parameters and answer in the shape of the service's JSON API (Pascal- or camel-cased as AWS has
 * them), timestamps as Date, bytes as Uint8Array. Throws AwsError; validates what it is given.
 */
export type Action = (input: Record<string, unknown>, call: Call) => unknown;

export interface Service {
  /** The prefix of its IAM actions: `events`, `states`, `lambda`, `sqs`, `sns`, `dynamodb`, `iam`, `sts`, `logs`, `ses`. */
  readonly name: string;
  readonly actions: { readonly [action: string]: Action };
  /** Actions that AWS has and this runtime does not: they are refused by name. */
  readonly refused?: readonly string[];
  /** How the gateway recognizes and speaks it; the first protocol that claims a request gets it. */
  readonly protocols: readonly Protocol[];
}

export type Protocol =
  /** `X-Amz-Target: <targetPrefix>.<Action>`, JSON both ways. */
  | { readonly kind: 'json'; readonly targetPrefix: string; readonly version: '1.0' | '1.1' }
  /** Form-encoded `Action=…`, XML back; chosen by the service of the credential scope (`scope`) or by `Version`. */
  | ({ readonly kind: 'query'; readonly scope: string; readonly version: string } & QueryFormat)
  /** REST services and the like read and answer the request themselves. */
  | {
      readonly kind: 'own';
      claims(request: WireRequest): boolean;
      /** Calls actions only through `invoke`, so that permissions are checked. */
      handle(request: WireRequest, invoke: Invoke): Promise<WireResponse>;
    };

export type Invoke = (action: string, input: Record<string, unknown>) => Promise<unknown>;

export interface WireRequest {
  readonly method: string;
  /** Path without the query string, as sent (still percent-encoded). */
  readonly path: string;
  /** The query string as sent, without its question mark. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The service of the credential scope of the signature, e.g. `sqs`; '' without one. */
  readonly scope: string;
}

export interface WireResponse {
  readonly status: number;
  /** A list is a header that comes several times, such as Set-Cookie. */
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string | Uint8Array;
}

/** A service with a life of its own: `start` resumes what the store says is unfinished, `stop` waits for work in hand. */
export interface ServiceModule {
  readonly service: Service;
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
}

/** A service whose resources have policies of their own. */
export interface HoldsPolicies {
  /** The policy of a resource as JSON; undefined when it has none or does not exist. */
  resourcePolicy(arn: string): string | undefined;
}
