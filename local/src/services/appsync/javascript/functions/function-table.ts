import type { Ids } from '../../../../core/ids.ts';

/** An error that a handler raises: the arguments of `util.error` and `util.appendError`. */
export interface HandlerError {
  readonly message: string;
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
}

/** The error of a field that the request may not read. */
export const notAuthorized = (type: string, field: string): HandlerError => ({
  message: `Not Authorized to access ${field} on type ${type}`,
  errorType: 'Unauthorized',
  data: null,
  errorInfo: null,
});

/** How a function of `util` or `runtime` ends a handler. */
export type Stop =
  | { readonly kind: 'error'; readonly error: HandlerError }
  | { readonly kind: 'returned'; readonly value: unknown; readonly stash: unknown; readonly skipTo: 'END' | 'NEXT' };

/** Thrown by functions that end the handler. */
export class HandlerStopped extends Error {
  override readonly name = 'HandlerStopped';
  readonly stop: Stop;

  constructor(stop: Stop) {
    super('The handler ends here.');
    this.stop = stop;
  }
}

/** What functions can read and change while a handler runs. */
export interface Running {
  /** The field that is resolved, for example `Query.bookings`. */
  readonly field: string;
  /** How the request is authorized, in AppSync's words. */
  readonly authType: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly ids: Ids;
  /** The errors of `util.appendError`. */
  readonly appended: HandlerError[];
}

/** The arguments of a call, as JSON can express them: a missing one and `undefined` are null or absent. */
type Arguments = readonly unknown[];

/**
 * A function that the code of a handler can call. An error that it throws ends the handler with the error's message.
 */
type HandlerFunction = (args: Arguments, running: Running) => unknown;

export type FunctionTable = { readonly [name: string]: HandlerFunction };
