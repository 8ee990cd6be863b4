import type { Index, Table } from './dynalite-types.ts';
import { MAX_UNITS, type Units } from './throughput.ts';

export interface IndexUpdate {
  readonly Create?: Index;
  readonly Delete?: { readonly IndexName: string };
  readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput: Units };
}

/** The checked input of UpdateTable. */
export interface UpdateTableData {
  readonly TableName: string;
  readonly AttributeDefinitions?: Table['AttributeDefinitions'];
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: Units;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
  readonly [member: string]: unknown;
}

const CHANGES = [
  'ProvisionedThroughput',
  'BillingMode',
  'StreamSpecification',
  'SSESpecification',
  'DeletionProtectionEnabled',
  'TableClass',
  'OnDemandThroughput',
];

const INVALID = 'One or more parameter values were invalid: ';

const refuseUnits = (units: Units | undefined): string | undefined => {
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const)
    if ((units?.[name] ?? 0) > MAX_UNITS) return `Given value ${units?.[name]} for ${name} is out of bounds`;
  return undefined;
};

const refuseIndexUpdates = (updates: readonly IndexUpdate[]): string | undefined => {
  const names = new Set<string>();
  for (const { Create, Delete, Update } of updates) {
    const name = (Update ?? Create ?? Delete)?.IndexName;
    if (name === undefined)
      return `${INVALID}One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`;
    if (names.has(name))
      return `${INVALID}Only one global secondary index update per index is allowed simultaneously. Index: ${name}`;
    names.add(name);
  }
  return undefined;
};

/** Returns AWS's message for an input that AWS refuses before it looks for the table; undefined if it is accepted. */
export const refuseUpdate = (data: UpdateTableData): string | undefined => {
  const updates = data.GlobalSecondaryIndexUpdates ?? [];
  if (updates.length === 0 && CHANGES.every((member) => data[member] === undefined))
    return 'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required';
  if (data.BillingMode === 'PROVISIONED' && !data.ProvisionedThroughput)
    return `${INVALID}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`;
  return refuseUnits(data.ProvisionedThroughput) ?? refuseIndexUpdates(updates);
};
