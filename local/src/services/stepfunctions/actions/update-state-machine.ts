import { AwsError } from '../../../core/aws/aws-error.ts';
import { type Input, MAX_ARN_LENGTH, optionalText, requiredText } from '../parameters.ts';
import { publishVersion } from '../publishing.ts';
import { requireActiveStateMachine } from '../state-machine-lookup.ts';
import { settingsOf, warnOfIdleSettings } from '../state-machine-settings.ts';
import type { MakeAction, StepFunctionsContext } from '../step-functions-context.ts';
import type { StateMachineRow } from '../store/state-machines.ts';
import { checkedDefinition, readPublish, readRoleArn } from './create-state-machine.ts';

const CHANGEABLE = [
  'definition',
  'roleArn',
  'loggingConfiguration',
  'tracingConfiguration',
  'encryptionConfiguration',
  'publish',
];

/** UpdateStateMachine. New executions use the new definition and role; running executions keep theirs. */
export const updateStateMachine: MakeAction = (context) => async (input) => {
  const { kernel, tables } = context;
  const arn = requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH });
  requireActiveStateMachine(tables, arn);
  if (!CHANGEABLE.some((name) => input[name] !== undefined && input[name] !== null))
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified',
    );
  const publish = readPublish(input);
  const nowMs = kernel.clock.now();
  return kernel.store.write(() => {
    const stateMachine = changed(context, requireActiveStateMachine(tables, arn), input, nowMs);
    tables.stateMachines.put(stateMachine);
    const version = publish ? publishVersion(tables, stateMachine, { ...publish, nowMs }) : undefined;
    const { revisionId } = tables.stateMachines.revision(stateMachine.revision);
    return {
      updateDate: new Date(nowMs),
      ...(revisionId === null ? {} : { revisionId }),
      ...(version ? { stateMachineVersionArn: version.arn } : {}),
    };
  });
};

const changed = (
  { kernel, tables }: StepFunctionsContext,
  stateMachine: StateMachineRow,
  input: Input,
  nowMs: number,
): StateMachineRow => {
  const definition = optionalText(input, 'definition');
  const roleArn = optionalText(input, 'roleArn', { max: MAX_ARN_LENGTH });
  const settings = settingsOf(input, JSON.parse(stateMachine.settings));
  warnOfIdleSettings(stateMachine.arn, settings, kernel.log);
  const before = tables.stateMachines.revision(stateMachine.revision);
  const next = {
    definition: definition === undefined ? before.definition : checkedDefinition(definition, stateMachine.type),
    roleArn: roleArn === undefined ? before.roleArn : readRoleArn(roleArn),
  };
  const withSettings = { ...stateMachine, settings: JSON.stringify(settings) };
  if (next.definition === before.definition && roleArn === undefined) return withSettings;
  const revision = { stateMachineArn: stateMachine.arn, revisionId: kernel.ids.uuid(), ...next, updatedMs: nowMs };
  return { ...withSettings, revision: tables.stateMachines.addRevision(revision) };
};
