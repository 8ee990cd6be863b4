import { unsupported, validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import { checkAllowedPattern } from '../allowed-pattern.ts';
import type { SsmContext } from '../context.ts';
import { parameterAlreadyExists } from '../errors.ts';
import { checkName } from '../names.ts';
import { type ParameterType, type StoredParameter, TIERS, type Tier, TYPES } from '../parameter.ts';
import { flag, type Input, isGiven, nameIn, optionalText, requiredText } from '../request.ts';
import { tagsIn } from './tags.ts';

/** Longest value of each tier, in characters, as AWS's messages count. */
const MAX_LENGTHS: Readonly<Record<Tier, number>> = { Standard: 4_096, Advanced: 8_192 };
const DEFAULT_KEY = 'alias/aws/ssm';
const ADVANCED = 'the advanced-parameter tier';
const STANDARD = 'the standard-parameter tier';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const putParameter =
  ({ kernel, table }: SsmContext): Action =>
  async (input, { caller }) => {
    const wanted = wantedIn(input);
    checkName(wanted.name, kernel.home);
    const tags = tagsIn(input);
    const isOverwrite = flag(input, 'Overwrite');
    if (isOverwrite && tags.length > 0)
      throw validationError(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    return kernel.store.write(() => {
      const previous = table.latest(wanted.name);
      if (previous && !isOverwrite) throw parameterAlreadyExists();
      const parameter: StoredParameter = {
        ...nextVersion(wanted, previous),
        modifiedMs: kernel.clock.now(),
        modifiedBy: caller.arn,
      };
      table.put(parameter);
      table.putTags(parameter.name, tags);
      return { Version: parameter.version, Tier: parameter.tier };
    });
  };

interface Wanted {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType | undefined;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly keyId: string | undefined;
  readonly tier: (typeof TIERS)[number] | undefined;
  readonly dataType: string | undefined;
}

const wantedIn = (input: Input): Wanted => {
  if (isGiven(input, 'Policies')) throw unsupported('A policy of a parameter');
  return {
    name: nameIn(input),
    value: requiredText(input, 'Value'),
    type: optionalText(input, 'Type', { oneOf: TYPES }),
    description: optionalText(input, 'Description', { max: 1_024 }),
    allowedPattern: optionalText(input, 'AllowedPattern', { max: 1_024 }),
    keyId: optionalText(input, 'KeyId', { min: 1, max: 256, pattern: '([a-zA-Z0-9:/_-]+)' }),
    tier: optionalText(input, 'Tier', { oneOf: TIERS }),
    dataType: dataTypeIn(input),
  };
};

/** Reads the member `DataType`. Throws UnsupportedOperation for types whose values AWS looks up in other services. */
export const dataTypeIn = (input: Input): string | undefined => {
  const dataType = optionalText(input, 'DataType', { max: 128 });
  if (dataType === 'aws:ec2:image' || dataType === 'aws:ssm:integration')
    throw unsupported(`The data type ${dataType} of a parameter`);
  if (dataType !== undefined && dataType !== 'text')
    throw validationError(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
  return dataType;
};

/** The version after `previous`; members that the request does not have keep their values. */
const nextVersion = (
  wanted: Wanted,
  previous: StoredParameter | undefined,
): Omit<StoredParameter, 'modifiedMs' | 'modifiedBy'> => {
  const type = wanted.type ?? previous?.type;
  if (type === undefined) throw validationError('A parameter type is required when you create a parameter.');
  const allowedPattern = (wanted.allowedPattern ?? previous?.allowedPattern) || null;
  const { name, value } = wanted;
  const tier = tierOf(wanted, previous);
  if (allowedPattern !== null) checkAllowedPattern(allowedPattern, value, type);
  return {
    name,
    version: (previous?.version ?? 0) + 1,
    type,
    value,
    description: (wanted.description ?? previous?.description) || null,
    allowedPattern,
    keyId: type === 'SecureString' ? (wanted.keyId ?? previous?.keyId ?? DEFAULT_KEY) : null,
    tier,
    dataType: wanted.dataType ?? previous?.dataType ?? 'text',
  };
};

/**
 * The tier in which the value is stored. An advanced parameter stays one. Throws ValidationException if the value is too long
 * for the tier, or if the request asks for a lower tier than before.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const tierOf = ({ tier: asked, value }: Wanted, previous: StoredParameter | undefined): Tier => {
  const wasAdvanced = previous?.tier === 'Advanced';
  if (wasAdvanced && asked === 'Standard')
    throw validationError(
      `This parameter uses ${ADVANCED}. You can't downgrade a parameter from ${ADVANCED} to ${STANDARD}. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.`,
    );
  const needsAdvanced = asked === 'Intelligent-Tiering' && value.length > MAX_LENGTHS.Standard;
  const tier = wasAdvanced || needsAdvanced || asked === 'Advanced' ? 'Advanced' : 'Standard';
  const max = MAX_LENGTHS[tier];
  if (value.length <= max) return tier;
  const hint = `To create a larger parameter value, upgrade the parameter to use ${ADVANCED}.`;
  throw validationError(
    `${tier} tier parameters support a maximum parameter value of ${max} characters.${tier === 'Standard' ? ` ${hint}` : ''}`,
  );
};
