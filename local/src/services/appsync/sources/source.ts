import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import type { SourceTypes } from '../definitions.ts';

/** An error of a data source: `ctx.error` of the response handler. */
export interface SourceError {
  readonly type: string;
  readonly message: string;
}

/** The answer of a data source: `ctx.result` and `ctx.error` of the response handler. */
export interface SourceAnswer {
  readonly result: unknown;
  readonly error?: SourceError;
}

/** Thrown for the value of a request handler that is no request for the data source. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
}

/** A request in an AWS wire protocol; `body` has one character for each byte. */
interface AwsRequest {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers a request to a service of this runtime as its gateway does. Never rejects. */
export type AnswerAws = (request: AwsRequest, signal: AbortSignal) => Promise<WireResponse>;

/** What the data sources of a field use. */
export interface SourceTools {
  readonly kernel: Kernel;
  readonly answerAws: AnswerAws;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}

/** A request for a data source. */
export interface SourceCall<Type extends keyof SourceTypes> extends SourceTools {
  readonly settings: SourceTypes[Type];
  /** The value of the request handler. */
  readonly request: { readonly [name: string]: unknown };
}
