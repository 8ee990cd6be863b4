import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import { checked } from '../perform.ts';
import { type Backup, type BackupKey, type BackupType, backupArn, parseBackupArn } from './backup.ts';
import { backupDetails } from './backup-description.ts';
import { LIST_BACKUPS, MAX_BACKUPS } from './backup-types.ts';

/** The types that each value of BackupType selects. Backups of the service AWS Backup do not exist here. */
const TYPES: Readonly<Record<string, readonly BackupType[]>> = {
  USER: ['USER'],
  SYSTEM: ['SYSTEM'],
  AWS_BACKUP: [],
  ALL: ['USER', 'SYSTEM'],
};

interface Input {
  readonly TableName?: string;
  readonly BackupType?: string;
  /** In epoch seconds, as the upper bound. */
  readonly TimeRangeLowerBound?: number;
  readonly TimeRangeUpperBound?: number;
  readonly ExclusiveStartBackupArn?: string;
  readonly Limit?: number;
}

const refuseTimeRange = ({ TimeRangeLowerBound: lower, TimeRangeUpperBound: upper }: Input): void => {
  if (lower !== undefined && upper !== undefined && lower > upper)
    throw validationError(
      'One or more parameter values were invalid: Time range lower bound must be less than or equal to upper bound',
    );
};

/** The position after which a page begins. A backup with this ARN need not exist. */
const startOf = ({ kernel }: DynamoDbContext, arn: string | undefined): BackupKey | undefined => {
  if (arn === undefined) return undefined;
  const { region, key } = parseBackupArn(arn, kernel.home);
  if (region !== kernel.home.region)
    throw validationError('Invalid Request: The supplied ExclusiveStartBackupArn does not match the region');
  return key;
};

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

const summaryOf = ({ kernel: { home } }: DynamoDbContext, backup: Backup): object => ({
  TableName: backup.tableName,
  TableId: backup.source.table.TableId,
  TableArn: backup.source.table.TableArn,
  ...backupDetails(backup, 'AVAILABLE', home),
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html */
export const listBackups =
  (context: DynamoDbContext): Action =>
  (input) => {
    const data: Input = checked('ListBackups', { types: LIST_BACKUPS, custom: undefined }, input, context.database);
    refuseTimeRange(data);
    const { Limit: limit = MAX_BACKUPS, BackupType = 'USER', TimeRangeLowerBound, TimeRangeUpperBound } = data;
    const found = context.backups.list({
      tableName: data.TableName,
      types: TYPES[BackupType] ?? [],
      fromMs: milliseconds(TimeRangeLowerBound ?? 0),
      untilMs: TimeRangeUpperBound === undefined ? Number.MAX_SAFE_INTEGER : milliseconds(TimeRangeUpperBound),
      after: startOf(context, data.ExclusiveStartBackupArn),
      limit,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      BackupSummaries: page.map((backup) => summaryOf(context, backup)),
      ...(found.length > limit && last && { LastEvaluatedBackupArn: backupArn(context.kernel.home, last) }),
    };
  };
