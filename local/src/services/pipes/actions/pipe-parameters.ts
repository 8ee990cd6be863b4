import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError, unsupported, validationError } from '../../../core/aws/aws-error.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as states from '../../stepfunctions/operations.ts';
import { isEnrichment } from '../flow/enrichment.ts';
import { targetKindOf } from '../flow/targets/target-kinds.ts';
import { type Input, isGiven, optionalText, requiredText } from '../parameters.ts';
import type { Pipe } from '../pipe.ts';
import { sourceParameters } from './source-parameters.ts';
import { enrichmentParameters, targetParameters } from './target-parameters.ts';

const ARN = { min: 1, max: 1600 };
const ROLE_ARN = { ...ARN, pattern: 'arn:aws([a-z]|\\-)*:iam::(\\d{12}):role/.+' };
const UNSUPPORTED = ['KmsKeyIdentifier', 'LogConfiguration'];

/** The members of a pipe that a request sets. */
export type PipeSettings = Omit<Pipe, 'name' | 'uuid' | 'startAfter' | 'tags' | 'createdMs' | 'modifiedMs'>;

/**
 * Reads the settings of a CreatePipe or UpdatePipe request. `current` is the pipe that is updated; it keeps members that
 * the request does not contain. Throws ValidationException, or UnsupportedOperation for what this runtime does not have.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_CreatePipe.html
 */
export const pipeSettings = (input: Input, current?: Pipe): PipeSettings => {
  for (const name of UNSUPPORTED) if (isGiven(input, name)) throw unsupported(`${name} of a pipe`);
  const source = current?.source ?? requiredText(input, 'Source', ARN);
  const target = optionalText(input, 'Target', ARN) ?? current?.target ?? requiredText(input, 'Target', ARN);
  const enrichment = optionalText(input, 'Enrichment', { max: ARN.max }) ?? current?.enrichment;
  const description = optionalText(input, 'Description', { max: 512 }) ?? current?.description;
  const kept = target === current?.target ? current.targetParameters : {};
  const settings = {
    source,
    sourceParameters: sourceParameters(input, {
      arn: checkedArn(source),
      maxBatch: maxBatchOf(target),
      ...defined({ current: current?.sourceParameters }),
    }),
    ...defined({ description: description || undefined, enrichment: enrichment || undefined }),
    enrichmentParameters: enrichmentParameters(input, current?.enrichmentParameters),
    target,
    targetParameters: targetParameters(input, kept),
    roleArn: requiredText(input, 'RoleArn', ROLE_ARN),
    desiredState:
      optionalText(input, 'DesiredState', { oneOf: ['RUNNING', 'STOPPED'] }) ?? current?.desiredState ?? 'RUNNING',
  };
  if (settings.enrichment !== undefined) checkEnrichment(settings.enrichment);
  const problem = targetKindOf(target)?.problem?.(settings);
  if (problem !== undefined) throw validationError(problem);
  return settings;
};

const checkedArn = (arn: string): string => {
  if (!parseArn(arn)?.resource) throw validationError(`Provided ARN ${arn} is not in correct format.`);
  return arn;
};

/** Throws UnsupportedOperation for the ARN of an enrichment that this runtime cannot call. */
export const checkEnrichment = (arn: string): void => {
  if (!isEnrichment(checkedArn(arn))) throw unsupported(`The enrichment ${arn}`);
};

/** Throws UnsupportedOperation for the ARN of a target that this runtime cannot call. */
export const checkTarget = (arn: string): void => {
  if (!targetKindOf(checkedArn(arn))) throw unsupported(`The target ${arn}`);
};

const maxBatchOf = (target: string): number => {
  const kind = targetKindOf(checkedArn(target));
  if (!kind) throw unsupported(`The target ${target}`);
  return kind.maxBatch;
};

/**
 * Throws ValidationException if the pipe runs a Standard state machine synchronously. A state machine that does not
 * exist is reported when the pipe runs.
 */
export const checkStateMachines = async (kernel: Kernel, settings: PipeSettings): Promise<void> => {
  const { enrichment, target, targetParameters: parameters } = settings;
  if (enrichment !== undefined) await requireExpress(kernel, enrichment);
  if (targetKindOf(target)?.needsExpress?.(parameters)) await requireExpress(kernel, target);
};

const requireExpress = async (kernel: Kernel, arn: string): Promise<void> => {
  if (parseArn(arn)?.service !== 'states') return;
  if ((await typeOf(kernel, arn)) === 'STANDARD')
    throw validationError(`A pipe can run ${arn} synchronously only if it is an Express state machine.`);
};

const typeOf = async ({ services, identities }: Kernel, stateMachineArn: string): Promise<string | undefined> => {
  try {
    return (await services.call(states.describeStateMachine, { stateMachineArn }, identities.administrator())).type;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};
