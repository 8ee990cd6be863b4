import type { Action } from '../../../core/service.ts';
import { requiredInteger } from '../parameters.ts';
import type { Parts } from '../parts.ts';
import { resolve } from './resolve.ts';

/** Reserved concurrency: how many environments a function may have; with 0 every invocation is refused. */
export const concurrencyActions = (parts: Parts): Record<string, Action> => ({
  PutFunctionConcurrency: async (input) => {
    const { function: found } = resolve(parts, input);
    const reservedConcurrency = requiredInteger(input, 'ReservedConcurrentExecutions', { min: 0, max: 1000 });
    await parts.functions.update(found.name, (current) => ({ ...current, reservedConcurrency }));
    return { ReservedConcurrentExecutions: reservedConcurrency };
  },
  GetFunctionConcurrency: (input) => {
    const { reservedConcurrency } = resolve(parts, input).function;
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
  DeleteFunctionConcurrency: async (input) => {
    const { function: found } = resolve(parts, input);
    await parts.functions.update(found.name, (current) => ({ ...current, reservedConcurrency: undefined }));
    return {};
  },
});
