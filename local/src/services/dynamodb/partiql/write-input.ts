import type { ItemDatabase } from '../item-database.ts';
import { keyOfWrite } from './key-conditions.ts';
import { Placeholders } from './placeholders.ts';
import { tableOf } from './select-plan.ts';
import type { Change, SetValue, WriteStatement } from './syntax.ts';

type Of<Kind extends WriteStatement['kind']> = Extract<WriteStatement, { readonly kind: Kind }>;

/** The operation that performs a statement, with its input. */
export interface Write {
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  readonly input: Record<string, unknown>;
}

const insertWrite = ({ table, item }: Of<'insert'>, database: ItemDatabase): Write => {
  const [hash] = tableOf(database, table).KeySchema;
  const placeholders = new Placeholders();
  const ConditionExpression = `attribute_not_exists(${placeholders.name(hash?.AttributeName ?? '')})`;
  return {
    operation: 'PutItem',
    input: { TableName: table, Item: item, ConditionExpression, ...placeholders.members() },
  };
};

const setText = (value: SetValue, placeholders: Placeholders): string =>
  value.kind === 'sum'
    ? `${placeholders.operand(value.left)} ${value.operator} ${placeholders.operand(value.right)}`
    : placeholders.operand(value);

const changeText = (change: Change, placeholders: Placeholders): string => {
  const path = placeholders.path(change.path);
  switch (change.kind) {
    case 'set':
      return `${path} = ${setText(change.value, placeholders)}`;
    case 'remove':
      return path;
    default:
      return `${path} ${placeholders.value(change.value)}`;
  }
};

const updateExpression = (changes: readonly Change[], placeholders: Placeholders): string =>
  (['set', 'remove', 'add', 'delete'] as const)
    .map((kind) => ({ kind, own: changes.filter((change) => change.kind === kind) }))
    .filter(({ own }) => own.length > 0)
    .map(({ kind, own }) => `${kind.toUpperCase()} ${own.map((each) => changeText(each, placeholders)).join(', ')}`)
    .join(' ');

/** An UPDATE changes only an existing item, unlike UpdateItem. */
const updateWrite = ({ table, changes, where, returning }: Of<'update'>, database: ItemDatabase): Write => {
  const { key, rest } = keyOfWrite(tableOf(database, table), where);
  const placeholders = new Placeholders();
  const exists = `attribute_exists(${placeholders.name(Object.keys(key)[0] ?? '')})`;
  return {
    operation: 'UpdateItem',
    input: {
      TableName: table,
      Key: key,
      UpdateExpression: updateExpression(changes, placeholders),
      ConditionExpression: rest ? `${exists} AND ${placeholders.part(rest)}` : exists,
      ...placeholders.members(),
      ...(returning !== undefined && { ReturnValues: returning }),
    },
  };
};

/** A DELETE of an item that does not exist changes nothing and succeeds, whatever its other conditions are. */
const deleteWrite = ({ table, where, returning }: Of<'delete'>, database: ItemDatabase): Write => {
  const { key, rest } = keyOfWrite(tableOf(database, table), where);
  const placeholders = new Placeholders();
  const missing = `attribute_not_exists(${placeholders.name(Object.keys(key)[0] ?? '')})`;
  return {
    operation: 'DeleteItem',
    input: {
      TableName: table,
      Key: key,
      ...(rest && { ConditionExpression: `${missing} OR ${placeholders.part(rest)}`, ...placeholders.members() }),
      ...(returning !== undefined && { ReturnValues: returning }),
    },
  };
};

/**
 * Translates an INSERT, UPDATE or DELETE to the operation on an item that has the same effect. Throws
 * ValidationException and ResourceNotFoundException.
 */
export const writeOf = (statement: WriteStatement, database: ItemDatabase): Write => {
  switch (statement.kind) {
    case 'insert':
      return insertWrite(statement, database);
    case 'update':
      return updateWrite(statement, database);
    default:
      return deleteWrite(statement, database);
  }
};
