import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import { createBackup } from './create-backup.ts';
import { deleteBackup } from './delete-backup.ts';
import { describeBackup } from './describe-backup.ts';
import { listBackups } from './list-backups.ts';
import { restoreTableFromBackup } from './restore-table-from-backup.ts';
import { restoreTableToPointInTime } from './restore-table-to-point-in-time.ts';

/**
 * The actions on backups. Each takes effect with its commit, so no backup or restore is ever in progress, and
 * BackupInUseException and TableInUseException do not occur.
 */
export const backupActions = (context: DynamoDbContext): Record<string, Action> => ({
  CreateBackup: createBackup(context),
  DeleteBackup: deleteBackup(context),
  DescribeBackup: describeBackup(context),
  ListBackups: listBackups(context),
  RestoreTableFromBackup: restoreTableFromBackup(context),
  RestoreTableToPointInTime: restoreTableToPointInTime(context),
});
