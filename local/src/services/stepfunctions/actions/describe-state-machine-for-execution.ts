import { machineNameIn } from '../arns.ts';
import { requireExecution } from '../execution-lookup.ts';
import { DEFAULT_SETTINGS } from '../machine-settings.ts';
import type { MakeAction } from '../parts.ts';
import { definitionOf } from './describe-state-machine.ts';

/** DescribeStateMachineForExecution: the state machine as it was when the execution began. */
export const describeStateMachineForExecution: MakeAction =
  ({ tables }) =>
  (input) => {
    const execution = requireExecution(tables, input);
    const revision = tables.machines.revision(execution.revision);
    const machine = tables.machines.byArn(execution.machineArn);
    return {
      stateMachineArn: execution.machineArn,
      name: machineNameIn(execution.machineArn),
      roleArn: revision.roleArn,
      updateDate: new Date(revision.updatedMs),
      ...(machine ? JSON.parse(machine.settings) : DEFAULT_SETTINGS),
      ...definitionOf(revision, input),
      ...(revision.revisionId === null ? {} : { revisionId: revision.revisionId }),
    };
  };
