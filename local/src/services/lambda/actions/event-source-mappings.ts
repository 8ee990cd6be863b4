import { arnOf, type Home, parseArn } from '../../../core/aws/arn.ts';
import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
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
import type { Parts } from '../parts.ts';
import { pageOf } from './page.ts';

const NOT_CARRIED_OUT = [
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

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html, for SQS queues. */
export const mappingActions = (parts: Parts): Record<string, Action> => ({
  CreateEventSourceMapping: (input) => createMapping(parts, input),
  UpdateEventSourceMapping: (input) => updateMapping(parts, input),
  GetEventSourceMapping: (input) => describe(parts, parts.mappings.get(requiredText(input, 'UUID'))),
  DeleteEventSourceMapping: async (input) => {
    const mapping = parts.mappings.get(requiredText(input, 'UUID'));
    await parts.mappings.remove(mapping.uuid);
    return { ...describe(parts, mapping), State: 'Deleting' };
  },
  ListEventSourceMappings: (input) => {
    const name = optionalText(input, 'FunctionName');
    const found = name === undefined ? undefined : parts.functions.resolve(name).function.name;
    const source = optionalText(input, 'EventSourceArn');
    const wanted = parts.mappings
      .all()
      .filter(
        ({ functionName, queueArn }) => (found ?? functionName) === functionName && (source ?? queueArn) === queueArn,
      );
    const { items, next } = pageOf(wanted, input);
    return { EventSourceMappings: items.map((mapping) => describe(parts, mapping)), ...(next && { NextMarker: next }) };
  },
});

export const mappingArn = (home: Home, uuid: string): string => arnOf(home, 'lambda', `event-source-mapping:${uuid}`);

const createMapping = async (parts: Parts, input: Input) => {
  const queueArn = requiredText(input, 'EventSourceArn');
  const service = parseArn(queueArn)?.service;
  if (service === undefined) throw constraint('eventSourceArn', queueArn, 'Member must be an ARN');
  if (service !== 'sqs') throw unsupported(`An event source of the service ${service}`);
  const resolved = parts.functions.resolve(requiredText(input, 'FunctionName'));
  const mapping = configure(parts, input, {
    uuid: parts.kernel.ids.uuid(),
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
  await checkQueue(parts, resolved, queueArn);
  const twin = parts.mappings.all().find((other) => isSame(other, mapping));
  if (twin)
    throw conflict(
      `The event source arn (" ${queueArn} ") and function (" ${mapping.functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
    );
  await parts.mappings.put(mapping);
  return describe(parts, mapping);
};

const isSame = (a: Mapping, b: Mapping): boolean =>
  a.queueArn === b.queueArn && a.functionName === b.functionName && a.qualifier === b.qualifier;

const updateMapping = async (parts: Parts, input: Input) => {
  const current = parts.mappings.get(requiredText(input, 'UUID'));
  const name = optionalText(input, 'FunctionName');
  const resolved = parts.functions.resolve(
    name ?? current.functionName,
    name === undefined ? current.qualifier : undefined,
  );
  const target = { functionName: resolved.function.name, qualifier: resolved.qualifier };
  const next = configure(parts, input, { ...current, ...target });
  await parts.mappings.put(next);
  return describe(parts, next);
};

const configure = (parts: Parts, input: Input, current: Mapping): Mapping => {
  refuse(input, NOT_CARRIED_OUT, 'an event source mapping');
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
    lastModifiedMs: parts.kernel.clock.now(),
  };
};

const checkQueue = async (parts: Parts, resolved: Resolved, queueArn: string): Promise<void> => {
  let visibilitySeconds: number;
  try {
    visibilitySeconds = await openQueue(parts.kernel, queueArn, resolved).visibilityTimeoutSeconds();
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

const describe = (parts: Parts, mapping: Mapping) => ({
  UUID: mapping.uuid,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.batchingWindowSeconds,
  EventSourceArn: mapping.queueArn,
  FunctionArn: functionArn(parts.kernel.home, mapping.functionName, mapping.qualifier),
  EventSourceMappingArn: mappingArn(parts.kernel.home, mapping.uuid),
  LastModified: new Date(mapping.lastModifiedMs),
  LastProcessingResult: parts.mappings.lastResult(mapping),
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  StateTransitionReason: 'USER_INITIATED',
  FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
  ...(mapping.maximumConcurrency !== undefined && {
    ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency },
  }),
});
