import { arnOf } from '../../core/aws/arn.ts';
import { boolean, defined, number, object, objects, text } from '../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
} from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import * as dynamodb from './operations.ts';

const NO_SIZING = 'tables have no capacity limits locally';
const NO_INSIGHTS = 'contributor insights do not exist locally';

const THROUGHPUT: PropertyTable = { ReadCapacityUnits: true, WriteCapacityUnits: true };
const INDEX: PropertyTable = {
  IndexName: true,
  KeySchema: { AttributeName: true, KeyType: true },
  Projection: { ProjectionType: true, NonKeyAttributes: true },
};
const GLOBAL_INDEX: PropertyTable = {
  ...INDEX,
  ProvisionedThroughput: THROUGHPUT,
  OnDemandThroughput: NO_SIZING,
  WarmThroughput: NO_SIZING,
  ContributorInsightsSpecification: NO_INSIGHTS,
};
const GLOBAL_TABLE_INDEX: PropertyTable = { ...INDEX, WarmThroughput: NO_SIZING };
const RECOVERY: PropertyTable = {
  PointInTimeRecoveryEnabled: true,
  RecoveryPeriodInDays: 'the earlier states of a table are not stored locally',
};
const SHARED: PropertyTable = {
  TableName: true,
  KeySchema: { AttributeName: true, KeyType: true },
  AttributeDefinitions: { AttributeName: true, AttributeType: true },
  BillingMode: true,
  GlobalSecondaryIndexes: GLOBAL_INDEX,
  LocalSecondaryIndexes: INDEX,
  TimeToLiveSpecification: { AttributeName: true, Enabled: true },
  StreamSpecification: { StreamViewType: true },
  SSESpecification: { SSEEnabled: true, SSEType: true },
  WarmThroughput: NO_SIZING,
};

/** The properties that both table types have. In a global table, some of them belong to its only replica. */
interface TableDeclaration {
  readonly properties: ValueObject;
  readonly recovery: ValueObject;
  /** The properties of SSESpecification, with those of the replica. */
  readonly encryption: ValueObject;
  readonly isProtected: boolean;
  readonly tags: Value | undefined;
}

type Read = (context: { readonly properties: ValueObject }) => TableDeclaration;

const readTable: Read = ({ properties }) => ({
  properties,
  recovery: object(properties.PointInTimeRecoverySpecification),
  encryption: object(properties.SSESpecification),
  isProtected: boolean(properties.DeletionProtectionEnabled) ?? false,
  tags: properties.Tags,
});

const readGlobalTable: Read = ({ properties }) => {
  const [replica = {}, ...more] = objects(properties.Replicas);
  if (more.length > 0)
    throw new Error('A global table with replicas in other regions is not supported locally. Declare one replica.');
  return {
    properties,
    recovery: object(replica.PointInTimeRecoverySpecification),
    encryption: { ...object(properties.SSESpecification), ...object(replica.SSESpecification) },
    isProtected: boolean(replica.DeletionProtectionEnabled) ?? false,
    tags: replica.Tags,
  };
};

const throughput = (value: Value | undefined) => {
  const { ReadCapacityUnits, WriteCapacityUnits } = object(value);
  if (ReadCapacityUnits === undefined) return undefined;
  return { ReadCapacityUnits: number(ReadCapacityUnits), WriteCapacityUnits: number(WriteCapacityUnits) };
};

const index = (declared: ValueObject): dynamodb.SecondaryIndex => ({
  ...defined({
    KeySchema: declared.KeySchema,
    Projection: declared.Projection,
    ProvisionedThroughput: throughput(declared.ProvisionedThroughput),
  }),
  IndexName: text(declared.IndexName) ?? '',
});

/** The stream specification of a table. CloudFormation enables the stream if the table has a StreamSpecification. */
const stream = (properties: ValueObject): dynamodb.StreamSpecification | undefined =>
  properties.StreamSpecification === undefined
    ? undefined
    : { StreamEnabled: true, StreamViewType: text(object(properties.StreamSpecification).StreamViewType) };

/** The SSESpecification of a request; undefined if the template does not enable the encryption with a key of KMS. */
const encryption = ({ SSEEnabled, SSEType, KMSMasterKeyId }: ValueObject): dynamodb.Encryption | undefined =>
  boolean(SSEEnabled)
    ? { Enabled: true, ...defined({ SSEType: text(SSEType), KMSMasterKeyId: text(KMSMasterKeyId) }) }
    : undefined;

const unlessEmpty = <T>(items: readonly T[]): readonly T[] | undefined => (items.length > 0 ? items : undefined);

