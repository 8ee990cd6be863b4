import { AwsError } from '../../core/aws/aws-error.ts';
import type { Check, Database, Index, Table } from './dynalite-types.ts';
import { indexesOf } from './index-keys.ts';
import { hasMultiAttributeKey } from './multi-attribute-keys.ts';

interface KeyQuery {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly KeyConditions?: object;
}

const tableOf = (name: string, database: Database): Table | undefined => {
  let found: Table | undefined;
  database.getTable(name, (_, table) => {
    found = table;
  });
  return found;
};

const keyAttributes = ({ TableName = '', IndexName }: KeyQuery, database: Database): number => {
  const found = tableOf(TableName, database);
  if (!found) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  const index = indexesOf(found).find((each) => each.IndexName === IndexName);
  return (index ?? found).KeySchema.length;
};

/** The index that a Query reads, with its table, if the key of the index has several attributes. */
export const multiAttributeIndex = (
  { TableName = '', IndexName }: KeyQuery,
  database: Database,
): { readonly table: Table; readonly index: Index } | undefined => {
  const table = IndexName === undefined ? undefined : tableOf(TableName, database);
  const index = table?.GlobalSecondaryIndexes?.find((each) => each.IndexName === IndexName);
  return table && index && hasMultiAttributeKey(index) ? { table, index } : undefined;
};

/** dynalite's last check of a Query. */
const TOO_MANY = 'Conditions can be of length 1 or 2 only';

const countOf = ({ KeyConditions: conditions = {} }: KeyQuery): number => Object.keys(conditions).length;

/** Whether the index has a key of several attributes, and at least as many as the query has conditions. */
const isShortEnough = (data: KeyQuery, database: Database): boolean => {
  const found = multiAttributeIndex(data, database);
  return found !== undefined && countOf(data) > 0 && countOf(data) <= found.index.KeySchema.length;
};

/**
 * Makes a check of Query report errors of a KeyConditionExpression in AWS's words: dynalite reports those of the
 * KeyConditions to which it converts the expression.
 */
export const inWordsOfKeyCondition =
  (check: Check): Check =>
  (data, database) => {
    const message = check(data, database);
    if (message === TOO_MANY && isShortEnough(data as KeyQuery, database)) return undefined;
    if (message === undefined || data.KeyConditionExpression === undefined) return message;
    if (message === 'KeyConditionExpressions must only contain one condition per key')
      return `Invalid KeyConditionExpression: ${message}`;
    if (message === TOO_MANY)
      return `The number of query conditions (${countOf(data as KeyQuery)}) exceeds the number of key attributes defined in the schema (${keyAttributes(data as KeyQuery, database)})`;
    if (/ComparisonOperator EQ is not valid for \w+ AttributeValue type$/.test(message))
      return 'One or more parameter values were invalid: Condition parameter type does not match schema type';
    return message;
  };
