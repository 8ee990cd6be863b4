import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import { machineArnOf } from '../arns.ts';
import { invalidArn, stateMachineAlreadyExists } from '../errors.ts';
import { DEFAULT_SETTINGS, type MachineSettings, settingsOf, warnOfIdleSettings } from '../machine-settings.ts';
import { flag, type Input, optionalText, requiredName, requiredText } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';
import { publishVersion } from '../publishing.ts';
import type { MachineRow, MachineType } from '../store/machines.ts';
import type { Tables } from '../store/tables.ts';
import { readTags } from '../tagging.ts';
import { invalidDefinitionMessage, validateDefinition } from '../validate/validate-definition.ts';

const TYPES = ['STANDARD', 'EXPRESS'] as const;
const MAX_DEFINITION_LENGTH = 1_048_576;

interface Creation {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly definition: string;
  readonly roleArn: string;
  readonly settings: MachineSettings;
}

/** CreateStateMachine. The same call again answers as the first one did; only role and tags may differ. */
export const createStateMachine: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const name = requiredName(input);
    const type = readType(input);
    const definition = checkedDefinition(requiredText(input, 'definition', { max: MAX_DEFINITION_LENGTH }), type);
    const roleArn = readRoleArn(requiredText(input, 'roleArn'));
    const settings = settingsOf(input, DEFAULT_SETTINGS);
    const publish = readPublish(input);
    const tags = readTags(input.tags ?? []);
    const arn = machineArnOf(kernel.home, name);
    const nowMs = kernel.clock.now();
    warnOfIdleSettings(arn, settings, kernel.log);
    return kernel.store.write(() => {
      const machine =
        existing(tables, { arn, name, type, definition, roleArn, settings }) ??
        create(tables, { arn, name, type, definition, roleArn, settings }, nowMs);
      tables.tags.put(arn, machine.createdMs === nowMs ? tags : []);
      const version = publish ? publishVersion(tables, machine, { ...publish, nowMs }) : undefined;
      return {
        stateMachineArn: arn,
        creationDate: new Date(machine.createdMs),
        ...(version ? { stateMachineVersionArn: version.arn } : {}),
      };
    });
  };

/** The machine of this name when it is just the one asked for; throws StateMachineAlreadyExists when it is another. */
const existing = ({ machines }: Tables, wanted: Creation): MachineRow | undefined => {
  const machine = machines.byArn(wanted.arn);
  if (!machine) return undefined;
  const same =
    machine.type === wanted.type &&
    machine.status === 'ACTIVE' &&
    machine.settings === JSON.stringify(wanted.settings) &&
    machines.revision(machine.revision).definition === wanted.definition;
  if (!same) throw stateMachineAlreadyExists(wanted.arn);
  return machine;
};

const create = ({ machines }: Tables, { arn, name, type, settings, ...rest }: Creation, nowMs: number): MachineRow => {
  const revision = machines.addRevision({ machineArn: arn, revisionId: null, ...rest, updatedMs: nowMs });
  const machine: MachineRow = {
    arn,
    name,
    type,
    status: 'ACTIVE',
    revision,
    settings: JSON.stringify(settings),
    createdMs: nowMs,
    nextVersion: 1,
  };
  machines.put(machine);
  return machine;
};

export const readType = (input: Input): MachineType => optionalText(input, 'type', { oneOf: TYPES }) ?? 'STANDARD';

/** The definition as it was given; throws InvalidDefinition for one that AWS would not take. */
export const checkedDefinition = (definition: string, type: MachineType): string => {
  const message = invalidDefinitionMessage(validateDefinition(definition, type));
  if (message !== undefined) throw new AwsError('InvalidDefinition', message);
  return definition;
};

export const readRoleArn = (roleArn: string): string => {
  const arn = parseArn(roleArn);
  if (!arn) throw invalidArn(`Invalid ARN prefix: ${roleArn}`);
  if (arn.service !== 'iam' || !arn.resource.startsWith('role/')) throw invalidArn(`Invalid Role Arn: '${roleArn}'`);
  return roleArn;
};

/** Whether to publish a version, and with which description. */
export const readPublish = (input: Input): { readonly description: string | undefined } | undefined => {
  const publish = flag(input, 'publish');
  const description = optionalText(input, 'versionDescription', { max: 256 });
  if (!publish && description !== undefined)
    throw validationError('Version description can only be set when publish is true');
  return publish ? { description } : undefined;
};
