import { AwsError } from '../../../core/aws/aws-error.ts';
import type { LambdaContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import type { Resolved } from '../functions/functions.ts';
import type { QueueMapping } from '../mappings/mapping.ts';
import { queueOf } from '../mappings/queue-batches.ts';
import { type Input, optionalInteger, optionalObject, refuse } from '../parameters.ts';
import { readSettings } from './mapping-settings.ts';

/** Parameters that are valid only for streams. */
const OF_STREAMS = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'StartingPosition',
  'TumblingWindowInSeconds',
];

/** Returns the mapping of a queue with the settings of a request applied. Throws AwsError. */
export const configureQueue = (context: LambdaContext, input: Input, current: QueueMapping): QueueMapping => {
  refuse(input, OF_STREAMS, 'an event source mapping of a queue');
  const isFifo = current.queueArn.endsWith('.fifo');
  const settings = readSettings(context, input, current, { maxBatchSize: isFifo ? 10 : 10_000 });
  const { batchSize, batchingWindowSeconds } = settings;
  if (isFifo && batchingWindowSeconds > 0) throw invalidParameter('Batching window is not supported for FIFO queues.');
  if (batchSize > 10 && batchingWindowSeconds === 0)
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  const scaling = optionalObject(input, 'ScalingConfig');
  return {
    ...current,
    ...settings,
    maximumConcurrency: scaling
      ? optionalInteger(scaling, 'MaximumConcurrency', { min: 2, max: 1000 })
      : current.maximumConcurrency,
  };
};

/**
 * Throws InvalidParameterValueException if the function's role cannot receive from the queue, or if the function's
 * timeout is longer than the queue's visibility timeout.
 */
export const checkQueue = async (context: LambdaContext, resolved: Resolved, queueArn: string): Promise<void> => {
  let visibilitySeconds: number;
  try {
    visibilitySeconds = await queueOf(context.kernel, queueArn, resolved).visibilityTimeoutSeconds();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isDenied = error.code === 'AccessDeniedException' || error.code === 'AccessDenied';
    const message = isDenied
      ? 'The provided execution role does not have permissions to call ReceiveMessage on SQS'
      : `Error occurred while ReceiveMessage. SQS Error Code: ${error.code}. SQS Error Message: ${error.message}`;
    throw invalidParameter(message, {}, { cause: error });
  }
  const { timeoutSeconds } = resolved.version;
  if (visibilitySeconds < timeoutSeconds)
    throw invalidParameter(
      `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
};

export const describeQueueMapping = ({ maximumConcurrency }: QueueMapping) => ({
  StateTransitionReason: 'USER_INITIATED',
  ...(maximumConcurrency !== undefined && {
    ScalingConfig: { MaximumConcurrency: maximumConcurrency },
  }),
});
