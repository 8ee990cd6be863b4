import { stateMachineNameIn } from '../arns.ts';
import { refuseChild, requireExecution } from '../execution-lookup.ts';
import { DEFAULT_SETTINGS } from '../state-machine-settings.ts';
import type { MakeAction } from '../step-functions-context.ts';
import { definitionOf } from './describe-state-machine.ts';

/** DescribeStateMachineForExecution: the state machine at the revision with which the execution started. */
export const describeStateMachineForExecution: MakeAction =
  ({ tables }) =>
  (input) => {
    refuseChild(tables, input, 'DescribeStateMachineForExecution');
    const execution = requireExecution(tables, input);
    const revision = tables.stateMachines.revision(execution.revision);
    const stateMachine = tables.stateMachines.byArn(execution.stateMachineArn);
    return {
      stateMachineArn: execution.stateMachineArn,
      name: stateMachineNameIn(execution.stateMachineArn),
      roleArn: revision.roleArn,
      updateDate: new Date(revision.updatedMs),
      ...(stateMachine ? JSON.parse(stateMachine.settings) : DEFAULT_SETTINGS),
      ...definitionOf(revision, input),
      ...(revision.revisionId === null ? {} : { revisionId: revision.revisionId }),
    };
  };
