import { arnOf, type Home } from '../../../core/aws/arn.ts';
import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Table } from '../dynalite-types.ts';
import type { Expiry } from '../time-to-live.ts';

export type BackupType = 'USER' | 'SYSTEM';

/** Identifies a backup in this account: backups of different tables can have the same id. */
export interface BackupKey {
  readonly id: string;
  readonly tableName: string;
}

/** A stored backup. Its entries are stored apart. */
export interface Backup extends BackupKey {
  readonly number: number;
  readonly name: string;
  readonly type: BackupType;
  readonly createdMs: number;
  /** Only of a SYSTEM backup. */
  readonly expiresMs: number | undefined;
  readonly items: number;
  readonly bytes: number;
  /** The table and its time to live settings when the backup was created. */
  readonly source: { readonly table: Table; readonly expiry?: Expiry };
}

export const backupArn = (home: Home, { id, tableName }: BackupKey): string =>
  arnOf(home, 'dynamodb', `table/${tableName}/backup/${id}`);

const ARN = /^arn:aws:dynamodb:([^:]*):([^:]*):table\/([a-zA-Z0-9_.-]+)\/backup\/(\d{14}-[0-9a-f]{8})$/;

interface NamedBackup {
  readonly region: string;
  readonly key: BackupKey;
}

/**
 * The backup that an ARN names; it need not exist. Throws ValidationException for any other text, and
 * AccessDeniedException for another account.
 */
export const parseBackupArn = (arn: string, { accountId }: Home): NamedBackup => {
  const [, region = '', owner, tableName, id] = ARN.exec(arn) ?? [];
  if (tableName === undefined || id === undefined) throw validationError('Invalid Backup ARN');
  if (owner !== accountId) throw new AwsError('AccessDeniedException', 'Access is denied');
  return { region, key: { id, tableName } };
};

export const backupNotFound = (arn: string): AwsError =>
  new AwsError('BackupNotFoundException', `Backup not found: ${arn}`);
