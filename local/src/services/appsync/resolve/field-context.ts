import type { HandlerError } from '../javascript/functions/function-table.ts';

/** The context of a field: the payload of a direct Lambda resolver, and the `ctx` of handlers. */
export interface FieldContext {
  readonly arguments: unknown;
  readonly identity: object | null;
  readonly source: unknown;
  readonly request: object;
  readonly prev: { readonly result: unknown } | null;
  readonly stash: unknown;
  readonly info: object;
}

/** A field to be resolved. */
export interface FieldRequest {
  /** For example `Query.bookings`. */
  readonly field: string;
  readonly context: FieldContext;
}

/** Result of a field: its value or its error. */
type FieldEnd =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: HandlerError };

/** Result of a field, with the errors that its handlers append to the response. */
export interface FieldAnswer {
  readonly end: FieldEnd;
  readonly appended: readonly HandlerError[];
}

/** An error without data. */
export const fieldError = (errorType: string, message: string): { kind: 'error'; error: HandlerError } => ({
  kind: 'error',
  error: { errorType, message, data: null, errorInfo: null },
});
