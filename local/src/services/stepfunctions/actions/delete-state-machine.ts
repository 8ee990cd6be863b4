import { readMachineArn } from '../arns.ts';
import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';

/** DeleteStateMachine. One with running executions is DELETING until they have ended; to delete none is no error. */
export const deleteStateMachine: MakeAction =
  ({ kernel, tables, engine }) =>
  async (input) => {
    const { machineArn } = readMachineArn(requiredText(input, 'stateMachineArn'));
    await kernel.store.write(() => {
      const machine = tables.machines.byArn(machineArn);
      if (!machine) return;
      if (tables.executions.runningOf(machineArn).length === 0) tables.machines.remove(machineArn);
      else tables.machines.put({ ...machine, status: 'DELETING' });
    });
    engine.removal.begin(machineArn);
    return {};
  };
