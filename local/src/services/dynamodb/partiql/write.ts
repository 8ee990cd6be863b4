import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Item } from '../dynalite-types.ts';
import { writeItem } from '../item-actions.ts';
import type { ItemDatabase } from '../item-database.ts';
import { inWordsOfStatement } from './engine-call.ts';
import type { WriteStatement } from './syntax.ts';
import { writeOf } from './write-input.ts';

export const DUPLICATE = 'Duplicate primary key exists in table';

/** The members of a request that a write statement uses. */
interface WriteOptions {
  readonly ReturnConsumedCapacity?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

export interface WriteAnswer {
  /** The item that the RETURNING clause asks for. */
  readonly Attributes?: Item;
  readonly ConsumedCapacity?: object;
}

const errorOf = (error: unknown, { kind }: WriteStatement): unknown => {
  const isDuplicate =
    error instanceof AwsError && error.code === 'ConditionalCheckFailedException' && kind === 'insert';
  return isDuplicate ? new AwsError('DuplicateItemException', DUPLICATE, { cause: error }) : inWordsOfStatement(error);
};

/**
 * Runs an INSERT, UPDATE or DELETE statement. Rejects with ConditionalCheckFailedException if a condition of its WHERE
 * clause is false, and with DuplicateItemException for an INSERT of an existing item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.insert.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.delete.html
 */
export const runWrite = async (
  statement: WriteStatement,
  { ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure }: WriteOptions,
  database: ItemDatabase,
): Promise<WriteAnswer> => {
  try {
    const { operation, input } = writeOf(statement, database);
    return await writeItem(
      operation,
      {
        ...input,
        ...(ReturnConsumedCapacity !== undefined && { ReturnConsumedCapacity }),
        ...(ReturnValuesOnConditionCheckFailure !== undefined && { ReturnValuesOnConditionCheckFailure }),
      },
      database,
    );
  } catch (error) {
    throw errorOf(error, statement);
  }
};
