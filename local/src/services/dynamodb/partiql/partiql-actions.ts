import type { Action } from '../../../core/service.ts';
import type { ItemDatabase } from '../item-database.ts';
import { batchExecuteStatement } from './batch-execute-statement.ts';
import { executeStatement } from './execute-statement.ts';
import { executeTransaction } from './execute-transaction.ts';

/**
 * The actions that run PartiQL statements. A statement is translated to the inputs of the actions on items, which
 * perform it. `transactWrite` is the action TransactWriteItems.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
 */
export const partiqlActions = (database: ItemDatabase, transactWrite: Action): Record<string, Action> => ({
  ExecuteStatement: (input) => executeStatement(input, database),
  BatchExecuteStatement: (input) => batchExecuteStatement(input, database),
  ExecuteTransaction: executeTransaction(database, transactWrite),
});
