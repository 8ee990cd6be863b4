import type { Kernel } from '../../../core/kernel.ts';
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

/** A request for a data source. */
export interface SourceCall<Type extends keyof SourceTypes> {
  readonly kernel: Kernel;
  readonly settings: SourceTypes[Type];
  /** The value of the request handler. */
  readonly request: { readonly [name: string]: unknown };
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}
