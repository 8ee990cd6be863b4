import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from './aws/aws-error.ts';
import type { Caller } from './aws/caller.ts';
import type { QueryFormat } from './protocols/query-format.ts';

/** Information about one call besides its parameters. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /**
   * The request's `X-Amzn-Trace-Id` header, which identifies the chain of function invocations that the request belongs
   * to.
   */
  readonly traceHeader?: string | undefined;
  /** Aborted when the client disconnects; long polls then end early. */
  readonly signal?: AbortSignal;
  /** Whether the caller is a part of this runtime that forgets the answer when the process ends. Never set by clients. */
  readonly isForgottenAtExit?: boolean;
}

/**
 * One API action. Parameters and answer have the shape of the service's JSON API (Pascal or camel case as on AWS), with
 * timestamps as Date and bytes as Uint8Array. The action validates its parameters. Throws AwsError.
 */
export type Action = (input: Record<string, unknown>, call: Call) => unknown;

/**
 * Stores an action's work in the transaction of its caller. Validates the parameters before it stores anything; throws
 * AwsError. Returns undefined if the action cannot do this for these parameters; then the caller must call the action.
 */
export type EnlistableAction = (input: Record<string, unknown>, call: Call) => Enlisted | undefined;

/** Work that an action has stored in the transaction of its caller. */
interface Enlisted {
  /** The answer that a call of the action returns. */
  readonly answer: unknown;
  /** Begins the work. Must be called after the commit. */
  begin(): void;
}

export interface Service {
  /**
   * Prefix of the service's IAM actions: `events`, `states`, `lambda`, `sqs`, `sns`, `dynamodb`, `iam`, `sts`, `logs`,
   * `ses`, `scheduler`, `pipes`, `ssm`.
   */
  readonly name: string;
  readonly actions: { readonly [action: string]: Action };
  /** The actions that can store their work in the transaction of their caller. */
  readonly enlistable?: { readonly [action: string]: EnlistableAction };
  /** Actions that AWS has and this runtime does not have. Calls of them fail with UnsupportedOperation. */
  readonly refused?: readonly string[];
  /** Wire protocols of the service. The gateway gives a request to the first protocol that claims it. */
  readonly protocols: readonly Protocol[];
}

export type Protocol =
  /** `X-Amz-Target: <targetPrefix>.<Action>`; JSON in both directions. `writer` replaces the usual form of responses. */
  | {
      readonly kind: 'json';
      readonly targetPrefix: string;
      readonly version: '1.0' | '1.1';
      readonly writer?: JsonWriter;
    }
  /**
   * Form-encoded `Action=…`, answered with XML. Claims requests whose credential scope names the service `scope`, or
   * whose `Version` is `version`.
   */
  | ({ readonly kind: 'query'; readonly scope: string; readonly version: string } & QueryFormat)
  /** Any other protocol, e.g. REST: the service reads the request and writes the response. */
  | {
      readonly kind: 'own';
      claims(request: WireRequest): boolean;
      /** Must call actions only through `invoke`, which checks permissions. */
      handle(request: WireRequest, invoke: Invoke): Promise<WireResponse>;
    };

/** Writes the responses of a JSON service. */
export interface JsonWriter {
  answer(output: unknown): WireResponse;
  error(error: AwsError): WireResponse;
}

export type Invoke = (action: string, input: Record<string, unknown>) => Promise<unknown>;

export interface WireRequest {
  readonly method: string;
  /** Path without the query string, as sent (percent-encoded). */
  readonly path: string;
  /** Query string as sent, without its question mark. */
  readonly search: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Service in the credential scope of the signature, e.g. `sqs`; '' without a signature. */
  readonly scope: string;
}

export interface WireResponse {
  readonly status: number;
  /** A list repeats the header for each value, e.g. Set-Cookie. */
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string | Uint8Array;
}

/**
 * A service with background work. `start` prepares the service. `resume` continues users' unfinished work from the
 * store after the gateway has started. `stop` waits for work in flight.
 */
export interface ServiceModule {
  readonly service: Service;
  start?(): void | Promise<void>;
  resume?(): void;
  stop?(): void | Promise<void>;
}

/** A service whose resources have resource policies. */
export interface HoldsPolicies {
  /** Policy of a resource as JSON; undefined if the resource has none or does not exist. */
  resourcePolicy(arn: string): string | undefined;
}
