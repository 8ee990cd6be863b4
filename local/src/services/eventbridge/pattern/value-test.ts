import type { Scalar } from './flat-event.ts';

/** One alternative of a field: a test of a value, or of there being none. */
export type ValueTest =
  | { readonly kind: 'value'; readonly accepts: (value: Scalar) => boolean }
  | { readonly kind: 'absent' };

export const valueTest = (accepts: (value: Scalar) => boolean): ValueTest => ({ kind: 'value', accepts });

/** A test of strings; every other value fails it. */
export const textTest = (accepts: (text: string) => boolean): ValueTest =>
  valueTest((value) => typeof value === 'string' && accepts(value));
