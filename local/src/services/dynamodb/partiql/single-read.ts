import { validationError } from '../../../core/aws/aws-error.ts';
import type { ItemDatabase } from '../item-database.ts';
import { keyIn } from './key-conditions.ts';
import { Placeholders } from './placeholders.ts';
import { refuseMultiAttributeIndex, tableOf } from './select-plan.ts';
import type { Select } from './syntax.ts';

/**
 * The input of GetItem for a SELECT in a batch or a transaction, which reads exactly one item by its key. `action` is
 * the name of the API action. Throws ValidationException for any other SELECT.
 */
export const singleRead = (select: Select, action: string, database: ItemDatabase): Record<string, unknown> => {
  const table = tableOf(database, select.table);
  const found = keyIn(table, select.where);
  if (select.index !== undefined && action === 'ExecuteTransaction')
    throw validationError('Reads on indices are not supported within transactions.');
  refuseMultiAttributeIndex(table, select.index);
  if (!found || found.rest || select.index !== undefined)
    throw validationError(`Select statements within ${action} must specify the primary key in the where clause.`);
  const placeholders = new Placeholders();
  const heads = new Set((select.projection ?? []).map(([head]) => String(head)));
  return {
    TableName: select.table,
    Key: found.key,
    ...(heads.size > 0 && {
      ProjectionExpression: [...heads].map((head) => placeholders.name(head)).join(', '),
      ...placeholders.members(),
    }),
  };
};
