import { unsupported } from '../../core/aws/aws-error.ts';
import { readExecutionArn } from './arns.ts';
import { executionDoesNotExist } from './errors.ts';
import { type Input, MAX_ARN_LENGTH, requiredText } from './parameters.ts';
import type { ExecutionRow } from './store/executions.ts';
import type { MapRunChildRow } from './store/map-run-children.ts';
import type { Tables } from './store/tables.ts';

/**
 * The child execution of a Map Run with ARN `executionArn`, Standard or Express; undefined if no Map Run has this
 * child.
 */
export const childExecution = ({ mapRunChildren }: Tables, input: Input): MapRunChildRow | undefined => {
  const arn = requiredText(input, 'executionArn', { max: MAX_ARN_LENGTH });
  // Only the ARNs of children have a slash, before the label of their Map state.
  return arn.includes('/') ? mapRunChildren.byArn(arn) : undefined;
};

/**
 * Refuses an action on the child execution of a Map Run: only DescribeExecution, ListExecutions and a redrive of the
 * parent concern children. Throws UnsupportedOperation.
 */
export const refuseChild = (tables: Tables, input: Input, action: string): void => {
  if (childExecution(tables, input)) throw unsupported(`states:${action} of a child execution of a Map Run`);
};

/** The Standard execution with ARN `executionArn`. Throws InvalidArn (also for Express ARNs), ExecutionDoesNotExist. */
export const requireExecution = ({ executions }: Tables, input: Input): ExecutionRow => {
  const arn = readExecutionArn(requiredText(input, 'executionArn', { max: MAX_ARN_LENGTH }));
  const execution = executions.byArn(arn);
  if (!execution) throw executionDoesNotExist(arn);
  return execution;
};
