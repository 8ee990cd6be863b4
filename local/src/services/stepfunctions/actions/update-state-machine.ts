import { AwsError } from '../../../core/aws/aws-error.ts';
import { requireActiveMachine } from '../machine-lookup.ts';
import { settingsOf, warnOfIdleSettings } from '../machine-settings.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';
import type { MakeAction, Parts } from '../parts.ts';
import { publishVersion } from '../publishing.ts';
import type { MachineRow } from '../store/machines.ts';
import { checkedDefinition, readPublish, readRoleArn } from './create-state-machine.ts';

const CHANGEABLE = [
  'definition',
  'roleArn',
  'loggingConfiguration',
  'tracingConfiguration',
  'encryptionConfiguration',
  'publish',
];

/** UpdateStateMachine: what is started from now on runs by it; what runs goes on as it began. */
export const updateStateMachine: MakeAction = (parts) => async (input) => {
  const { kernel, tables } = parts;
  const arn = requiredText(input, 'stateMachineArn');
  requireActiveMachine(tables, arn);
  if (!CHANGEABLE.some((name) => input[name] !== undefined && input[name] !== null))
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified',
    );
  const publish = readPublish(input);
  const nowMs = kernel.clock.now();
  return kernel.store.write(() => {
    const machine = changed(parts, requireActiveMachine(tables, arn), input, nowMs);
    tables.machines.put(machine);
    const version = publish ? publishVersion(tables, machine, { ...publish, nowMs }) : undefined;
    const { revisionId } = tables.machines.revision(machine.revision);
    return {
      updateDate: new Date(nowMs),
      ...(revisionId === null ? {} : { revisionId }),
      ...(version ? { stateMachineVersionArn: version.arn } : {}),
    };
  });
};

const changed = ({ kernel, tables }: Parts, machine: MachineRow, input: Input, nowMs: number): MachineRow => {
  const definition = optionalText(input, 'definition');
  const roleArn = optionalText(input, 'roleArn');
  const settings = settingsOf(input, JSON.parse(machine.settings));
  warnOfIdleSettings(machine.arn, settings, kernel.log);
  const before = tables.machines.revision(machine.revision);
  const next = {
    definition: definition === undefined ? before.definition : checkedDefinition(definition, machine.type),
    roleArn: roleArn === undefined ? before.roleArn : readRoleArn(roleArn),
  };
  const withSettings = { ...machine, settings: JSON.stringify(settings) };
  if (next.definition === before.definition && roleArn === undefined) return withSettings;
  const revision = { machineArn: machine.arn, revisionId: kernel.ids.uuid(), ...next, updatedMs: nowMs };
  return { ...withSettings, revision: tables.machines.addRevision(revision) };
};
