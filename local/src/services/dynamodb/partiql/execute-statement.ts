import { validationError } from '../../../core/aws/aws-error.ts';
import type { ItemDatabase } from '../item-database.ts';
import { checked } from '../perform.ts';
import { parsedStatement } from './parsed-statement.ts';
import { runSelect, type StatementInput } from './select.ts';
import { EXECUTE_STATEMENT } from './statement-types.ts';
import { runWrite } from './write.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html */
export const executeStatement = async (input: Record<string, unknown>, database: ItemDatabase): Promise<object> => {
  const data = checked('ExecuteStatement', { types: EXECUTE_STATEMENT, custom: undefined }, input, database);
  const request = data as unknown as StatementInput;
  const statement = parsedStatement(request);
  if (statement.kind === 'exists') throw validationError('EXISTS is only supported in ExecuteTransaction');
  if (statement.kind === 'select') return runSelect(statement, request, database);
  if (request.Limit !== undefined || request.NextToken !== undefined)
    throw validationError('Limit and NextToken are only supported for SELECT statements');
  const { Attributes, ConsumedCapacity } = await runWrite(statement, request, database);
  return { Items: Attributes ? [Attributes] : [], ...(ConsumedCapacity && { ConsumedCapacity }) };
};
