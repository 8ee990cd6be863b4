import { arnOf, type Home, parseArn } from '../../../core/aws/arn.ts';
import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, constraint } from '../errors.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import { isStreamMapping, type Mapping, sourceArnOf } from '../mappings/mapping.ts';
import { type Input, optionalMap, optionalText, refuse, requiredText } from '../parameters.ts';
import { pageOf } from './page.ts';
import { checkQueue, configureQueue, describeQueueMapping } from './queue-mapping.ts';
import { configureStream, describeStreamMapping, readStartingPosition, startOf } from './stream-mapping.ts';

const UNSUPPORTED = [
  'AmazonManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
  'KMSKeyArn',
  'LoggingConfig',
  'MetricsConfig',
  'ProvisionedPollerConfig',
  'Queues',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPositionTimestamp',
  'Topics',
];

/**
 * The actions for event source mappings of SQS queues and DynamoDB streams.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
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
        (mapping) =>
          (found ?? mapping.functionName) === mapping.functionName &&
          (source ?? sourceArnOf(mapping)) === sourceArnOf(mapping),
      );
    const { items, next } = pageOf(wanted, input);
    return {
      EventSourceMappings: items.map((mapping) => describe(context, mapping)),
      ...(next && { NextMarker: next }),
    };
  },
});

const mappingArn = (home: Home, uuid: string): string => arnOf(home, 'lambda', `event-source-mapping:${uuid}`);

/** Throws UnsupportedOperation for the ARN of a source that this runtime cannot read. */
export const checkEventSource = (arn: string): void => {
  const source = parseArn(arn);
  if (source && !CREATE[source.service]) throw unsupported(`An event source of the service ${source.service}`);
};

const createMapping = async (context: LambdaContext, input: Input) => {
  const sourceArn = requiredText(input, 'EventSourceArn');
  const source = parseArn(sourceArn);
  if (!source) throw constraint('eventSourceArn', sourceArn, 'Member must be an ARN');
  refuse(input, UNSUPPORTED, 'an event source mapping');
  checkEventSource(sourceArn);
  const create = CREATE[source.service] as Create;
  const resolved = context.functions.resolve(requiredText(input, 'FunctionName'));
  const mapping = await create(context, input, { sourceArn, resolved });
  const duplicate = context.mappings.all().find((other) => isSame(other, mapping));
  if (duplicate)
    throw conflict(
      `The event source arn (" ${sourceArn} ") and function (" ${mapping.functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${duplicate.uuid}`,
    );
  await context.mappings.put(mapping);
  return describe(context, mapping);
};

interface Ends {
  readonly sourceArn: string;
  readonly resolved: Resolved;
}

type Create = (context: LambdaContext, input: Input, ends: Ends) => Promise<Mapping>;

const newMapping = (context: LambdaContext, input: Input, resolved: Resolved) => ({
  uuid: context.kernel.ids.uuid(),
  functionName: resolved.function.name,
  qualifier: resolved.qualifier,
  enabled: true,
  batchingWindowSeconds: 0,
  reportsItemFailures: false,
  filters: [],
  tags: optionalMap(input, 'Tags') ?? {},
  lastModifiedMs: 0,
});

const createOfQueue: Create = async (context, input, { sourceArn, resolved }) => {
  const mapping = configureQueue(context, input, {
    ...newMapping(context, input, resolved),
    queueArn: sourceArn,
    batchSize: 10,
    maximumConcurrency: undefined,
  });
  await checkQueue(context, resolved, sourceArn);
  return mapping;
};

const createOfStream: Create = async (context, input, { sourceArn, resolved }) => {
  const mapping = configureStream(context, input, {
    ...newMapping(context, input, resolved),
    streamArn: sourceArn,
    startingPosition: readStartingPosition(input),
    startAfter: '',
    batchSize: 100,
    bisects: false,
    maximumRetryAttempts: -1,
    maximumRecordAgeSeconds: -1,
    onFailureArn: undefined,
  });
  return { ...mapping, startAfter: await startOf(context, resolved, mapping) };
};

/** Creates a mapping, by the service of the event source. */
const CREATE: { readonly [service: string]: Create | undefined } = {
  sqs: createOfQueue,
  dynamodb: createOfStream,
};

const isSame = (a: Mapping, b: Mapping): boolean =>
  sourceArnOf(a) === sourceArnOf(b) && a.functionName === b.functionName && a.qualifier === b.qualifier;

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
  return isStreamMapping(current) ? configureStream(context, input, current) : configureQueue(context, input, current);
};

const describe = (context: LambdaContext, mapping: Mapping) => ({
  UUID: mapping.uuid,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.batchingWindowSeconds,
  EventSourceArn: sourceArnOf(mapping),
  FunctionArn: functionArn(context.kernel.home, mapping.functionName, mapping.qualifier),
  EventSourceMappingArn: mappingArn(context.kernel.home, mapping.uuid),
  LastModified: new Date(mapping.lastModifiedMs),
  LastProcessingResult: context.mappings.lastResult(mapping),
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
  ...(mapping.filters?.length && { FilterCriteria: { Filters: mapping.filters.map((Pattern) => ({ Pattern })) } }),
  ...(isStreamMapping(mapping) ? describeStreamMapping(mapping) : describeQueueMapping(mapping)),
});
