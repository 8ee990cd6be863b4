import type { Home } from '../../../core/aws/arn.ts';
import { validationError } from '../../../core/aws/aws-error.ts';
import { refuseTable } from '../dynalite.ts';
import type { Index, Table } from '../dynalite-types.ts';
import { encryptionOf } from '../encryption.ts';
import { unitsOf } from '../throughput.ts';
import { type Overrides, refuseCapacity, refuseIndexCapacity, restoredBillingMode, sourceIndex } from './overrides.ts';

/** How a restored table is created, and which index of the source fills each of its indexes. */
export interface RestoredTable {
  /** Input of CreateTable. */
  readonly input: Record<string, unknown>;
  readonly description: Partial<Table>;
  readonly indexes: readonly { readonly name: string; readonly source: string }[];
}

/** An index as CreateTable declares it. The index of a table with capacity per request has no units. */
const declared = (index: Index): Index => {
  const units = unitsOf(index);
  return {
    IndexName: index.IndexName,
    KeySchema: index.KeySchema,
    ...(index.Projection && { Projection: index.Projection }),
    ...(units.ReadCapacityUnits > 0 && { ProvisionedThroughput: units }),
  };
};

const globalIndexes = (source: Table, overrides: Overrides): readonly Index[] => {
  const { GlobalSecondaryIndexOverride: wanted } = overrides;
  const isProvisioned = restoredBillingMode(source, overrides) === 'PROVISIONED';
  const recorded = (source.GlobalSecondaryIndexes ?? [])
    .map(declared)
    .map(
      ({ ProvisionedThroughput: units, ...index }): Index =>
        isProvisioned && units ? { ...index, ProvisionedThroughput: units } : index,
    );
  const indexes = wanted ?? recorded;
  for (const index of indexes) refuseIndexCapacity(index, source, overrides);
  return indexes;
};

const localIndexes = (source: Table, { LocalSecondaryIndexOverride: wanted }: Overrides): readonly Index[] =>
  wanted ?? (source.LocalSecondaryIndexes ?? []).map(declared);

/** The definitions of the attributes that the table and its restored indexes use as keys. */
const definitions = (source: Table, indexes: readonly Index[]): Table['AttributeDefinitions'] => {
  const used = new Set([source, ...indexes].flatMap(({ KeySchema }) => KeySchema.map((key) => key.AttributeName)));
  return source.AttributeDefinitions.filter(({ AttributeName }) => used.has(AttributeName));
};

const encryption = (source: Table, { SSESpecificationOverride: wanted }: Overrides, home: Home): Partial<Table> => {
  const SSEDescription = wanted ? encryptionOf(wanted, home) : source.SSEDescription;
  return SSEDescription === undefined ? {} : { SSEDescription };
};

const onDemandThroughput = (source: Table, { OnDemandThroughputOverride: wanted }: Overrides): Partial<Table> => {
  const throughput = wanted ?? source.OnDemandThroughput;
  return throughput === undefined ? {} : { OnDemandThroughput: throughput };
};

/**
 * The table that a restore of `source` creates. It has the keys, indexes, capacity and encryption of the source. As on
 * AWS it has no stream, time to live, point-in-time recovery, tags, table class or deletion protection.
 * Throws ValidationException.
 */
export const restoredTable = (name: string, source: Table, overrides: Overrides, home: Home): RestoredTable => {
  refuseCapacity(source, overrides);
  const global = globalIndexes(source, overrides);
  const local = localIndexes(source, overrides);
  const mode = restoredBillingMode(source, overrides);
  const filled = [
    ...global.map((index) => ({ index, from: source.GlobalSecondaryIndexes ?? [] })),
    ...local.map((index) => ({ index, from: source.LocalSecondaryIndexes ?? [] })),
  ];
  const indexes = filled.map(({ index, from }) => ({
    name: index.IndexName,
    source: sourceIndex(index, from).IndexName,
  }));
  const input = {
    TableName: name,
    AttributeDefinitions: definitions(source, [...global, ...local]),
    KeySchema: source.KeySchema,
    BillingMode: mode,
    ...(mode === 'PROVISIONED' && {
      ProvisionedThroughput: overrides.ProvisionedThroughputOverride ?? unitsOf(source),
    }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
  };
  const message = refuseTable(input);
  if (message) throw validationError(message);
  return {
    input,
    description: {
      ...encryption(source, overrides, home),
      ...(mode === 'PAY_PER_REQUEST' && onDemandThroughput(source, overrides)),
    },
    indexes,
  };
};
