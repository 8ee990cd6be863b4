import { createHash } from 'node:crypto';
import { AwsError, unsupported, validationError } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Action } from '../../core/service.ts';
import { type Item, internals } from './dynalite.ts';
import { keyOf } from './item-actions.ts';
import type { ItemDatabase } from './item-database.ts';
import { asAwsError, FREE, performNow, TRANSACTIONAL, validated } from './perform.ts';

const MAX_ACTIONS = 100;
/** How long AWS treats a repeated ClientRequestToken as the same request. */
const TOKEN_MS = 10 * 60_000;

const OPERATION_OF = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const;
type Kind = keyof typeof OPERATION_OF;

interface Step {
  readonly kind: Kind;
  readonly data: Record<string, unknown>;
  readonly wantsItem: boolean;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

const readSteps = (items: unknown, database: ItemDatabase): Step[] => {
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ACTIONS)
    throw validationError(`Member must have length between 1 and ${MAX_ACTIONS}: transactItems`);
  return items.map((item: Record<string, Record<string, unknown>>) => {
    const [kind, more] = Object.keys(item) as Kind[];
    if (!kind || more || !Object.hasOwn(OPERATION_OF, kind))
      throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
    const { ReturnValuesOnConditionCheckFailure: onFailure, ...input } = item[kind] ?? {};
    if (kind === 'ConditionCheck' && input.ConditionExpression === undefined)
      throw validationError('The ConditionExpression of a ConditionCheck is required.');
    return { kind, data: validated(OPERATION_OF[kind], input, database), wantsItem: onFailure === 'ALL_OLD' };
  });
};

const keyText = ({ data }: Step, database: ItemDatabase): string => {
  const given = (data.Key ?? data.Item) as Record<string, unknown>;
  return JSON.stringify([data.TableName, data.Key ? given : keyOf(database, data.TableName, given)]);
};

const refuseDuplicates = (steps: readonly Step[], database: ItemDatabase): void => {
  if (new Set(steps.map((step) => keyText(step, database))).size < steps.length)
    throw validationError('Transaction request cannot include multiple operations on one item');
};

const itemOf = ({ data }: Step, database: ItemDatabase): Item | undefined => {
  const given = (data.Key ?? data.Item) as Record<string, unknown>;
  const key = keyOf(database, data.TableName, given);
  return (performNow('GetItem', { TableName: data.TableName, Key: key }, database, FREE) as { Item?: Item }).Item;
};

const performStep = (step: Step, database: ItemDatabase): void => {
  if (step.kind !== 'ConditionCheck') {
    performNow(OPERATION_OF[step.kind], step.data, database, TRANSACTIONAL);
    return;
  }
  const refused = internals.checkConditional(step.data, itemOf(step, database));
  if (refused) throw asAwsError(refused);
};

const REASON_OF: Record<string, string> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

const attempt = (step: Step, database: ItemDatabase): Reason => {
  try {
    performStep(step, database);
    return { Code: 'None' };
  } catch (error) {
    const code = error instanceof AwsError ? REASON_OF[error.code] : undefined;
    if (!code) throw error;
    const item = step.wantsItem && code === 'ConditionalCheckFailed' ? itemOf(step, database) : undefined;
    return { Code: code, Message: (error as AwsError).message, ...(item && { Item: item }) };
  }
};

const refuseConsumedCapacity = (input: Record<string, unknown>): void => {
  if (input.ReturnConsumedCapacity !== undefined && input.ReturnConsumedCapacity !== 'NONE')
    throw unsupported('ReturnConsumedCapacity of a DynamoDB transaction');
};

/**
 * Whether this token was used for the same request in the last TOKEN_MS; records the token if not. Call it inside
 * `ItemDatabase.write`. Throws IdempotentParameterMismatchException if the token was used for another request.
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

/**
 * Transactions: all steps run in one atomic write; if one step fails, all are rolled back.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const transactionActions = (kernel: Kernel, database: ItemDatabase): Record<string, Action> => {
  kernel.store.define(
    'CREATE TABLE IF NOT EXISTS dynamodb_tokens (token TEXT PRIMARY KEY, request TEXT NOT NULL, until_ms INTEGER NOT NULL)',
  );
  return {
    TransactWriteItems: (input) => {
      refuseConsumedCapacity(input);
      const steps = readSteps(input.TransactItems, database);
      return database.write(() => {
        if (isRepeated(kernel, input.ClientRequestToken, steps)) return {};
        refuseDuplicates(steps, database);
        const reasons = steps.map((step) => attempt(step, database));
        if (reasons.every(({ Code }) => Code === 'None')) return {};
        const codes = reasons.map(({ Code }) => Code).join(', ');
        throw new AwsError(
          'TransactionCanceledException',
          `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
          { fields: { CancellationReasons: reasons } },
        );
      });
    },
    TransactGetItems: (input) => {
      refuseConsumedCapacity(input);
      const items = input.TransactItems;
      if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ACTIONS)
        throw validationError(`Member must have length between 1 and ${MAX_ACTIONS}: transactItems`);
      const gets = items.map(({ Get }: { Get?: Record<string, unknown> }) => validated('GetItem', Get ?? {}, database));
      return { Responses: gets.map((get) => performNow('GetItem', get, database, TRANSACTIONAL)) };
    },
  };
};
