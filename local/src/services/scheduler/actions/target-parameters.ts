import { parseArn } from '../../../core/aws/arn.ts';
import { unsupported, validationError } from '../../../core/aws/aws-error.ts';
import { SDK_SERVICES } from '../../../core/aws/sdk/sdk-services.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import { MAX_AGE_SECONDS, MAX_RETRIES, MIN_AGE_SECONDS } from '../../../core/delivery/target-retry.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { universalOperation } from '../delivery/request.ts';
import { templatedKind, universalTarget } from '../delivery/target-kinds.ts';
import { type Input, isGiven, optionalInteger, optionalObject, optionalText, requiredText } from '../parameters.ts';
import type { Target } from '../schedule/schedule.ts';

const ARN = { min: 1, max: 1600 };
const ROLE_ARN = { ...ARN, pattern: 'arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+' };
const SOURCE = '(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)';
const MAX_INPUT = 262_144;
const UNSUPPORTED = ['EcsParameters', 'KinesisParameters', 'SageMakerPipelineParameters'];

/** Actions that only read; EventBridge Scheduler does not support them as universal targets. */
const READ_ONLY =
  /^(?:get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/;

/**
 * Reads the member `Target`. Throws ValidationException, or UnsupportedOperation for a target that this runtime cannot
 * invoke.
 */
export const targetParameter = (kernel: Kernel, input: Input): Target => {
  const arn = requiredText(input, 'Arn', ARN, 'target.arn');
  for (const name of UNSUPPORTED) if (isGiven(input, name)) throw unsupported(`${name} of a schedule's target`);
  const target: Target = {
    Arn: arn,
    RoleArn: requiredText(input, 'RoleArn', ROLE_ARN, 'target.roleArn'),
    RetryPolicy: retryPolicy(input),
    ...defined({
      Input: optionalText(input, 'Input', { min: 1, max: MAX_INPUT }, 'target.input'),
      DeadLetterConfig: deadLetterQueue(input),
      SqsParameters: messageGroup(input),
      EventBridgeParameters: eventParameters(input),
    }),
  };
  if (!parseArn(arn)?.resource) throw validationError('Provided Arn is not in correct format.');
  const universal = universalTarget(arn);
  if (universal) checkUniversal(kernel, target, universal);
  else checkTemplated(target);
  return target;
};

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
const checkUniversal = (
  kernel: Kernel,
  { Arn, Input }: Target,
  names: { readonly sdkName: string; readonly action: string },
): void => {
  if (READ_ONLY.test(names.action)) throw validationError(`${Arn} is not a supported target: the action only reads.`);
  if (!universalOperation(kernel, names)) throw unsupported(`The target ${Arn}`);
  if (Input === undefined) return;
  const value = parsed(Input);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw validationError(`The Input of the target ${Arn} must be a JSON object.`);
};

/** Throws UnsupportedOperation for the ARN of a target that no service of this runtime can have. */
export const checkTargetArn = (arn: string): void => {
  const universal = universalTarget(arn);
  if (universal ? !Object.hasOwn(SDK_SERVICES, universal.sdkName) : !templatedKind(arn))
    throw unsupported(`The target ${arn}`);
};

const checkTemplated = (target: Target): void => {
  const { Arn, Input } = target;
  const kind = templatedKind(Arn);
  if (!kind) throw unsupported(`The target ${Arn}`);
  const problem = kind.problem?.(target);
  if (problem !== undefined) throw validationError(problem);
  if (kind.needsJson && Input !== undefined && parsed(Input) === undefined)
    throw validationError(`The Input of the target ${Arn} must be well-formed JSON.`);
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

const retryPolicy = (input: Input): Target['RetryPolicy'] => {
  const given = optionalObject(input, 'RetryPolicy') ?? {};
  const age = { min: MIN_AGE_SECONDS, max: MAX_AGE_SECONDS };
  return {
    MaximumEventAgeInSeconds: optionalInteger(given, 'MaximumEventAgeInSeconds', age) ?? MAX_AGE_SECONDS,
    MaximumRetryAttempts: optionalInteger(given, 'MaximumRetryAttempts', { min: 0, max: MAX_RETRIES }) ?? MAX_RETRIES,
  };
};

const deadLetterQueue = (input: Input): Target['DeadLetterConfig'] => {
  const Arn = optionalText(optionalObject(input, 'DeadLetterConfig') ?? {}, 'Arn', ARN, 'target.deadLetterConfig.arn');
  if (Arn === undefined) return undefined;
  if (parseArn(Arn)?.service !== 'sqs' || Arn.endsWith('.fifo'))
    throw validationError('The dead-letter queue must be a standard SQS queue.');
  return { Arn };
};

const messageGroup = (input: Input): Target['SqsParameters'] => {
  const given = optionalObject(input, 'SqsParameters');
  const rule = { min: 1, max: 128 };
  return (
    given &&
    defined({ MessageGroupId: optionalText(given, 'MessageGroupId', rule, 'target.sqsParameters.messageGroupId') })
  );
};

const eventParameters = (input: Input): Target['EventBridgeParameters'] => {
  const given = optionalObject(input, 'EventBridgeParameters');
  const path = (name: string): string => `target.eventBridgeParameters.${name}`;
  return (
    given && {
      DetailType: requiredText(given, 'DetailType', { min: 1, max: 128 }, path('detailType')),
      Source: requiredText(given, 'Source', { min: 1, max: 256, pattern: SOURCE }, path('source')),
    }
  );
};
