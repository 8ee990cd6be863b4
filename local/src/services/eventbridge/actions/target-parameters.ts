import { parseArn } from '../../../core/aws/arn.ts';
import { validationError } from '../../../core/aws/aws-error.ts';
import {
  MAX_AGE_SECONDS,
  MAX_RETRIES,
  MIN_AGE_SECONDS,
  type TargetRetryPolicy,
} from '../../../core/delivery/target-retry.ts';
import { parseEventPath } from '../../../core/input-template/event-path.ts';
import { fillTemplate, isJsonOrJsonLines, templateVariables } from '../../../core/input-template/input-template.ts';
import { apiDestination } from '../delivery/targets/api-destination.ts';
import { targetKindOf } from '../delivery/targets/target-kinds.ts';
import { targetHttpParameters } from '../destinations/target-parameters.ts';
import { RESERVED_VARIABLES } from '../input/target-input.ts';
import { type Input, NAME, optionalInteger, optionalObject, optionalText, requiredText } from '../parameters.ts';
import { present } from '../present.ts';
import type { InputTransformer, Target } from '../target.ts';
import { refuseParameters } from './refused.ts';

/** A valid target, or the reason for its entry in FailedEntries. */
export type CheckedTarget =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'failed'; readonly id: string; readonly message: string };

const UNSUPPORTED = [
  'KinesisParameters',
  'RunCommandParameters',
  'EcsParameters',
  'BatchParameters',
  'RedshiftDataParameters',
  'SageMakerPipelineParameters',
  'AppSyncParameters',
];
const MAX_VARIABLES = 100;

/**
 * Reads the target at `position` of PutTargets. Throws AwsError where AWS rejects the whole request, and
 * UnsupportedOperation for a kind of target that this runtime cannot call.
 */
export const targetParameter = (input: Input, position: number): CheckedTarget => {
  const member = (name: string) => `targets.${position}.member.${name}`;
  const id = requiredText(input, 'Id', { max: 64, pattern: NAME }, member('id'));
  const arn = requiredText(input, 'Arn', { max: 1600 }, member('arn'));
  refuseParameters(input, UNSUPPORTED, `target ${id}`);
  const parsed = parseArn(arn);
  if (!parsed?.resource)
    return {
      kind: 'failed',
      id,
      message: `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`,
    };
  const kind = targetKindOf(arn, parsed);
  if (kind !== apiDestination) refuseParameters(input, ['HttpParameters'], `target ${id}`);
  const target = {
    Id: id,
    Arn: arn,
    ...present({ RoleArn: optionalText(input, 'RoleArn', { min: 1, max: 1600 }, member('roleArn')) }),
    ...inputParameters(input, id),
    ...present({
      HttpParameters: targetHttpParameters(input),
      SqsParameters: messageGroup(input),
      DeadLetterConfig: deadLetterQueue(input, id),
      RetryPolicy: retryPolicy(input),
    }),
  } as Target;
  if (kind.needsRole && !target.RoleArn) throw validationError(`RoleArn is required for target ${arn}.`);
  const message = kind.problem?.(target);
  return message === undefined ? { kind: 'target', target } : { kind: 'failed', id, message };
};

const inputParameters = (input: Input, id: string): Partial<Target> => {
  const given = {
    Input: optionalText(input, 'Input', { max: 8192 }),
    InputPath: optionalText(input, 'InputPath', { max: 256 }),
    InputTransformer: transformer(input, id),
  };
  if (Object.values(given).filter((value) => value !== undefined).length > 1)
    throw validationError(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  if (given.Input !== undefined && !isJsonOrJsonLines(given.Input))
    throw validationError(`JSON syntax error in input for target ${id}: the input must be valid JSON`);
  if (given.InputPath !== undefined && !parseEventPath(given.InputPath))
    throw validationError(`Parameter InputPath is not valid for target ${id}: ${given.InputPath}`);
  return present(given) as Partial<Target>;
};

const transformer = (input: Input, id: string): InputTransformer | undefined => {
  const given = optionalObject(input, 'InputTransformer');
  if (!given) return undefined;
  const InputTemplate = requiredText(given, 'InputTemplate', { max: 8192 });
  const InputPathsMap = pathsMap(given, id);
  const known = new Set([...RESERVED_VARIABLES, ...Object.keys(InputPathsMap ?? {})]);
  const unknown = templateVariables(InputTemplate).find((variable) => !known.has(variable));
  if (unknown) throw validationError(`InputTemplate for target ${id} contains invalid placeholder ${unknown}.`);
  if (!isJsonOrJsonLines(fillTemplate(InputTemplate, () => '')))
    throw validationError(`Invalid InputTemplate for target ${id}: it must be JSON, with text in double quotes.`);
  return InputPathsMap ? { InputPathsMap, InputTemplate } : { InputTemplate };
};

const pathsMap = (input: Input, id: string): { readonly [variable: string]: string } | undefined => {
  const map = optionalObject(input, 'InputPathsMap');
  if (!map) return undefined;
  const names = Object.keys(map);
  if (names.length > MAX_VARIABLES)
    throw validationError(`InputPathsMap for target ${id} contains more than ${MAX_VARIABLES} entries.`);
  const reserved = names.find((name) => name.toLowerCase().startsWith('aws.'));
  if (reserved) throw validationError(`InputPathsMap for target ${id} contains the reserved variable ${reserved}.`);
  return Object.fromEntries(
    names.map((name) => {
      const path = requiredText(map, name, { max: 256 });
      if (!parseEventPath(path)) throw validationError(`InputPathsMap for target ${id} contains invalid path ${path}.`);
      return [name, path];
    }),
  );
};

const messageGroup = (input: Input): Target['SqsParameters'] => {
  const given = optionalObject(input, 'SqsParameters');
  return given && present({ MessageGroupId: optionalText(given, 'MessageGroupId', { max: 100 }) });
};

const deadLetterQueue = (input: Input, id: string): Target['DeadLetterConfig'] => {
  const Arn = optionalText(optionalObject(input, 'DeadLetterConfig') ?? {}, 'Arn', { min: 1, max: 1600 });
  if (Arn === undefined) return undefined;
  if (parseArn(Arn)?.service !== 'sqs' || Arn.endsWith('.fifo'))
    throw validationError(
      `Parameter DeadLetterConfig.Arn is not valid for target ${id}: it must be a standard SQS queue.`,
    );
  return { Arn };
};

const retryPolicy = (input: Input): TargetRetryPolicy | undefined => {
  const given = optionalObject(input, 'RetryPolicy');
  return (
    given &&
    (present({
      MaximumRetryAttempts: optionalInteger(given, 'MaximumRetryAttempts', { min: 0, max: MAX_RETRIES }),
      MaximumEventAgeInSeconds: optionalInteger(given, 'MaximumEventAgeInSeconds', {
        min: MIN_AGE_SECONDS,
        max: MAX_AGE_SECONDS,
      }),
    }) as TargetRetryPolicy)
  );
};
