import { readExecutionArn } from './arns.ts';
import { executionDoesNotExist } from './errors.ts';
import { type Input, MAX_ARN_LENGTH, requiredText } from './parameters.ts';
import type { ExecutionRow } from './store/executions.ts';
import type { Tables } from './store/tables.ts';

/** The Standard execution with ARN `executionArn`. Throws InvalidArn (also for Express ARNs), ExecutionDoesNotExist. */
export const requireExecution = ({ executions }: Tables, input: Input): ExecutionRow => {
  const arn = readExecutionArn(requiredText(input, 'executionArn', { max: MAX_ARN_LENGTH }));
  const execution = executions.byArn(arn);
  if (!execution) throw executionDoesNotExist(arn);
  return execution;
};
