import { arnOf, type Home, parseArn } from '../../../core/aws/arn.ts';
import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, constraint, invalidParameter } from '../errors.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import type { Mapping } from '../mappings/mapping.ts';
import { openQueue } from '../mappings/queue.ts';
import {
  type Input,
  optionalFlag,
  optionalInteger,
  optionalMap,
  optionalObject,
  optionalText,
  optionalTextList,
  refuse,
  requiredText,
} from '../parameters.ts';
import { pageOf } from './page.ts';

const UNSUPPORTED = [
  'AmazonManagedKafkaEventSourceConfig',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'FilterCriteria',
  'KMSKeyArn',
  'LoggingConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
];

/**
 * Event source mappings of SQS queues. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export const mappingActions = (context: LambdaContext): Record<string, Action> => ({
  CreateEventSourceMapping: (input) => createMapping(context, input),
  UpdateEventSourceMapping: (input) => updateMapping(context, input),
  GetEventSourceMapping: (input) => describe(context, context.mappings.get(requiredText(input, 'UUID'))),
  DeleteEventSourceMapping: async (input) => {
    const mapping = context.mappings.get(requiredText(input, 'UUID'));
    await context.mappings.remove(mapping.uuid);
    return { ...describe(context, mapping), State: 'Deleting' };
  },
  ListEventSourceMappings: (input) => {
    const name = optionalText(input, 'FunctionName');
    const found = name === undefined ? undefined : context.functions.resolve(name).function.name;
    const source = optionalText(input, 'EventSourceArn');
    const wanted = context.mappings
      .all()
      .filter(
        ({ functionName, queueArn }) => (found ?? functionName) === functionName && (source ?? queueArn) === queueArn,
      );
    const { items, next } = pageOf(wanted, input);
    return {
      EventSourceMappings: items.map((mapping) => describe(context, mapping)),
      ...(next && { NextMarker: next }),
    };
  },
});

const mappingArn = (home: Home, uuid: string): string => arnOf(home, 'lambda', `event-source-mapping:${uuid}`);

const createMapping = async (context: LambdaContext, input: Input) => {
  const queueArn = requiredText(input, 'EventSourceArn');
  const service = parseArn(queueArn)?.service;
  if (service === undefined) throw constraint('eventSourceArn', queueArn, 'Member must be an ARN');
  if (service !== 'sqs') throw unsupported(`An event source of the service ${service}`);
  const resolved = context.functions.resolve(requiredText(input, 'FunctionName'));
  const mapping = configure(context, input, {
    uuid: context.kernel.ids.uuid(),
    queueArn,
    functionName: resolved.function.name,
    qualifier: resolved.qualifier,
    enabled: true,
    batchSize: 10,
    batchingWindowSeconds: 0,
    maximumConcurrency: undefined,
    reportsItemFailures: false,
    tags: optionalMap(input, 'Tags') ?? {},
    lastModifiedMs: 0,
  });
  await checkQueue(context, resolved, queueArn);
  const duplicate = context.mappings.all().find((other) => isSame(other, mapping));
  if (duplicate)
    throw conflict(
      `The event source arn (" ${queueArn} ") and function (" ${mapping.functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${duplicate.uuid}`,
    );
  await context.mappings.put(mapping);
  return describe(context, mapping);
};

const isSame = (a: Mapping, b: Mapping): boolean =>
  a.queueArn === b.queueArn && a.functionName === b.functionName && a.qualifier === b.qualifier;

const updateMapping = async (context: LambdaContext, input: Input) => {
  const current = context.mappings.get(requiredText(input, 'UUID'));
  const name = optionalText(input, 'FunctionName');
  const resolved = context.functions.resolve(
    name ?? current.functionName,
    name === undefined ? current.qualifier : undefined,
  );
  const target = { functionName: resolved.function.name, qualifier: resolved.qualifier };
  const next = configure(context, input, { ...current, ...target });
  await context.mappings.put(next);
  return describe(context, next);
};

const configure = (context: LambdaContext, input: Input, current: Mapping): Mapping => {
  refuse(input, UNSUPPORTED, 'an event source mapping');
  const isFifo = current.queueArn.endsWith('.fifo');
  const batchSize = optionalInteger(input, 'BatchSize', { min: 1, max: isFifo ? 10 : 10_000 }) ?? current.batchSize;
  const window =
    optionalInteger(input, 'MaximumBatchingWindowInSeconds', { min: 0, max: 300 }) ?? current.batchingWindowSeconds;
  if (isFifo && window > 0) throw invalidParameter('Batching window is not supported for FIFO queues.');
  if (batchSize > 10 && window === 0)
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  const scaling = optionalObject(input, 'ScalingConfig');
  const types = optionalTextList(input, 'FunctionResponseTypes');
  if (types?.some((type) => type !== 'ReportBatchItemFailures'))
    throw constraint(
      'functionResponseTypes',
      `[${types.join(', ')}]`,
      'Member must satisfy enum value set: [ReportBatchItemFailures]',
    );
  return {
    ...current,
    enabled: optionalFlag(input, 'Enabled') ?? current.enabled,
    batchSize,
    batchingWindowSeconds: window,
    maximumConcurrency: scaling
      ? optionalInteger(scaling, 'MaximumConcurrency', { min: 2, max: 1000 })
      : current.maximumConcurrency,
    reportsItemFailures: types ? types.length > 0 : current.reportsItemFailures,
    lastModifiedMs: context.kernel.clock.now(),
  };
};

const checkQueue = async (context: LambdaContext, resolved: Resolved, queueArn: string): Promise<void> => {
  let visibilitySeconds: number;
  try {
    visibilitySeconds = await openQueue(context.kernel, queueArn, resolved).visibilityTimeoutSeconds();
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

const describe = (context: LambdaContext, mapping: Mapping) => ({
  UUID: mapping.uuid,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.batchingWindowSeconds,
  EventSourceArn: mapping.queueArn,
  FunctionArn: functionArn(context.kernel.home, mapping.functionName, mapping.qualifier),
  EventSourceMappingArn: mappingArn(context.kernel.home, mapping.uuid),
  LastModified: new Date(mapping.lastModifiedMs),
  LastProcessingResult: context.mappings.lastResult(mapping),
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  StateTransitionReason: 'USER_INITIATED',
  FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
  ...(mapping.maximumConcurrency !== undefined && {
    ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency },
  }),
});
