import { isVersion, readStateMachineArn } from '../arns.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import { type Input, includesData, MAX_ARN_LENGTH, requiredText } from '../parameters.ts';
import { requireStateMachine } from '../state-machine-lookup.ts';
import type { MakeAction } from '../step-functions-context.ts';
import type { Revision, StateMachineRow } from '../store/state-machines.ts';
import type { Tables } from '../store/tables.ts';
import { variableReferences } from '../validate/variable-references.ts';

/** DescribeStateMachine, for a state machine or a version. */
export const describeStateMachine: MakeAction =
  ({ tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH });
    const { stateMachineArn, qualifier } = readStateMachineArn(arn);
    if (qualifier !== undefined) return describeVersion(tables, arn, stateMachineArn, input);
    const stateMachine = requireStateMachine(tables, arn);
    return {
      stateMachineArn: arn,
      ...described(stateMachine, tables.stateMachines.revision(stateMachine.revision), input),
      creationDate: new Date(stateMachine.createdMs),
    };
  };

const describeVersion = (tables: Tables, arn: string, stateMachineArn: string, input: Input) => {
  const stateMachine = tables.stateMachines.byArn(stateMachineArn);
  const version = isVersion(readStateMachineArn(arn).qualifier ?? '') ? tables.versions.byArn(arn) : undefined;
  if (!stateMachine || !version) throw stateMachineDoesNotExist(arn);
  return {
    stateMachineArn: arn,
    ...described(stateMachine, tables.stateMachines.revision(version.revision), input),
    creationDate: new Date(version.createdMs),
    ...(version.description === null ? {} : { description: version.description }),
  };
};

const described = (stateMachine: StateMachineRow, revision: Revision, input: Input) => ({
  name: stateMachine.name,
  status: stateMachine.status,
  type: stateMachine.type,
  roleArn: revision.roleArn,
  ...(revision.revisionId === null ? {} : { revisionId: revision.revisionId }),
  ...JSON.parse(stateMachine.settings),
  ...definitionOf(revision, input),
});

/** The definition and its variable references; with METADATA_ONLY the definition is `{}`. */
export const definitionOf = ({ definition }: Revision, input: Input) => {
  const references = variableReferences(JSON.parse(definition));
  return {
    definition: includesData(input) ? definition : '{}',
    ...(Object.keys(references).length === 0 ? {} : { variableReferences: references }),
  };
};
