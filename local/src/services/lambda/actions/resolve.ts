import type { LambdaContext } from '../context.ts';
import type { Resolved } from '../functions/functions.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';

/** The function and version that `FunctionName` and `Qualifier` identify. Throws ResourceNotFoundException. */
export const resolve = (context: LambdaContext, input: Input): Resolved =>
  context.functions.resolve(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
