import { readStateMachineArn } from '../arns.ts';
import { MAX_ARN_LENGTH, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/**
 * DeleteStateMachine. The state machine has the status DELETING until its running executions have ended. Also succeeds
 * if the state machine does not exist.
 */
export const deleteStateMachine: MakeAction =
  ({ kernel, tables, engine }) =>
  async (input) => {
    const { stateMachineArn } = readStateMachineArn(requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH }));
    await kernel.store.write(() => {
      const stateMachine = tables.stateMachines.byArn(stateMachineArn);
      if (!stateMachine) return;
      if (tables.executions.runningOf(stateMachineArn).length === 0) tables.stateMachines.remove(stateMachineArn);
      else tables.stateMachines.put({ ...stateMachine, status: 'DELETING' });
    });
    engine.removal.begin(stateMachineArn);
    return {};
  };
