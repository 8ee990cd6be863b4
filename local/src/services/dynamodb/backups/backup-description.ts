import type { Home } from '../../../core/aws/arn.ts';
import type { Index } from '../dynalite-types.ts';
import { billingModeOf, unitsOf } from '../throughput.ts';
import { type Backup, backupArn } from './backup.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BackupDetails.html */
export const backupDetails = (backup: Backup, status: string, home: Home): object => ({
  BackupArn: backupArn(home, backup),
  BackupName: backup.name,
  BackupSizeBytes: backup.bytes,
  BackupStatus: status,
  BackupType: backup.type,
  BackupCreationDateTime: backup.createdMs / 1000,
  ...(backup.expiresMs !== undefined && { BackupExpiryDateTime: backup.expiresMs / 1000 }),
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SourceTableDetails.html */
const sourceTableDetails = ({ items, bytes, source: { table } }: Backup): object => ({
  TableName: table.TableName,
  TableId: table.TableId,
  TableArn: table.TableArn,
  TableSizeBytes: bytes,
  KeySchema: table.KeySchema,
  TableCreationDateTime: table.CreationDateTime,
  ProvisionedThroughput: unitsOf(table),
  ...(table.OnDemandThroughput !== undefined && { OnDemandThroughput: table.OnDemandThroughput }),
  ItemCount: items,
  BillingMode: billingModeOf(table),
});

const indexInfo = ({ IndexName, KeySchema, Projection }: Index): object => ({ IndexName, KeySchema, Projection });

/**
 * The features of the source table; those that it does not have are missing. As on AWS, a SYSTEM backup shows none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SourceTableFeatureDetails.html
 */
const sourceTableFeatureDetails = ({ type, source: { table, expiry } }: Backup): object => {
  if (type === 'SYSTEM') return {};
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global, StreamSpecification: stream } = table;
  return {
    ...(local && { LocalSecondaryIndexes: local.map(indexInfo) }),
    ...(global && {
      GlobalSecondaryIndexes: global.map((index) => ({ ...indexInfo(index), ProvisionedThroughput: unitsOf(index) })),
    }),
    ...(stream !== undefined && { StreamDescription: stream }),
    ...(expiry?.Enabled && {
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: expiry.AttributeName },
    }),
    ...(table.SSEDescription !== undefined && { SSEDescription: table.SSEDescription }),
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BackupDescription.html */
export const backupDescription = (backup: Backup, status: string, home: Home): object => ({
  BackupDetails: backupDetails(backup, status, home),
  SourceTableDetails: sourceTableDetails(backup),
  SourceTableFeatureDetails: sourceTableFeatureDetails(backup),
});
