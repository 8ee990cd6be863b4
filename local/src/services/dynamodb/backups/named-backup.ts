import type { DynamoDbContext } from '../context.ts';
import type { Types } from '../dynalite-types.ts';
import { checked } from '../perform.ts';
import { type Backup, backupNotFound, parseBackupArn } from './backup.ts';

/** Checks the input of an action that names a backup. Throws ValidationException and AccessDeniedException. */
export const checkedBackupInput = (
  { kernel, database }: DynamoDbContext,
  action: string,
  types: Types,
  input: Record<string, unknown>,
): Record<string, unknown> => {
  const data = checked(action, { types, custom: undefined }, input, database);
  parseBackupArn(String(data.BackupArn), kernel.home);
  return data;
};

/** The backup with this ARN. Throws BackupNotFoundException. */
export const requireBackup = ({ kernel, backups }: DynamoDbContext, arn: string): Backup => {
  const { region, key } = parseBackupArn(arn, kernel.home);
  const backup = region === kernel.home.region ? backups.find(key) : undefined;
  if (!backup) throw backupNotFound(arn);
  return backup;
};
