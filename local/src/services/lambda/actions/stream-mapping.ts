import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import type { StartingPosition } from '../../../core/polling/source-settings.ts';
import { openShard, type Shard } from '../../../core/polling/stream-source.ts';
import type { LambdaContext } from '../context.ts';
import { constraint, invalidParameter } from '../errors.ts';
import type { Resolved } from '../functions/functions.ts';
import type { StreamMapping } from '../mappings/mapping.ts';
import { readerOf } from '../mappings/stream-batches.ts';
import { type Input, optionalFlag, optionalInteger, optionalObject, optionalText, refuse } from '../parameters.ts';
import { readSettings } from './mapping-settings.ts';

const MAX_BATCH_SIZE = 10_000;
/** The range of MaximumRecordAgeInSeconds on AWS: one minute to one week. -1 means no limit. */
const MIN_RECORD_AGE_SECONDS = 60;
const MAX_RECORD_AGE_SECONDS = 604_800;

/** Services that this runtime supports as a destination; AWS also supports S3 and Kafka. */
const DESTINATIONS = new Set(['sqs', 'sns']);

const POSITIONS: readonly string[] = ['TRIM_HORIZON', 'LATEST'] satisfies readonly StartingPosition[];

/**
 * Reads StartingPosition. Like AWS, throws ValidationException if it is missing, and InvalidParameterValueException for
 * AT_TIMESTAMP.
 */
export const readStartingPosition = (input: Input): StartingPosition => {
  const position = optionalText(input, 'StartingPosition');
  if (position === 'AT_TIMESTAMP') throw invalidParameter(`Unsupported starting position for stream type: ${position}`);
  if (position === undefined) throw constraint('startingPosition', position, 'Member must not be null');
  if (!POSITIONS.includes(position))
    throw constraint(
      'startingPosition',
      position,
      'Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]',
    );
  return position as StartingPosition;
};

const readMaximumAge = (input: Input): number | undefined => {
  const seconds = optionalInteger(input, 'MaximumRecordAgeInSeconds', { min: -1, max: MAX_RECORD_AGE_SECONDS });
  if (seconds !== undefined && seconds !== -1 && seconds < MIN_RECORD_AGE_SECONDS)
    throw invalidParameter(
      `Maximum record age in seconds must be -1 or at least ${MIN_RECORD_AGE_SECONDS}, but it is ${seconds}.`,
    );
  return seconds;
};

/**
 * Reads the destination of discarded batches. Undefined if the request has no DestinationConfig; '' removes the current
 * destination.
 */
const readOnFailure = (input: Input): string | undefined => {
  const destinations = optionalObject(input, 'DestinationConfig');
  if (!destinations) return undefined;
  refuse(destinations, ['OnSuccess'], 'the destinations of a stream');
  const arn = optionalText(optionalObject(destinations, 'OnFailure') ?? {}, 'Destination') ?? '';
  if (arn !== '' && !DESTINATIONS.has(parseArn(arn)?.service ?? ''))
    throw unsupported(`The destination ${arn} of an event source mapping`);
  return arn;
};

/** Returns the mapping of a stream with the settings of a request applied. Throws AwsError. */
export const configureStream = (context: LambdaContext, input: Input, current: StreamMapping): StreamMapping => {
  refuse(input, ['ScalingConfig'], 'an event source mapping of a stream');
  const parallel = optionalInteger(input, 'ParallelizationFactor', { min: 1, max: 10 }) ?? 1;
  if (parallel > 1) throw unsupported('A ParallelizationFactor above 1 of an event source mapping');
  if (optionalInteger(input, 'TumblingWindowInSeconds', { min: 0, max: 900 }))
    throw unsupported('TumblingWindowInSeconds of an event source mapping');
  const onFailure = readOnFailure(input) ?? current.onFailureArn;
  return {
    ...current,
    ...readSettings(context, input, current, { maxBatchSize: MAX_BATCH_SIZE }),
    bisects: optionalFlag(input, 'BisectBatchOnFunctionError') ?? current.bisects,
    maximumRetryAttempts:
      optionalInteger(input, 'MaximumRetryAttempts', { min: -1, max: 10_000 }) ?? current.maximumRetryAttempts,
    maximumRecordAgeSeconds: readMaximumAge(input) ?? current.maximumRecordAgeSeconds,
    onFailureArn: onFailure || undefined,
  };
};

/**
 * Opens the stream with the function's role. Throws InvalidParameterValueException if the role cannot read the stream.
 */
const openAs = async (context: LambdaContext, resolved: Resolved, streamArn: string): Promise<Shard> => {
  try {
    const shard = await openShard(context.kernel, streamArn, readerOf(resolved));
    await shard.read(shard.startingSequenceNumber, 1);
    return shard;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ResourceNotFoundException') throw invalidParameter(`Stream not found: ${streamArn}`);
    if (error.code !== 'AccessDeniedException') throw error;
    throw invalidParameter(
      `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
      {},
      { cause: error },
    );
  }
};

/** The sequence number after which a new mapping starts to read. Throws InvalidParameterValueException. */
export const startOf = async (
  context: LambdaContext,
  resolved: Resolved,
  { streamArn, startingPosition }: Pick<StreamMapping, 'streamArn' | 'startingPosition'>,
): Promise<string> => {
  const { startingSequenceNumber } = await openAs(context, resolved, streamArn);
  if (startingPosition === 'TRIM_HORIZON') return startingSequenceNumber;
  return context.streamSource.latestSequenceNumber(streamArn) ?? startingSequenceNumber;
};

export const describeStreamMapping = (mapping: StreamMapping) => ({
  StartingPosition: mapping.startingPosition,
  StateTransitionReason: 'User action',
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
  BisectBatchOnFunctionError: mapping.bisects,
  MaximumRetryAttempts: mapping.maximumRetryAttempts,
  MaximumRecordAgeInSeconds: mapping.maximumRecordAgeSeconds,
  DestinationConfig: {
    OnFailure: mapping.onFailureArn === undefined ? {} : { Destination: mapping.onFailureArn },
  },
});
