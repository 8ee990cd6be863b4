import type { Kernel } from '../../../core/kernel.ts';
import type { Action } from '../../../core/service.ts';
import type { ItemDatabase } from '../item-database.ts';
import { executeStatement as executeStatementOperation } from '../operations.ts';
import { batchExecuteStatement } from './batch-execute-statement.ts';
import { executeStatement } from './execute-statement.ts';
import { executeTransaction } from './execute-transaction.ts';

/**
 * The actions that run PartiQL statements. A statement is translated to the inputs of the actions on items, which
 * perform it. `transactWrite` is the action TransactWriteItems.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
 */
export const partiqlActions = (
  { services }: Kernel,
  database: ItemDatabase,
  transactWrite: Action,
): Record<string, Action> => ({
  ExecuteStatement: (input) => executeStatement(input, database),
  BatchExecuteStatement: (input, { caller }) =>
    batchExecuteStatement(input, {
      database,
      permit: (Statement) => services.permit(executeStatementOperation, { Statement }, caller),
    }),
  ExecuteTransaction: executeTransaction(database, transactWrite),
});
