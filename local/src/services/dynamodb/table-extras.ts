import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import type { Action } from '../../core/service.ts';
import type { DynamoDbContext } from './context.ts';
import type { ItemDatabase } from './item-database.ts';
import { validated } from './perform.ts';
import { RECOVERY_SETTING } from './settings.ts';
import { tableNotFound } from './table-errors.ts';
import type { Expiry } from './time-to-live.ts';

const requireTable = (database: ItemDatabase, input: Record<string, unknown>, missing: (name: string) => AwsError) => {
  const name = String(validated('DescribeTable', { TableName: input.TableName }, database).TableName);
  if (!database.table(name)) throw missing(name);
  return name;
};

const resourceNotFound = (name: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

const backups = ({ settings }: DynamoDbContext, table: string) => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: settings.get(table, RECOVERY_SETTING) === true ? 'ENABLED' : 'DISABLED',
    },
  },
});

const continuousBackups = (context: DynamoDbContext): Record<string, Action> => ({
  DescribeContinuousBackups: (input) => backups(context, requireTable(context.database, input, tableNotFound)),
  UpdateContinuousBackups: (input) => {
    const table = requireTable(context.database, input, tableNotFound);
    const asked = input.PointInTimeRecoverySpecification as { PointInTimeRecoveryEnabled?: unknown } | undefined;
    if (typeof asked?.PointInTimeRecoveryEnabled !== 'boolean')
      throw validationError('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled is required.');
    return context.database.write(() => {
      context.settings.set(table, RECOVERY_SETTING, asked.PointInTimeRecoveryEnabled);
      return backups(context, table);
    });
  },
});

const readExpiry = (value: unknown): Expiry => {
  const { AttributeName, Enabled } = (value ?? {}) as { AttributeName?: unknown; Enabled?: unknown };
  if (typeof AttributeName !== 'string' || AttributeName === '' || typeof Enabled !== 'boolean')
    throw validationError('TimeToLiveSpecification needs AttributeName and Enabled.');
  return { AttributeName, Enabled };
};

const timeToLive = ({ database, timeToLive: expiries }: DynamoDbContext): Record<string, Action> => ({
  DescribeTimeToLive: (input) => {
    const expiry = expiries.of(requireTable(database, input, resourceNotFound));
    return {
      TimeToLiveDescription: expiry?.Enabled
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: expiry.AttributeName }
        : { TimeToLiveStatus: 'DISABLED' },
    };
  },
  UpdateTimeToLive: (input) => {
    const table = requireTable(database, input, resourceNotFound);
    const expiry = readExpiry(input.TimeToLiveSpecification);
    return database.write(() => {
      if ((expiries.of(table)?.Enabled ?? false) === expiry.Enabled)
        throw validationError(`TimeToLive is already ${expiry.Enabled ? 'enabled' : 'disabled'}`);
      expiries.set(table, expiry);
      return { TimeToLiveSpecification: expiry };
    });
  },
});

/** The quotas of a new AWS account; this runtime does not enforce them. */
const describeLimits: Action = () => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});

/**
 * Actions on table settings that dynalite does not support. Point-in-time recovery keeps no earlier states of a table: it
 * only permits RestoreTableToPointInTime and the backup of a deleted table.
 */
export const tableExtraActions = (context: DynamoDbContext): Record<string, Action> => ({
  ...continuousBackups(context),
  ...timeToLive(context),
  DescribeLimits: describeLimits,
});
