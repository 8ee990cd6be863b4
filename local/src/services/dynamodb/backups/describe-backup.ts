import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import { backupDescription } from './backup-description.ts';
import { ONE_BACKUP } from './backup-types.ts';
import { checkedBackupInput, requireBackup } from './named-backup.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html */
export const describeBackup =
  (context: DynamoDbContext): Action =>
  (input) => {
    const { BackupArn: arn } = checkedBackupInput(context, 'DescribeBackup', ONE_BACKUP, input);
    const backup = requireBackup(context, String(arn));
    return { BackupDescription: backupDescription(backup, 'AVAILABLE', context.kernel.home) };
  };
