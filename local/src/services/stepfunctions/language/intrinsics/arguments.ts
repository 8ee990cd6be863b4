import type { Json } from '../json.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';

/** Maximum number of characters for Base64Encode, Base64Decode and Hash. */
const MAX_TEXT_LENGTH = 10_000;

/** Throws IntrinsicFault unless the number of arguments is between `least` and `most`. */
export function expectCount(values: readonly Json[], least: number, most: number = least): void {
  if (values.length >= least && values.length <= most) return;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw new IntrinsicFault(`Invalid number of arguments: expected ${wanted}, but received ${values.length}`);
}

export function arrayAt(values: readonly Json[], position: number): readonly Json[] {
  const value = values[position];
  if (Array.isArray(value)) return value;
  throw new IntrinsicFault(`Argument ${position + 1} must be an array`);
}

export function textAt(values: readonly Json[], position: number): string {
  const value = values[position];
  if (typeof value === 'string') return value;
  throw new IntrinsicFault(`Argument ${position + 1} must be a string`);
}

export function shortTextAt(values: readonly Json[], position: number): string {
  const text = textAt(values, position);
  if (text.length <= MAX_TEXT_LENGTH) return text;
  throw new IntrinsicFault(`Argument ${position + 1} must not have more than ${MAX_TEXT_LENGTH} characters`);
}

/** The argument at this position, rounded to an integer; halves are rounded up. */
export function integerAt(values: readonly Json[], position: number): number {
  const value = values[position];
  if (typeof value !== 'number') throw new IntrinsicFault(`Argument ${position + 1} must be a number`);
  // Adding zero changes -0 to 0.
  return Math.floor(value + 0.5) + 0;
}
