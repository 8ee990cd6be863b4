import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import { RESTORE_FROM_BACKUP } from './backup-types.ts';
import { checkedBackupInput, requireBackup } from './named-backup.ts';
import { restoreTable } from './restore-table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html */
export const restoreTableFromBackup =
  (context: DynamoDbContext): Action =>
  (input) => {
    const data = checkedBackupInput(context, 'RestoreTableFromBackup', RESTORE_FROM_BACKUP, input);
    const arn = String(data.BackupArn);
    return context.database.write(() => {
      const { number, source, createdMs } = requireBackup(context, arn);
      const origin = {
        table: source.table,
        copy: (index: string | undefined, space: string) => context.backups.restore(number, index, space),
        summary: { SourceBackupArn: arn, RestoreDateTime: createdMs / 1000 },
      };
      return restoreTable(context, String(data.TargetTableName), origin, data);
    });
  };
