import { ARRAY_FUNCTIONS } from './array-functions.ts';
import { ENCODING_FUNCTIONS } from './encoding-functions.ts';
import { FORMAT_FUNCTIONS } from './format-functions.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';
import { JSON_FUNCTIONS } from './json-functions.ts';
import { MATH_FUNCTIONS } from './math-functions.ts';

/**
 * Every intrinsic function by its name.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export const FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map(
  Object.entries({
    ...ARRAY_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...FORMAT_FUNCTIONS,
    ...JSON_FUNCTIONS,
    ...MATH_FUNCTIONS,
  }).map(([name, implementation]) => [`States.${name}`, implementation]),
);
