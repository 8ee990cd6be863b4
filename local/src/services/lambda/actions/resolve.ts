import type { Resolved } from '../functions/functions.ts';
import { type Input, optionalText, text } from '../parameters.ts';
import type { Parts } from '../parts.ts';

/** What `FunctionName` and `Qualifier` mean. Throws ResourceNotFoundException. */
export const resolve = (parts: Parts, input: Input): Resolved =>
  parts.functions.resolve(text(input, 'FunctionName'), optionalText(input, 'Qualifier'));
