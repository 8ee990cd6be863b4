import { createHash } from 'node:crypto';
import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Action } from '../../core/service.ts';
import { internals } from './dynalite-internals.ts';
import type { Item } from './dynalite-types.ts';
import { writeUnitsOf } from './item-bytes.ts';
import { itemCollections } from './item-collections.ts';
import type { ItemDatabase } from './item-database.ts';
import { asAwsError, FREE, performNow, TRANSACTIONAL, validated } from './perform.ts';
import { transactionCapacity } from './transact-capacity.ts';
import {
  cancelUnlessNone,
  checkTransaction,
  keyOfTarget,
  type Reason,
  reasonOf,
  refuseDuplicates,
  refuseSize,
  type Target,
} from './transact-checks.ts';
import { transactGet } from './transact-get.ts';

/** How long AWS treats a repeated ClientRequestToken as the same request. */
const TOKEN_MS = 10 * 60_000;

const OPERATION_OF = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const;
type Kind = keyof typeof OPERATION_OF;

interface Step extends Target {
  readonly kind: Kind;
  readonly wantsItem: boolean;
}

/** The steps of a transaction, from TransactItems. `detail` is ReturnConsumedCapacity of the transaction. */
const readSteps = (items: readonly Record<string, unknown>[], detail: unknown, database: ItemDatabase): Step[] =>
  items.map((item) => {
    const [kind, more] = Object.keys(item) as Kind[];
    if (!kind || more || !Object.hasOwn(OPERATION_OF, kind))
      throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
    const { ReturnValuesOnConditionCheckFailure: onFailure, ...input } = (item[kind] ?? {}) as Record<string, unknown>;
    if (kind === 'ConditionCheck' && input.ConditionExpression === undefined)
      throw validationError('The ConditionExpression of a ConditionCheck is required.');
    const data = validated(OPERATION_OF[kind], input, database);
    return {
      kind,
      data: detail === undefined ? data : { ...data, ReturnConsumedCapacity: detail },
      wantsItem: onFailure === 'ALL_OLD',
    };
  });

const itemOf = (step: Step, database: ItemDatabase): Item | undefined => {
  const input = { TableName: step.data.TableName, Key: keyOfTarget(step, database) };
  return (performNow('GetItem', input, database, FREE) as { Item?: Item }).Item;
};

/** Performs a ConditionCheck. It consumes as much capacity as a write of the item. */
const checkCondition = (step: Step, database: ItemDatabase): unknown => {
  const item = itemOf(step, database);
  const refused = internals.checkConditional(step.data, item);
  if (refused) throw asAwsError(refused);
  const units = writeUnitsOf(item);
  return {
    ConsumedCapacity: { TableName: step.data.TableName, CapacityUnits: units, Table: { CapacityUnits: units } },
  };
};

const performStep = (step: Step, database: ItemDatabase): unknown =>
  step.kind === 'ConditionCheck'
    ? checkCondition(step, database)
    : performNow(OPERATION_OF[step.kind], step.data, database, TRANSACTIONAL);

interface Outcome {
  readonly reason: Reason;
  readonly answer?: unknown;
}

const attempt = (step: Step, database: ItemDatabase): Outcome => {
  try {
    return { reason: { Code: 'None' }, answer: performStep(step, database) };
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    const item = step.wantsItem && reason.Code === 'ConditionalCheckFailed' ? itemOf(step, database) : undefined;
    return { reason: { ...reason, ...(item && { Item: item }) } };
  }
};

const writtenItems = (steps: readonly Step[]): Item[] => steps.map(({ data }) => (data.Item ?? data.Key) as Item);

const metricsOf = (steps: readonly Step[], input: Record<string, unknown>, database: ItemDatabase): object => {
  const writes = steps
    .filter(({ kind }) => kind !== 'ConditionCheck')
    .map((step) => ({ table: database.table(String(step.data.TableName)), item: keyOfTarget(step, database) }));
  const metrics = itemCollections(writes, input.ReturnItemCollectionMetrics);
  return metrics ? { ItemCollectionMetrics: metrics } : {};
};

/**
 * Whether this token was used for the same request in the last TOKEN_MS milliseconds; if not, stores the token. Call it
 * inside `ItemDatabase.write`. Throws IdempotentParameterMismatchException if the token was used for another request.
 */
const isRepeated = (kernel: Kernel, token: unknown, steps: readonly Step[]): boolean => {
  if (typeof token !== 'string') return false;
  const now = kernel.clock.now();
  const request = createHash('sha256').update(JSON.stringify(steps)).digest('hex');
  kernel.store.prepare('DELETE FROM dynamodb_tokens WHERE until_ms <= ?').run(now);
  const known = kernel.store.prepare('SELECT request FROM dynamodb_tokens WHERE token = ?').get(token);
  if (!known) {
    kernel.store
      .prepare('INSERT INTO dynamodb_tokens (token, request, until_ms) VALUES (?, ?, ?)')
      .run(token, request, now + TOKEN_MS);
    return false;
  }
  if (known.request === request) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'The provided ClientRequestToken was already used with different parameters.',
  );
};

/** The answer to a repeated transaction: AWS reads the items instead of writing them, and charges for that. */
const repeated = (steps: readonly Step[], input: Record<string, unknown>, database: ItemDatabase): object => {
  const { ReturnConsumedCapacity: detail } = input;
  const answers = steps.map((step) => {
    const read = { TableName: step.data.TableName, Key: keyOfTarget(step, database), ConsistentRead: true };
    const reported = detail === undefined ? read : { ...read, ReturnConsumedCapacity: detail };
    return performNow('GetItem', reported, database, TRANSACTIONAL);
  });
  return transactionCapacity(answers, 'ReadCapacityUnits', detail);
};

/**
 * The actions on transactions. All steps of a transaction run in one atomic write; if one step fails, all are rolled
 * back.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const transactionActions = (kernel: Kernel, database: ItemDatabase) => {
  kernel.store.define(
    `CREATE TABLE IF NOT EXISTS dynamodb_tokens (token TEXT PRIMARY KEY, request TEXT NOT NULL, until_ms INTEGER NOT NULL);
     CREATE INDEX IF NOT EXISTS dynamodb_tokens_by_end ON dynamodb_tokens (until_ms)`,
  );
  return {
    TransactWriteItems: (input) => {
      const steps = readSteps(checkTransaction(input), input.ReturnConsumedCapacity, database);
      refuseSize(writtenItems(steps));
      return database.write(() => {
        if (isRepeated(kernel, input.ClientRequestToken, steps)) return repeated(steps, input, database);
        refuseDuplicates(steps, database);
        const outcomes = steps.map((step) => attempt(step, database));
        cancelUnlessNone(outcomes.map(({ reason }) => reason));
        const answers = outcomes.map(({ answer }) => answer);
        return {
          ...transactionCapacity(answers, 'WriteCapacityUnits', input.ReturnConsumedCapacity),
          ...metricsOf(steps, input, database),
        };
      });
    },
    TransactGetItems: (input) => transactGet(input, database),
  } satisfies Record<string, Action>;
};
