import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import type { Backup } from './backup.ts';
import { backupDescription } from './backup-description.ts';
import { ONE_BACKUP } from './backup-types.ts';
import { checkedBackupInput, requireBackup } from './named-backup.ts';

const refuseSystemBackup = ({ type, expiresMs }: Backup, arn: string): void => {
  if (type !== 'SYSTEM') return;
  throw validationError(
    `Invalid Request: User is not allowed to delete the system backup with arn ${arn}. It will automatically expire on ${new Date(Number(expiresMs)).toISOString()}`,
  );
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html */
export const deleteBackup =
  (context: DynamoDbContext): Action =>
  (input) => {
    const arn = String(checkedBackupInput(context, 'DeleteBackup', ONE_BACKUP, input).BackupArn);
    return context.database.write(() => {
      const backup = requireBackup(context, arn);
      refuseSystemBackup(backup, arn);
      context.backups.remove(backup.number);
      return { BackupDescription: backupDescription(backup, 'DELETED', context.kernel.home) };
    });
  };
