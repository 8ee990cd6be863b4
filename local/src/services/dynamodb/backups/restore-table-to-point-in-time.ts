import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { DynamoDbContext } from '../context.ts';
import type { Table } from '../dynalite-types.ts';
import { spaceOf } from '../item-database.ts';
import { checked } from '../perform.ts';
import { RECOVERY_SETTING } from '../settings.ts';
import { tableNotFound } from '../table-errors.ts';
import { RESTORE_TO_POINT_IN_TIME } from './backup-types.ts';
import type { Overrides } from './overrides.ts';
import { restoreTable } from './restore-table.ts';

interface Input extends Overrides {
  readonly TargetTableName?: string;
  readonly SourceTableArn?: string;
  readonly SourceTableName?: string;
  readonly UseLatestRestorableTime?: boolean;
}

const TABLE_ARN = /^arn:aws:dynamodb:[^:]+:(\d{12}):table\/([a-zA-Z0-9_.-]+)$/;

/** The name of the source table. Throws ValidationException unless exactly one of name and ARN is present. */
const sourceName = ({ SourceTableArn: arn, SourceTableName: name }: Input, account: string): string => {
  if (arn !== undefined && name !== undefined)
    throw validationError('Must provide exactly one of: sourceTableArn, sourceTableName');
  if (name !== undefined) return name;
  if (arn === undefined)
    throw validationError("The parameter 'TableName' is required but was not present in the request");
  const [, owner, table] = TABLE_ARN.exec(arn) ?? [];
  if (table === undefined) throw validationError('sourceTableArn is not a valid ARN');
  if (owner !== account)
    throw validationError('This action is only supported by accounts that match the resource owner’s account.');
  return table;
};

/** Throws TableNotFoundException, and PointInTimeRecoveryUnavailableException. */
const recoverableTable = ({ database, settings }: DynamoDbContext, name: string): Table => {
  const table = database.table(name);
  if (!table) throw tableNotFound(name);
  if (settings.get(name, RECOVERY_SETTING) !== true)
    throw new AwsError(
      'PointInTimeRecoveryUnavailableException',
      `Point in time recovery is not enabled for table '${name}'`,
    );
  return table;
};

/**
 * Restores the table as it is now, which is the only point in time that the runtime stores.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
export const restoreTableToPointInTime =
  (context: DynamoDbContext): Action =>
  (input) => {
    const { kernel, database } = context;
    const types = RESTORE_TO_POINT_IN_TIME;
    const data: Input = checked('RestoreTableToPointInTime', { types, custom: undefined }, input, database);
    const source = sourceName(data, kernel.home.accountId);
    if (data.UseLatestRestorableTime !== true)
      throw validationError(
        'Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both',
      );
    return database.write(() => {
      const origin = {
        table: recoverableTable(context, source),
        copy: (index: string | undefined, space: string) => database.copyEntries(spaceOf(source, index), space),
        summary: { RestoreDateTime: kernel.clock.now() / 1000 },
      };
      return restoreTable(context, String(data.TargetTableName), origin, data);
    });
  };
