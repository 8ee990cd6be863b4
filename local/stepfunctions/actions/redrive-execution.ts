import { AwsError } from '../../aws/aws-error.ts';
import { requireExecution } from '../execution-lookup.ts';
import type { Snapshot } from '../interpreter/contract.ts';
import type { MakeAction } from '../parts.ts';
import { redriveFacts } from '../redrive-facts.ts';

/** RedriveExecution: runs an unsuccessful execution again from where it failed, by the definition it began with. */
export const redriveExecution: MakeAction =
  ({ kernel, tables, engine }) =>
  async (input) => {
    const execution = requireExecution(tables, input);
    const facts = redriveFacts(execution, execution, kernel.clock.now());
    if (facts.redriveStatus !== 'REDRIVABLE') throw notRedrivable(facts.redriveStatusReason);
    const redriveMs = kernel.clock.now();
    const redriven = engine.deliver(execution.id, (snapshot) => {
      if (snapshot.status === 'RUNNING' || snapshot.status === 'SUCCEEDED')
        throw notRedrivable(`Execution is ${snapshot.status} and cannot be redriven`);
      return { stimulus: { kind: 'redrive' }, snapshot: withRedrive(snapshot, redriveMs) };
    });
    if (!redriven) throw notRedrivable(`Execution is ${execution.status} and cannot be redriven`);
    await redriven;
    return { redriveDate: new Date(redriveMs) };
  };

const withRedrive = (snapshot: Snapshot, redriveMs: number): Snapshot => ({
  ...snapshot,
  execution: { ...snapshot.execution, redriveCount: snapshot.execution.redriveCount + 1, redriveMs },
});

const notRedrivable = (reason = 'Execution cannot be redriven') => new AwsError('ExecutionNotRedrivable', reason);
