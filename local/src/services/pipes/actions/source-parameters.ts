import { parseArn } from '../../../core/aws/arn.ts';
import { unsupported, validationError } from '../../../core/aws/aws-error.ts';
import { defined } from '../../../core/cloudformation/properties.ts';
import { eventFilter } from '../../../core/event-pattern/event-filter.ts';
import { InvalidPatternError } from '../../../core/event-pattern/invalid-pattern.ts';
import {
  type Input,
  isGiven,
  object,
  objectList,
  optionalInteger,
  optionalObject,
  optionalText,
  requiredText,
} from '../parameters.ts';
import type { QueueParameters, SourceParameters, StreamParameters } from '../pipe.ts';

/** The members of other kinds of sources; a pipe with one of them is refused. */
const OTHER_SOURCES = [
  'ActiveMQBrokerParameters',
  'KinesisStreamParameters',
  'ManagedStreamingKafkaParameters',
  'RabbitMQBrokerParameters',
  'SelfManagedKafkaParameters',
];
const BISECT = { oneOf: ['AUTOMATIC_BISECT'] } as const;
const MAX_FILTERS = 5;
const MAX_PATTERN_CHARACTERS = 4_096;
const MAX_BATCH = 10_000;
const MAX_WINDOW_SECONDS = 300;
const DEFAULT_QUEUE_BATCH = 10;
const DEFAULT_STREAM_BATCH = 100;
const MAX_FIFO_BATCH = 10;
const MAX_BATCH_WITHOUT_WINDOW = 10;

interface Source {
  readonly arn: string;
  /** Maximum number of events that the target takes in one call. */
  readonly maxBatch: number;
  readonly current?: SourceParameters;
}

/**
 * Reads the member `SourceParameters`. Without a member for the source's kind, an update keeps the current parameters.
 * Throws ValidationException, or UnsupportedOperation for a source that this runtime cannot read.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceParameters.html
 */
export const sourceParameters = (input: Input, source: Source): SourceParameters => {
  const given = object(input, 'SourceParameters');
  for (const name of OTHER_SOURCES) if (isGiven(given, name)) throw unsupported(`${name} of a pipe's source`);
  const filters = isGiven(given, 'FilterCriteria')
    ? { FilterCriteria: { Filters: filtersIn(object(given, 'FilterCriteria')) } }
    : defined({ FilterCriteria: source.current?.FilterCriteria });
  if (isQueue(source.arn)) return { ...filters, SqsQueueParameters: queueParameters(given, source) };
  if (isStream(source.arn)) return { ...filters, DynamoDBStreamParameters: streamParameters(given, source) };
  throw unsupported(`The source ${source.arn}`);
};

/** Throws UnsupportedOperation for the ARN of a source that this runtime cannot read. */
export const checkSource = (arn: string): void => {
  if (!isQueue(arn) && !isStream(arn)) throw unsupported(`The source ${arn}`);
};

export const isQueue = (arn: string): boolean => parseArn(arn)?.service === 'sqs';

const isStream = (arn: string): boolean => {
  const parsed = parseArn(arn);
  return parsed?.service === 'dynamodb' && /^table\/[^/]+\/stream\//.test(parsed.resource);
};

const filtersIn = (criteria: Input): readonly { readonly Pattern: string }[] => {
  const filters = objectList(criteria, 'Filters');
  if (filters.length > MAX_FILTERS) throw validationError(`A pipe can have at most ${MAX_FILTERS} filters.`);
  return filters.map((filter) => {
    const path = 'sourceParameters.filterCriteria.filters.1.member.pattern';
    const Pattern = requiredText(filter, 'Pattern', { max: MAX_PATTERN_CHARACTERS }, path);
    checkPattern(Pattern);
    return { Pattern };
  });
};

