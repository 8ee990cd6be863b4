import { AwsError } from '../../../core/aws/aws-error.ts';
import { childExecution, requireExecution } from '../execution-lookup.ts';
import { redriveFacts } from '../redrive-facts.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** RedriveExecution: runs the failed states again, with the definition with which the execution started. */
export const redriveExecution: MakeAction =
  ({ kernel, tables, engine }) =>
  async (input) => {
    if (childExecution(tables, input)) throw notRedrivable('Execution can only be redriven by its Map Run');
    const execution = requireExecution(tables, input);
    const facts = redriveFacts(execution, execution, kernel.clock.now());
    if (facts.redriveStatus !== 'REDRIVABLE') throw notRedrivable(facts.redriveStatusReason);
    const redriven = engine.deliver(execution.id, ({ status }) => {
      if (status === 'RUNNING' || status === 'SUCCEEDED')
        throw notRedrivable(`Execution is ${status} and cannot be redriven`);
      return { kind: 'redrive' };
    });
    if (!redriven) throw notRedrivable(`Execution is ${execution.status} and cannot be redriven`);
    const snapshot = await redriven;
    return { redriveDate: new Date(snapshot.execution.redriveMs ?? kernel.clock.now()) };
  };

const notRedrivable = (reason = 'Execution cannot be redriven') => new AwsError('ExecutionNotRedrivable', reason);