const createInput = (
  name: string,
  { properties, encryption: declared, tags }: TableDeclaration,
): dynamodb.CreateTableInput =>
  defined({
    TableName: name,
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    BillingMode: text(properties.BillingMode) ?? 'PROVISIONED',
    ProvisionedThroughput: throughput(properties.ProvisionedThroughput),
    GlobalSecondaryIndexes: unlessEmpty(objects(properties.GlobalSecondaryIndexes).map(index)),
    LocalSecondaryIndexes: unlessEmpty(objects(properties.LocalSecondaryIndexes).map(index)),
    StreamSpecification: stream(properties),
    SSESpecification: encryption(declared),
    Tags: tags,
  });

const ACTIVE_POLL_MS = 5;

/**
 * Waits until the table and all its indexes are active. Needed because the endpoint can be AWS, where changes take
 * time.
 */
const active = async (context: ResourceContext): Promise<void> => {
  for (;;) {
    const { Table } = await context.call(dynamodb.describeTable, { TableName: context.name });
    const { TableStatus, GlobalSecondaryIndexes: indexes = [] } = Table;
    if (TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return;
    await new Promise((resolve) => setTimeout(resolve, ACTIVE_POLL_MS));
  }
};

const setRecovery = async (context: ResourceContext, recovery: ValueObject): Promise<void> => {
  await context.call(dynamodb.updateContinuousBackups, {
    TableName: context.name,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: boolean(recovery.PointInTimeRecoveryEnabled) ?? false,
    },
  });
};

const setTimeToLive = async (context: ResourceContext, attribute: string, enabled: boolean): Promise<void> => {
  await context.call(dynamodb.updateTimeToLive, {
    TableName: context.name,
    TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled },
  });
};

const timeToLive = (properties: ValueObject): { attribute: string; enabled: boolean } => {
  const { AttributeName, Enabled } = object(properties.TimeToLiveSpecification);
  return { attribute: text(AttributeName) ?? '', enabled: boolean(Enabled) ?? false };
};

const updateIndexes = async (context: ResourceContext, before: ValueObject, now: ValueObject): Promise<void> => {
  const { AttributeDefinitions } = now;
  const had = objects(before.GlobalSecondaryIndexes).map(index);
  const wanted = objects(now.GlobalSecondaryIndexes).map(index);
  const same = (a: dynamodb.SecondaryIndex) => (b: dynamodb.SecondaryIndex) =>
    JSON.stringify({ ...a, ProvisionedThroughput: undefined }) ===
    JSON.stringify({ ...b, ProvisionedThroughput: undefined });
  const changes = [
    ...had.filter((one) => !wanted.some(same(one))).map(({ IndexName }) => ({ Delete: { IndexName } })),
    ...wanted.filter((one) => !had.some(same(one))).map((Create) => ({ Create })),
  ];
  for (const change of changes) {
    await context.call(dynamodb.updateTable, {
      TableName: context.name,
      AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [change],
    });
    await active(context);
  }
};

/** The indexes whose capacity changes, with their capacity before and after. */
const indexCapacity = (before: ValueObject, now: ValueObject) => {
  const had = new Map(
    objects(before.GlobalSecondaryIndexes).map((one) => [text(one.IndexName), throughput(one.ProvisionedThroughput)]),
  );
  return objects(now.GlobalSecondaryIndexes)
    .map(index)
    .flatMap(({ IndexName, ProvisionedThroughput: wanted }) => {
      const isSame = JSON.stringify(had.get(IndexName)) === JSON.stringify(wanted);
      if (!wanted || isSame || !had.has(IndexName)) return [];
      return [{ Update: { IndexName, ProvisionedThroughput: wanted } }];
    });
};

const updateBilling = async (context: ResourceContext, before: ValueObject, now: ValueObject): Promise<void> => {
  const billing = (properties: ValueObject) =>
    defined({
      BillingMode: text(properties.BillingMode) ?? 'PROVISIONED',
      ProvisionedThroughput: throughput(properties.ProvisionedThroughput),
    });
  const changes = indexCapacity(before, now);
  const isSame = JSON.stringify(billing(before)) === JSON.stringify(billing(now));
  if (isSame && changes.length === 0) return;
  await context.call(dynamodb.updateTable, {
    TableName: context.name,
    ...(isSame ? {} : billing(now)),
    ...(changes.length > 0 && { GlobalSecondaryIndexUpdates: changes }),
  });
  await active(context);
};

/** Changes the stream of a table. A different view type ends the stream and creates another one with a new ARN. */
const updateStream = async (context: ResourceContext, before: ValueObject, now: ValueObject): Promise<void> => {
  const had = stream(before);
  const wanted = stream(now);
  if (had?.StreamViewType === wanted?.StreamViewType) return;
  const set = async (StreamSpecification: dynamodb.StreamSpecification) => {
    await context.call(dynamodb.updateTable, { TableName: context.name, StreamSpecification });
    await active(context);
  };
  if (had) await set({ StreamEnabled: false });
  if (wanted) await set(wanted);
};

