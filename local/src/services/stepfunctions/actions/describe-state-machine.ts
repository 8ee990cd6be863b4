import { isVersion, readMachineArn } from '../arns.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import { requireMachine } from '../machine-lookup.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';
import type { MachineRow, Revision } from '../store/machines.ts';
import type { Tables } from '../store/tables.ts';
import { variableReferences } from '../validate/variable-references.ts';

/** DescribeStateMachine, also of a version. */
export const describeStateMachine: MakeAction =
  ({ tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineArn');
    const { machineArn, qualifier } = readMachineArn(arn);
    if (qualifier !== undefined) return describeVersion(tables, arn, machineArn, input);
    const machine = requireMachine(tables, arn);
    return {
      stateMachineArn: arn,
      ...described(machine, tables.machines.revision(machine.revision), input),
      creationDate: new Date(machine.createdMs),
    };
  };

const describeVersion = (tables: Tables, arn: string, machineArn: string, input: Input) => {
  const machine = tables.machines.byArn(machineArn);
  const version = isVersion(readMachineArn(arn).qualifier ?? '') ? tables.versions.byArn(arn) : undefined;
  if (!machine || !version) throw stateMachineDoesNotExist(arn);
  return {
    stateMachineArn: arn,
    ...described(machine, tables.machines.revision(version.revision), input),
    creationDate: new Date(version.createdMs),
    ...(version.description === null ? {} : { description: version.description }),
  };
};

const described = (machine: MachineRow, revision: Revision, input: Input) => ({
  name: machine.name,
  status: machine.status,
  type: machine.type,
  roleArn: revision.roleArn,
  ...(revision.revisionId === null ? {} : { revisionId: revision.revisionId }),
  ...JSON.parse(machine.settings),
  ...definitionOf(revision, input),
});

/** The definition and what it reads, unless only metadata is asked for. */
export const definitionOf = ({ definition }: Revision, input: Input) => {
  const references = variableReferences(JSON.parse(definition));
  return {
    definition: optionalText(input, 'includedData') === 'METADATA_ONLY' ? '{}' : definition,
    ...(Object.keys(references).length === 0 ? {} : { variableReferences: references }),
  };
};
