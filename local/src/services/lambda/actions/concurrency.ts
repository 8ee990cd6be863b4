import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { requiredInteger } from '../parameters.ts';
import { resolve } from './resolve.ts';

/**
 * Actions for the reserved concurrency: the maximum number of environments of a function. 0 throttles all invocations.
 */
export const concurrencyActions = (context: LambdaContext): Record<string, Action> => ({
  PutFunctionConcurrency: async (input) => {
    const { function: found } = resolve(context, input);
    const reservedConcurrency = requiredInteger(input, 'ReservedConcurrentExecutions', { min: 0, max: 1000 });
    await context.functions.update(found.name, (current) => ({ ...current, reservedConcurrency }));
    return { ReservedConcurrentExecutions: reservedConcurrency };
  },
  GetFunctionConcurrency: (input) => {
    const { reservedConcurrency } = resolve(context, input).function;
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
  DeleteFunctionConcurrency: async (input) => {
    const { function: found } = resolve(context, input);
    await context.functions.update(found.name, (current) => ({ ...current, reservedConcurrency: undefined }));
    return {};
  },
});