const updateEncryption = async (context: ResourceContext, before: ValueObject, now: ValueObject): Promise<void> => {
  const wanted = encryption(now) ?? { Enabled: false };
  if (JSON.stringify(encryption(before) ?? { Enabled: false }) === JSON.stringify(wanted)) return;
  await context.call(dynamodb.updateTable, { TableName: context.name, SSESpecification: wanted });
  await active(context);
};

const streamArn = async (context: ResourceContext, properties: ValueObject): Promise<string | undefined> => {
  if (!stream(properties)) return undefined;
  return (await context.call(dynamodb.describeTable, { TableName: context.name })).Table.LatestStreamArn;
};

const table = async (context: ResourceContext, properties: ValueObject): Promise<Physical> => {
  const { home, name } = context;
  const StreamArn = await streamArn(context, properties);
  return {
    ref: name,
    attributes: { Arn: arnOf(home, 'dynamodb', `table/${name}`), ...defined({ StreamArn }) },
  };
};

const create = async (context: ResourceContext, read: Read): Promise<Physical> => {
  const declared = read(context);
  await context.create(dynamodb.createTable, createInput(context.name, declared), async () => ({}));
  await active(context);
  if (boolean(declared.recovery.PointInTimeRecoveryEnabled)) await setRecovery(context, declared.recovery);
  const { attribute, enabled } = timeToLive(declared.properties);
  if (enabled) await setTimeToLive(context, attribute, true);
  return table(context, declared.properties);
};

const update = async (context: ResourceContext, previous: ValueObject, read: Read): Promise<Physical> => {
  const now = read(context);
  const before = read({ properties: previous });
  await updateBilling(context, before.properties, now.properties);
  await updateIndexes(context, before.properties, now.properties);
  await updateStream(context, before.properties, now.properties);
  await updateEncryption(context, before.encryption, now.encryption);
  if (JSON.stringify(now.recovery) !== JSON.stringify(before.recovery)) await setRecovery(context, now.recovery);
  const had = timeToLive(before.properties);
  const wanted = timeToLive(now.properties);
  const changed = had.attribute !== wanted.attribute || had.enabled !== wanted.enabled;
  if (changed && had.enabled) await setTimeToLive(context, had.attribute, false);
  if (changed && wanted.enabled) await setTimeToLive(context, wanted.attribute, true);
  return table(context, now.properties);
};

const remove = async (context: ResourceContext, read: Read): Promise<void> => {
  if (read(context).isProtected)
    throw new Error(
      `The table ${context.name} is protected against deletion. Set DeletionProtectionEnabled to false first.`,
    );
  await context.call(dynamodb.deleteTable, { TableName: context.name });
};

export const DYNAMODB_TYPES: ResourceTypes = {
  'AWS::DynamoDB::Table': {
    kind: 'runs',
    properties: {
      ...SHARED,
      ProvisionedThroughput: THROUGHPUT,
      SSESpecification: { SSEEnabled: true, SSEType: true, KMSMasterKeyId: true },
      PointInTimeRecoverySpecification: RECOVERY,
      DeletionProtectionEnabled: true,
      Tags: TAGS,
      TableClass: NO_SIZING,
      OnDemandThroughput: NO_SIZING,
      ContributorInsightsSpecification: NO_INSIGHTS,
    },
    attributes: ['Arn', 'StreamArn'],
    nameProperty: 'TableName',
    maxNameLength: 255,
    replacedBy: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    holdsData: true,
    create: (context) => create(context, readTable),
    update: (context, _, previous) => update(context, previous, readTable),
    delete: (context) => remove(context, readTable),
  },
  'AWS::DynamoDB::GlobalTable': {
    kind: 'runs',
    properties: {
      ...SHARED,
      GlobalSecondaryIndexes: GLOBAL_TABLE_INDEX,
      Replicas: {
        Region: 'the table is in the region of the runtime',
        PointInTimeRecoverySpecification: RECOVERY,
        DeletionProtectionEnabled: true,
        Tags: TAGS,
        TableClass: NO_SIZING,
        SSESpecification: { KMSMasterKeyId: true },
        ContributorInsightsSpecification: NO_INSIGHTS,
        GlobalSecondaryIndexes: { IndexName: true, ContributorInsightsSpecification: NO_INSIGHTS },
      },
      WriteOnDemandThroughputSettings: NO_SIZING,
    },
    attributes: ['Arn', 'StreamArn'],
    nameProperty: 'TableName',
    maxNameLength: 255,
    replacedBy: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    holdsData: true,
    create: (context) => create(context, readGlobalTable),
    update: (context, _, previous) => update(context, previous, readGlobalTable),
    delete: (context) => remove(context, readGlobalTable),
  },
};
