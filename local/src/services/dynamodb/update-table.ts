import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import type { Table } from './dynalite-types.ts';
import { applyIndexUpdates } from './index-updates.ts';
import type { ItemDatabase } from './item-database.ts';
import {
  billedByCapacity,
  billedPerRequest,
  billingModeOf,
  changedThroughput,
  MAX_UNITS,
  throughputOf,
} from './throughput.ts';
import type { UpdateTableData } from './update-table-checks.ts';

const INVALID = 'One or more parameter values were invalid: ';

const refuseCapacity = (data: UpdateTableData, mode: string): void => {
  if (data.ProvisionedThroughput && mode === 'PAY_PER_REQUEST')
    throw validationError(
      `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    );
};

const refuseIndexUnits = ({ GlobalSecondaryIndexUpdates: updates = [] }: UpdateTableData): void => {
  if (updates.filter(({ Create, Delete }) => Create || Delete).length > 1)
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  for (const { Update } of updates) {
    const { ReadCapacityUnits: read = 0, WriteCapacityUnits: write = 0 } = Update?.ProvisionedThroughput ?? {};
    if (read > MAX_UNITS || write > MAX_UNITS)
      throw validationError(
        'This operation cannot be performed with given input values. Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate',
      );
  }
};

/**
 * Throws ValidationException if a table changes to provisioned capacity and an index gets none: each index needs its
 * own.
 */
const requireIndexCapacity = (table: Table, { GlobalSecondaryIndexUpdates: updates = [] }: UpdateTableData): void => {
  const named = new Set(updates.map(({ Update, Delete }) => (Update ?? Delete)?.IndexName));
  const missing = (table.GlobalSecondaryIndexes ?? [])
    .map(({ IndexName }) => IndexName)
    .filter((name) => !named.has(name));
  if (missing.length > 0)
    throw validationError(`${INVALID}ProvisionedThroughput must be specified for index: ${missing.join(',')}`);
};

const withBilling = (table: Table, data: UpdateTableData, now: number): Table => {
  const mode = data.BillingMode ?? billingModeOf(table);
  if (mode === billingModeOf(table)) return table;
  if (mode === 'PAY_PER_REQUEST') return billedPerRequest(table, now);
  requireIndexCapacity(table, data);
  return billedByCapacity(table);
};

const withDefinitions = (table: Table, added: Table['AttributeDefinitions'] = []): Table => {
  const all = [...table.AttributeDefinitions, ...added];
  return { ...table, AttributeDefinitions: [...new Map(all.map((each) => [each.AttributeName, each])).values()] };
};

/**
 * Returns the table after UpdateTable; also fills new indexes and empties deleted ones. `now` is the time in epoch
 * seconds. Call it inside `ItemDatabase.write`. Throws AwsError; the checks are in AWS's order.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export const updatedTable = (database: ItemDatabase, before: Table, data: UpdateTableData, now: number): Table => {
  refuseCapacity(data, data.BillingMode ?? billingModeOf(before));
  refuseIndexUnits(data);
  const table = withDefinitions(withBilling(before, data, now), data.AttributeDefinitions);
  if (data.ProvisionedThroughput)
    table.ProvisionedThroughput = changedThroughput('table', throughputOf(table), data.ProvisionedThroughput, now);
  applyIndexUpdates(database, table, { updates: data.GlobalSecondaryIndexUpdates ?? [], now });
  return table;
};
