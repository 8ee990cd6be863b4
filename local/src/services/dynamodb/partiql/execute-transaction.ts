import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Action, Call } from '../../../core/service.ts';
import type { Item } from '../dynalite-types.ts';
import { bytesOfItem } from '../item-bytes.ts';
import type { ItemDatabase } from '../item-database.ts';
import { MAX_ITEM_BYTES, TOO_LARGE } from '../item-size.ts';
import { checked } from '../perform.ts';
import { cancelUnlessNone, type Reason } from '../transact-checks.ts';
import { transactGet } from '../transact-get.ts';
import { inWordsOfStatement, withoutExpressionName } from './engine-call.ts';
import { keyIn } from './key-conditions.ts';
import { parsedStatement, requireValid, type StatementRequest } from './parsed-statement.ts';
import { Placeholders } from './placeholders.ts';
import { projected } from './projected.ts';
import { tableOf } from './select-plan.ts';
import { singleRead } from './single-read.ts';
import { EXECUTE_TRANSACTION } from './statement-types.ts';
import type { Select, Statement } from './syntax.ts';
import { DUPLICATE } from './write.ts';
import { writeOf } from './write-input.ts';

interface TransactionInput {
  readonly TransactStatements: readonly StatementRequest[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: string;
}

const MEMBER_OF = { PutItem: 'Put', UpdateItem: 'Update', DeleteItem: 'Delete' } as const;

/** Calls `work` for each statement; the message of a ValidationException gets the position of the statement. */
const forEach = <T, R>(values: readonly T[], work: (value: T) => R): R[] =>
  values.map((value, at) => {
    try {
      return withoutExpressionName(() => work(value));
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
      throw validationError(`Validation failed in TransactStatements[${at}]: ${error.message}`);
    }
  });

/** The ConditionCheck for `EXISTS(SELECT …)`: the item exists, and the conditions besides its key are true. */
const conditionCheck = (select: Select, database: ItemDatabase): Record<string, unknown> => {
  const found = keyIn(tableOf(database, select.table), select.where);
  if (!found?.rest || select.index !== undefined)
    throw validationError('EXISTS() must contain a single item read with additional condition');
  const placeholders = new Placeholders();
  const ConditionExpression = placeholders.condition(found.rest);
  return { TableName: select.table, Key: found.key, ConditionExpression, ...placeholders.members() };
};

/** The entry of TransactItems for a statement. RETURNING has no effect in a transaction. */
const transactItem = (
  statement: Statement,
  { ReturnValuesOnConditionCheckFailure: onFailure }: StatementRequest,
  database: ItemDatabase,
): object => {
  const more = onFailure === undefined ? {} : { ReturnValuesOnConditionCheckFailure: onFailure };
  if (statement.kind === 'exists')
    return { ConditionCheck: { ...conditionCheck(statement.select, database), ...more } };
  if (statement.kind === 'select') throw new Error('A transaction of writes contains a SELECT.');
  const { operation, input } = writeOf(statement, database);
  if (input.ReturnValues !== undefined)
    throw validationError('RETURNING clause is not supported in ExecuteTransaction.');
  return { [MEMBER_OF[operation]]: { ...input, ...more } };
};

const isSelect = (statement: Statement): statement is Select => statement.kind === 'select';

const read = (selects: readonly Select[], input: TransactionInput, database: ItemDatabase): object => {
  const { ReturnConsumedCapacity } = input;
  const gets = forEach(selects, (select) => ({ Get: singleRead(select, 'ExecuteTransaction', database) }));
  const answer = transactGet(
    { TransactItems: gets, ...(ReturnConsumedCapacity !== undefined && { ReturnConsumedCapacity }) },
    database,
  ) as { readonly Responses: readonly { readonly Item?: Item }[] };
  return {
    ...answer,
    Responses: answer.Responses.map(({ Item: item }, at) =>
      item ? { Item: projected(item, selects[at]?.projection) } : {},
    ),
  };
};

/** For an INSERT a failed condition means that the item exists. */
const reasonOf = (reason: Reason, statement: Statement | undefined): Reason =>
  statement?.kind === 'insert' && reason.Code === 'ConditionalCheckFailed'
    ? { Code: 'DuplicateItem', Message: DUPLICATE }
    : reason;

const LARGE: Reason = { Code: 'ValidationError', Message: TOO_LARGE };

/** An INSERT of an item that is too large cancels the transaction; TransactWriteItems refuses such a request. */
const refuseLargeItems = (statements: readonly Statement[]): void => {
  const isLarge = (statement: Statement) =>
    statement.kind === 'insert' && bytesOfItem(statement.item as Item) > MAX_ITEM_BYTES;
  cancelUnlessNone(statements.map((statement) => (isLarge(statement) ? LARGE : { Code: 'None' })));
};

const refuseCancelled = (error: unknown, statements: readonly Statement[]): void => {
  if (!(error instanceof AwsError) || error.code !== 'TransactionCanceledException') return;
  const reasons = error.fields.CancellationReasons as readonly Reason[];
  cancelUnlessNone(reasons.map((reason, at) => reasonOf(reason, statements[at])));
};

/**
 * Runs up to 100 statements in one transaction: only reads, or only writes and EXISTS.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.transactions.html
 */
export const executeTransaction =
  (database: ItemDatabase, transactWrite: Action): Action =>
  async (input, call: Call) => {
    const shape = { types: EXECUTE_TRANSACTION, custom: undefined };
    const data = checked('ExecuteTransaction', shape, input, database) as unknown as TransactionInput;
    const { TransactStatements: requests, ...more } = data;
    for (const { Parameters } of requests) requireValid(Parameters);
    const statements = forEach(requests, parsedStatement);
    const selects = statements.filter(isSelect);
    if (selects.length === statements.length) return read(selects, data, database);
    if (selects.length > 0)
      throw validationError(
        'ExecuteTransaction API does not support both read and write operations in the same request.',
      );
    const pairs = requests.map((request, at) => ({ request, statement: statements[at] as Statement }));
    const TransactItems = forEach(pairs, ({ statement, request }) => transactItem(statement, request, database));
    refuseLargeItems(statements);
    try {
      const answer = (await transactWrite({ ...more, TransactItems }, call)) as object;
      return { Responses: [], ...answer };
    } catch (error) {
      refuseCancelled(error, statements);
      throw inWordsOfStatement(error);
    }
  };
