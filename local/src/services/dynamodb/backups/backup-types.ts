import { operations } from '../dynalite.ts';
import type { Types } from '../dynalite-types.ts';

const { BillingMode, GlobalSecondaryIndexes, LocalSecondaryIndexes, OnDemandThroughput, ProvisionedThroughput } =
  operations.CreateTable.types;
const { SSESpecification } = operations.CreateTable.types;

const NAME = { type: 'String', notNull: true, regex: '[a-zA-Z0-9_.-]+' };
const BACKUP_ARN = { type: 'String', lengthGreaterThanOrEqual: 37, lengthLessThanOrEqual: 1024 };

/** The largest value of Limit on AWS, which is also the default. */
export const MAX_BACKUPS = 100;

export const CREATE_BACKUP: Types = {
  TableName: { type: 'String', required: true },
  BackupName: { ...NAME, lengthGreaterThanOrEqual: 3, lengthLessThanOrEqual: 255 },
};

/** The input of DescribeBackup and DeleteBackup. */
export const ONE_BACKUP: Types = { BackupArn: { ...BACKUP_ARN, notNull: true } };

export const LIST_BACKUPS: Types = {
  TableName: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 1024 },
  Limit: { type: 'Integer', greaterThanOrEqual: 1, lessThanOrEqual: MAX_BACKUPS },
  TimeRangeLowerBound: 'Double',
  TimeRangeUpperBound: 'Double',
  ExclusiveStartBackupArn: BACKUP_ARN,
  BackupType: { type: 'String', enum: ['USER', 'SYSTEM', 'AWS_BACKUP', 'ALL'] },
};

const RESTORED: Types = {
  TargetTableName: { ...NAME, lengthGreaterThanOrEqual: 3, lengthLessThanOrEqual: 255 },
  BillingModeOverride: BillingMode,
  GlobalSecondaryIndexOverride: GlobalSecondaryIndexes,
  LocalSecondaryIndexOverride: LocalSecondaryIndexes,
  ProvisionedThroughputOverride: ProvisionedThroughput,
  OnDemandThroughputOverride: OnDemandThroughput,
  SSESpecificationOverride: SSESpecification,
};

export const RESTORE_FROM_BACKUP: Types = { ...RESTORED, BackupArn: { ...BACKUP_ARN, notNull: true } };

/** RestoreDateTime is missing, so it is refused by name: a table's earlier states are not stored. */
export const RESTORE_TO_POINT_IN_TIME: Types = {
  ...RESTORED,
  SourceTableArn: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 1024 },
  SourceTableName: {
    type: 'String',
    regex: '[a-zA-Z0-9_.-]+',
    lengthGreaterThanOrEqual: 3,
    lengthLessThanOrEqual: 255,
  },
  UseLatestRestorableTime: 'Boolean',
};
