import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import { memberName, textOfAny } from '../../core/parameters/constraint.ts';
import type { Item } from './dynalite-types.ts';
import { keyOf } from './item-actions.ts';
import { bytesOfItem } from './item-bytes.ts';
import type { ItemDatabase } from './item-database.ts';

const MAX_ACTIONS = 100;
const MAX_TOKEN_LENGTH = 36;
const MAX_BYTES = 4 * 1024 * 1024;

export interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

interface Member {
  readonly name: string;
  readonly allowed: readonly string[];
}

const CAPACITY: Member = { name: 'ReturnConsumedCapacity', allowed: ['INDEXES', 'TOTAL', 'NONE'] };
const METRICS: Member = { name: 'ReturnItemCollectionMetrics', allowed: ['SIZE', 'NONE'] };

const failed = (name: string, value: string, rule: string): string =>
  `Value ${value} at '${memberName(name)}' failed to satisfy constraint: ${rule}`;

const enumErrors = (input: Record<string, unknown>, { name, allowed }: Member): string[] => {
  const value = input[name];
  if (value === undefined || allowed.some((each) => each === value)) return [];
  return [failed(name, `'${textOfAny(value)}'`, `Member must satisfy enum value set: [${allowed.join(', ')}]`)];
};

const tokenErrors = ({ ClientRequestToken: token }: Record<string, unknown>): string[] => {
  if (typeof token !== 'string') return [];
  const rule = token === '' ? 'greater than or equal to 1' : `less than or equal to ${MAX_TOKEN_LENGTH}`;
  if (token !== '' && token.length <= MAX_TOKEN_LENGTH) return [];
  return [failed('ClientRequestToken', `'${token}'`, `Member must have length ${rule}`)];
};

/**
 * The errors in TransactItems. Messages contain the kinds of the actions but not their items, because items contain the
 * users' data.
 */
const itemsErrors = (items: unknown): string[] => {
  if (items === undefined || items === null) return [failed('TransactItems', 'null', 'Member must not be null')];
  if (!Array.isArray(items)) return [];
  if (items.length > 0 && items.length <= MAX_ACTIONS) return items.flatMap(itemErrors);
  const kinds = items.map((item) => Object.keys(item ?? {}).join(' ')).join(', ');
  const rule = items.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ACTIONS}`;
  return [failed('TransactItems', `'[${kinds}]'`, `Member must have length ${rule}`)];
};

const itemErrors = (item: unknown, index: number): string[] =>
  item === null ? [failed(`TransactItems.${index + 1}.member`, 'null', 'Member must not be null')] : [];

/**
 * Checks the members of a transaction request; the actions themselves are checked later. Throws ValidationException
 * with all errors.
 */
export const checkTransaction = (input: Record<string, unknown>): Record<string, unknown>[] => {
  const errors = [
    ...tokenErrors(input),
    ...enumErrors(input, CAPACITY),
    ...enumErrors(input, METRICS),
    ...itemsErrors(input.TransactItems),
  ];
  if (errors.length > 0)
    throw validationError(
      `${errors.length} validation error${errors.length > 1 ? 's' : ''} detected: ${errors.join('; ')}`,
    );
  const { TransactItems: items } = input;
  if (!Array.isArray(items) || !items.every(isStructure))
    throw new AwsError('SerializationException', 'Unexpected field type');
  return items;
};

const isStructure = (item: unknown): item is Record<string, unknown> =>
  typeof item === 'object' && !Array.isArray(item);

/** A checked action of a transaction. */
export interface Target {
  readonly data: Record<string, unknown>;
}

export const keyOfTarget = ({ data }: Target, database: ItemDatabase): Item =>
  keyOf(database, data.TableName, (data.Key ?? data.Item) as Record<string, unknown>) as Item;

/** Throws ValidationException if two actions refer to the same item. */
export const refuseDuplicates = (targets: readonly Target[], database: ItemDatabase): void => {
  const existing = targets.filter(({ data }) => database.table(String(data.TableName)));
  const keys = existing.map((target) => JSON.stringify([target.data.TableName, keyOfTarget(target, database)]));
  if (new Set(keys).size < keys.length)
    throw validationError('Transaction request cannot include multiple operations on one item');
};

/** Throws ValidationException if the items of a transaction together exceed AWS's maximum size. */
export const refuseSize = (items: readonly Item[]): void => {
  if (items.reduce((total, item) => total + bytesOfItem(item), 0) > MAX_BYTES)
    throw validationError('Transaction request exceeds the maximum allowed size of 4 MB');
};

const REASONS: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

/** Whether the error refuses the whole request: AWS does so for an empty key value. */
const isOfRequest = ({ message }: AwsError): boolean =>
  message.startsWith('One or more parameter values are not valid.');

/** The cancellation reason for an action's error; undefined if the error refuses the whole request. */
export const reasonOf = (error: unknown): Reason | undefined => {
  if (!(error instanceof AwsError) || isOfRequest(error)) return undefined;
  const code = REASONS[error.code];
  return code === undefined ? undefined : { Code: code, Message: error.message };
};

/** Throws TransactionCanceledException unless every reason is `None`. */
export const cancelUnlessNone = (reasons: readonly Reason[]): void => {
  if (reasons.every(({ Code }) => Code === 'None')) return;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { fields: { CancellationReasons: reasons } },
  );
};
