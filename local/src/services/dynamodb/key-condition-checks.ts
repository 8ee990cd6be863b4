import { AwsError } from '../../core/aws/aws-error.ts';
import type { Check, Database, Table } from './dynalite-types.ts';

interface KeyQuery {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly KeyConditions?: object;
}

const keyAttributes = ({ TableName = '', IndexName }: KeyQuery, database: Database): number => {
  let found: Table | undefined;
  database.getTable(TableName, (_, table) => {
    found = table;
  });
  if (!found) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  const { GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = [], KeySchema } = found;
  const index = [...global, ...local].find((each) => each.IndexName === IndexName);
  return (index?.KeySchema ?? KeySchema).length;
};

/**
 * Makes a check of Query report errors of a KeyConditionExpression in AWS's words: dynalite reports those of the
 * KeyConditions to which it converts the expression.
 */
export const inWordsOfKeyCondition =
  (check: Check): Check =>
  (data, database) => {
    const message = check(data, database);
    if (message === undefined || data.KeyConditionExpression === undefined) return message;
    if (message === 'KeyConditionExpressions must only contain one condition per key')
      return `Invalid KeyConditionExpression: ${message}`;
    if (message === 'Conditions can be of length 1 or 2 only')
      return `The number of query conditions (${Object.keys((data as KeyQuery).KeyConditions ?? {}).length}) exceeds the number of key attributes defined in the schema (${keyAttributes(data as KeyQuery, database)})`;
    if (/ComparisonOperator EQ is not valid for \w+ AttributeValue type$/.test(message))
      return 'One or more parameter values were invalid: Condition parameter type does not match schema type';
    return message;
  };
