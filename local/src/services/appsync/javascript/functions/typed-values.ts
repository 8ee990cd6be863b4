import { isMembers, membersArgument } from './arguments.ts';
import type { FunctionTable } from './function-table.ts';

/** A value in DynamoDB's format, for example `{ S: 'text' }`. Numbers are JSON numbers, as in AppSync. */
export type TypedValue = { readonly [type: string]: unknown };

/**
 * Converts a value to DynamoDB's format. Arrays become lists, never sets.
 * https://docs.aws.amazon.com/appsync/latest/devguide/dynamodb-helpers-in-util-dynamodb-js.html
 */
export const typed = (value: unknown): TypedValue => {
  if (value === null || value === undefined) return { NULL: null };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(typed) };
  return { M: typedMembers(value) };
};

/** The members of an object in DynamoDB's format. A set of `util.dynamodb.toStringSet` and its like is not converted. */
export const typedMembers = (members: object): { readonly [name: string]: TypedValue } =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, isSet(value) ? value : typed(value)]));

const SETS: ReadonlySet<string> = new Set(['SS', 'NS', 'BS']);

const isSet = (value: unknown): value is TypedValue => {
  if (!isMembers(value)) return false;
  const [first, ...others] = Object.entries(value);
  return first !== undefined && SETS.has(first[0]) && Array.isArray(first[1]) && others.length === 0;
};

/** Null stays null; other values get the type `type`. */
const as =
  (type: string) =>
  ([value]: readonly unknown[]): TypedValue | null =>
    value === null || value === undefined ? null : { [type]: value };

/** Null stays null; other values are converted by their own type. */
const byType = ([value]: readonly unknown[]): TypedValue | null =>
  value === null || value === undefined ? null : typed(value);

const s3Object = ([key, bucket, region, version]: readonly unknown[]): TypedValue => ({
  S: JSON.stringify({ s3: { key, bucket, region, ...(version ? { version } : {}) } }),
});

export const TYPED_VALUE_FUNCTIONS: FunctionTable = {
  'util.dynamodb.toDynamoDB': ([value]) => typed(value),
  'util.dynamodb.toString': as('S'),
  'util.dynamodb.toNumber': as('N'),
  'util.dynamodb.toBinary': as('B'),
  'util.dynamodb.toBoolean': as('BOOL'),
  'util.dynamodb.toNull': () => ({ NULL: null }),
  'util.dynamodb.toStringSet': as('SS'),
  'util.dynamodb.toNumberSet': as('NS'),
  'util.dynamodb.toBinarySet': as('BS'),
  'util.dynamodb.toList': byType,
  'util.dynamodb.toMap': byType,
  'util.dynamodb.toMapValues': ([value]) =>
    value === null || value === undefined ? null : typedMembers(membersArgument(value, 'The value of toMapValues')),
  'util.dynamodb.toS3Object': s3Object,
  'util.dynamodb.fromS3ObjectJson': ([text]) => JSON.parse(String(text)).s3 ?? null,
  'dynamodb.toStringSet': as('SS'),
  'dynamodb.toNumberSet': as('NS'),
  'dynamodb.toBinarySet': as('BS'),
};
