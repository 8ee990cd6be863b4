import { AwsError } from '../../../core/aws/aws-error.ts';
import type { DynamoDbContext } from '../context.ts';
import type { Table } from '../dynalite-types.ts';
import { spaceOf } from '../item-database.ts';
import { performNow } from '../perform.ts';
import { creating } from '../table-description.ts';
import type { Overrides } from './overrides.ts';
import { restoredTable } from './restored-table.ts';

/** The origin of a restored table. */
export interface Origin {
  readonly table: Table;
  /** Copies the items, or the entries of an index, to a key space. */
  readonly copy: (index: string | undefined, space: string) => void;
  /** The members of RestoreSummary that name the origin. RestoreDateTime is in epoch seconds. */
  readonly summary: { readonly SourceBackupArn?: string; readonly RestoreDateTime: number };
}

/**
 * Creates a table with the data of another; returns the answer of both restore actions. The restore is complete with
 * its commit, but as on AWS the answer shows it in progress, and later descriptions of the table do not mention it.
 * Call it inside `ItemDatabase.write`. Throws TableAlreadyExistsException and ValidationException.
 */
export const restoreTable = (
  { kernel, database }: DynamoDbContext,
  name: string,
  origin: Origin,
  overrides: Overrides,
): object => {
  const { table: source, copy, summary } = origin;
  if (database.table(name)) throw new AwsError('TableAlreadyExistsException', `Table already exists: ${name}`);
  const { input, description, indexes } = restoredTable(name, source, overrides, kernel.home);
  performNow('CreateTable', structuredClone(input), database);
  const table: Table = { ...(database.table(name) as Table), ...description };
  database.saveTable(table);
  copy(undefined, spaceOf(name));
  for (const index of indexes) copy(index.source, spaceOf(name, index.name));
  return {
    TableDescription: {
      DeletionProtectionEnabled: false,
      ...creating(table),
      RestoreSummary: { SourceTableArn: source.TableArn, ...summary, RestoreInProgress: true },
    },
  };
};
