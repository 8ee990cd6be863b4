import { validationError } from '../../core/aws/aws-error.ts';
import type { Item } from './dynalite-types.ts';
import type { ItemDatabase } from './item-database.ts';
import { performNow, TRANSACTIONAL, validated } from './perform.ts';
import { transactionCapacity } from './transact-capacity.ts';
import {
  cancelUnlessNone,
  checkTransaction,
  type Reason,
  reasonOf,
  refuseDuplicates,
  refuseSize,
} from './transact-checks.ts';

interface Outcome {
  readonly reason: Reason;
  readonly answer: { readonly Item?: Item };
}

const attempt = (data: Record<string, unknown>, database: ItemDatabase): Outcome => {
  try {
    return {
      reason: { Code: 'None' },
      answer: performNow('GetItem', data, database, TRANSACTIONAL) as Outcome['answer'],
    };
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    return { reason, answer: {} };
  }
};

/**
 * Reads several items in one consistent view. Throws TransactionCanceledException if one of them cannot be read.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 */
export const transactGet = (input: Record<string, unknown>, database: ItemDatabase): object => {
  const detail = input.ReturnConsumedCapacity;
  const targets = checkTransaction(input).map((item) => {
    const { Get: get, ...more } = item;
    if (get === undefined || get === null || Object.keys(more).length > 0)
      throw validationError('TransactItems of TransactGetItems can only contain Get');
    const data = validated('GetItem', get as Record<string, unknown>, database);
    return { data: { ...data, ConsistentRead: true, ...(detail !== undefined && { ReturnConsumedCapacity: detail }) } };
  });
  refuseDuplicates(targets, database);
  const outcomes = targets.map(({ data }) => attempt(data, database));
  cancelUnlessNone(outcomes.map(({ reason }) => reason));
  const answers = outcomes.map(({ answer }) => answer);
  refuseSize(answers.flatMap(({ Item: item }) => (item ? [item] : [])));
  return {
    Responses: answers.map(({ Item: item }) => (item ? { Item: item } : {})),
    ...transactionCapacity(answers, 'ReadCapacityUnits', detail),
  };
};
