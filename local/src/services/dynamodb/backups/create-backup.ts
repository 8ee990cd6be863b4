import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import { checked } from '../perform.ts';
import { tableNotFound } from '../table-errors.ts';
import { backupDetails } from './backup-description.ts';
import { CREATE_BACKUP } from './backup-types.ts';

/**
 * The answer shows the backup as being created; it is stored as AVAILABLE.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html
 */
export const createBackup =
  ({ kernel, database, timeToLive, backups }: DynamoDbContext): Action =>
  (input) => {
    const data = checked('CreateBackup', { types: CREATE_BACKUP, custom: undefined }, input, database);
    return database.write(() => {
      const table = database.table(String(data.TableName));
      if (!table) throw tableNotFound(String(data.TableName));
      const expiry = timeToLive.of(table.TableName);
      const backup = backups.create(table, String(data.BackupName), expiry);
      return { BackupDetails: backupDetails(backup, 'CREATING', kernel.home) };
    });
  };
