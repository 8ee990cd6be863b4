import type { Scalar } from './flat-event.ts';

/** One alternative of a field: tests a value, or the presence of any value. */
export type ValueTest =
  | { readonly kind: 'value'; readonly accepts: (value: Scalar) => boolean }
  | { readonly kind: 'absent' };

export const valueTest = (accepts: (value: Scalar) => boolean): ValueTest => ({ kind: 'value', accepts });

/** A test of strings; fails for any other value. */
export const textTest = (accepts: (text: string) => boolean): ValueTest =>
  valueTest((value) => typeof value === 'string' && accepts(value));