const checkPattern = (pattern: string): void => {
  try {
    eventFilter(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw validationError('Invalid filter pattern definition.');
  }
};

const batchOf = (given: Input, { maxBatch }: Source, defaultSize: number): QueueParameters => {
  const BatchSize = optionalInteger(given, 'BatchSize', { min: 1, max: MAX_BATCH });
  if (BatchSize !== undefined && BatchSize > maxBatch)
    throw validationError(`The BatchSize ${BatchSize} is larger than ${maxBatch}, which is the maximum of the target.`);
  const window = optionalInteger(given, 'MaximumBatchingWindowInSeconds', { min: 0, max: MAX_WINDOW_SECONDS });
  return {
    BatchSize: BatchSize ?? Math.min(defaultSize, maxBatch),
    MaximumBatchingWindowInSeconds: window ?? 0,
  };
};

const queueParameters = (given: Input, source: Source): QueueParameters => {
  const own = optionalObject(given, 'SqsQueueParameters');
  if (isGiven(given, 'DynamoDBStreamParameters'))
    throw validationError('DynamoDBStreamParameters are not allowed for a queue.');
  const parameters = batchOf(own ?? { ...source.current?.SqsQueueParameters }, source, DEFAULT_QUEUE_BATCH);
  const { BatchSize, MaximumBatchingWindowInSeconds } = parameters;
  const isFifo = source.arn.endsWith('.fifo');
  if (isFifo && (BatchSize > MAX_FIFO_BATCH || MaximumBatchingWindowInSeconds > 0))
    throw validationError(
      `A FIFO queue allows a BatchSize of at most ${MAX_FIFO_BATCH} and no MaximumBatchingWindowInSeconds.`,
    );
  if (BatchSize > MAX_BATCH_WITHOUT_WINDOW && MaximumBatchingWindowInSeconds === 0)
    throw validationError(
      `MaximumBatchingWindowInSeconds must be at least 1 for a BatchSize above ${MAX_BATCH_WITHOUT_WINDOW}.`,
    );
  return parameters;
};

const streamParameters = (given: Input, source: Source): StreamParameters => {
  const own = optionalObject(given, 'DynamoDBStreamParameters');
  if (isGiven(given, 'SqsQueueParameters')) throw validationError('SqsQueueParameters are not allowed for a stream.');
  const current = source.current?.DynamoDBStreamParameters;
  const merged: Input = own ? { StartingPosition: current?.StartingPosition, ...own } : { ...current };
  const path = (name: string): string => `sourceParameters.dynamoDBStreamParameters.${name}`;
  const parallel = optionalInteger(merged, 'ParallelizationFactor', { min: 1, max: 10 }) ?? 1;
  if (parallel > 1) throw unsupported('A ParallelizationFactor above 1 of a pipe');
  return {
    ...batchOf(merged, source, DEFAULT_STREAM_BATCH),
    StartingPosition: requiredText(
      merged,
      'StartingPosition',
      { oneOf: ['TRIM_HORIZON', 'LATEST'] },
      path('startingPosition'),
    ),
    MaximumRecordAgeInSeconds: optionalInteger(merged, 'MaximumRecordAgeInSeconds', { min: -1, max: 604_800 }) ?? -1,
    MaximumRetryAttempts: optionalInteger(merged, 'MaximumRetryAttempts', { min: -1, max: 10_000 }) ?? -1,
    ParallelizationFactor: parallel,
    ...defined({
      OnPartialBatchItemFailure: optionalText(
        merged,
        'OnPartialBatchItemFailure',
        BISECT,
        path('onPartialBatchItemFailure'),
      ),
      DeadLetterConfig: deadLetter(merged),
    }),
  };
};

const deadLetter = (given: Input): StreamParameters['DeadLetterConfig'] => {
  const Arn = optionalText(object(given, 'DeadLetterConfig'), 'Arn', { min: 1, max: 1600 });
  if (Arn === undefined) return undefined;
  if (!['sqs', 'sns'].includes(parseArn(Arn)?.service ?? '') || Arn.endsWith('.fifo'))
    throw validationError('The dead-letter target of a pipe must be a standard SQS queue or SNS topic.');
  return { Arn };
};
