import type { Resolved } from '../functions/functions.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';
import type { Parts } from '../parts.ts';

/** What `FunctionName` and `Qualifier` mean. Throws ResourceNotFoundException. */
export const resolve = (parts: Parts, input: Input): Resolved =>
  parts.functions.resolve(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
