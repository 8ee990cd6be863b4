import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import { stateMachineArnOf } from '../arns.ts';
import { invalidArn, stateMachineAlreadyExists } from '../errors.ts';
import { flag, type Input, MAX_ARN_LENGTH, optionalText, requiredName, requiredText } from '../parameters.ts';
import { publishVersion } from '../publishing.ts';
import {
  DEFAULT_SETTINGS,
  type StateMachineSettings,
  settingsOf,
  warnOfIdleSettings,
} from '../state-machine-settings.ts';
import type { MakeAction } from '../step-functions-context.ts';
import type { StateMachineRow, StateMachineType } from '../store/state-machines.ts';
import type { Tables } from '../store/tables.ts';
import { readTags } from '../tagging.ts';
import { invalidDefinitionMessage, validateDefinition } from '../validate/validate-definition.ts';

const TYPES = ['STANDARD', 'EXPRESS'] as const;
const MAX_DEFINITION_LENGTH = 1_048_576;

interface Creation {
  readonly arn: string;
  readonly name: string;
  readonly type: StateMachineType;
  readonly definition: string;
  readonly roleArn: string;
  readonly settings: StateMachineSettings;
}

/**
 * CreateStateMachine. If the state machine exists, returns it. All parameters except the role and the tags must then be
 * the same.
 */
export const createStateMachine: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const name = requiredName(input);
    const type = readType(input);
    const definition = checkedDefinition(requiredText(input, 'definition', { max: MAX_DEFINITION_LENGTH }), type);
    const roleArn = readRoleArn(requiredText(input, 'roleArn', { max: MAX_ARN_LENGTH }));
    const settings = settingsOf(input, DEFAULT_SETTINGS);
    const publish = readPublish(input);
    const tags = readTags(input.tags ?? []);
    const arn = stateMachineArnOf(kernel.home, name);
    const nowMs = kernel.clock.now();
    warnOfIdleSettings(arn, settings, kernel.log);
    return kernel.store.write(() => {
      const stateMachine =
        existing(tables, { arn, name, type, definition, roleArn, settings }) ??
        create(tables, { arn, name, type, definition, roleArn, settings }, nowMs);
      tables.tags.put(arn, stateMachine.createdMs === nowMs ? tags : []);
      const version = publish ? publishVersion(tables, stateMachine, { ...publish, nowMs }) : undefined;
      return {
        stateMachineArn: arn,
        creationDate: new Date(stateMachine.createdMs),
        ...(version ? { stateMachineVersionArn: version.arn } : {}),
      };
    });
  };

/**
 * The existing state machine if it is equal to the requested one; undefined if there is none. Throws
 * StateMachineAlreadyExists if it differs.
 */
const existing = ({ stateMachines }: Tables, wanted: Creation): StateMachineRow | undefined => {
  const stateMachine = stateMachines.byArn(wanted.arn);
  if (!stateMachine) return undefined;
  const same =
    stateMachine.type === wanted.type &&
    stateMachine.status === 'ACTIVE' &&
    stateMachine.settings === JSON.stringify(wanted.settings) &&
    stateMachines.revision(stateMachine.revision).definition === wanted.definition;
  if (!same) throw stateMachineAlreadyExists(wanted.arn);
  return stateMachine;
};

const create = (
  { stateMachines }: Tables,
  { arn, name, type, settings, ...rest }: Creation,
  nowMs: number,
): StateMachineRow => {
  const revision = stateMachines.addRevision({ stateMachineArn: arn, revisionId: null, ...rest, updatedMs: nowMs });
  const stateMachine: StateMachineRow = {
    arn,
    name,
    type,
    status: 'ACTIVE',
    revision,
    settings: JSON.stringify(settings),
    createdMs: nowMs,
    nextVersion: 1,
  };
  stateMachines.put(stateMachine);
  return stateMachine;
};

export const readType = (input: Input): StateMachineType => optionalText(input, 'type', { oneOf: TYPES }) ?? 'STANDARD';

/** Returns the definition unchanged; throws InvalidDefinition if it is not valid on AWS. */
export const checkedDefinition = (definition: string, type: StateMachineType): string => {
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

/** The description of the version to publish; undefined if `publish` is not set. */
export const readPublish = (input: Input): { readonly description: string | undefined } | undefined => {
  const publish = flag(input, 'publish');
  const description = optionalText(input, 'versionDescription', { max: 256 });
  if (!publish && description !== undefined)
    throw validationError('Version description can only be set when publish is true');
  return publish ? { description } : undefined;
};
