import {
  type AttributeValue,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  ExecuteTransactionCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

/** `by-author` contains only the titles, `by-year` only keys. The last book has neither author nor year. */
const BOOKS: readonly Record<string, AttributeValue>[] = [
  { place: { N: '1' }, author: { S: 'Ada' }, year: { N: '1990' }, title: { S: 'T1' }, pages: { N: '10' } },
  { place: { N: '2' }, author: { S: 'Ada' }, year: { N: '1991' }, title: { S: 'T2' }, pages: { N: '20' } },
  { place: { N: '3' }, author: { S: 'Ben' }, year: { N: '1992' }, title: { S: 'T3' }, pages: { N: '30' } },
  { place: { N: '4' }, pages: { N: '10' } },
];

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  for (const book of BOOKS) await tables.put({ shelf: { S: 's' }, ...book }, 'books');
});
afterAll(() => tables.stop());

const run = (Statement: string, more: Partial<ExecuteStatementCommandInput> = {}) =>
  tables.client.send(new ExecuteStatementCommand({ Statement, ReturnConsumedCapacity: 'INDEXES', ...more }));
const places = async (statement: string): Promise<(string | undefined)[]> =>
  ((await run(statement)).Items ?? []).map(({ place }) => place?.N).sort();

test('SELECT * returns what the index contains, and reads nothing from the table', async () => {
  const { Items, ConsumedCapacity } = await run(`SELECT * FROM "books"."by-year" WHERE shelf = 's'`);
  expect(Items).toHaveLength(3);
  for (const item of Items ?? []) expect(Object.keys(item).sort()).toEqual(['place', 'shelf', 'year']);
  expect(ConsumedCapacity).toMatchObject({
    CapacityUnits: 0.5,
    Table: { CapacityUnits: 0 },
    LocalSecondaryIndexes: { 'by-year': { CapacityUnits: 0.5 } },
  });
});

test('each item that a local index fetches from the table is charged, also if the filter removes it', async () => {
  const fetching = `SELECT pages FROM "books"."by-year" WHERE shelf = 's'`;
  const charged = async (statement: string, more = {}) => {
    const { Items, ConsumedCapacity } = await run(statement, more);
    return [Items?.length, ConsumedCapacity?.Table?.CapacityUnits];
  };
  expect(await charged(fetching)).toEqual([3, 1.5]);
  expect(await charged(fetching, { Limit: 1 })).toEqual([1, 0.5]);
  expect(await charged(fetching, { ConsistentRead: true })).toEqual([3, 3]);
  expect(await charged(`${fetching} AND place = 9`)).toEqual([0, 1.5]);
});

const FILTER = (index: string) =>
  `One or more parameter values were invalid: Secondary index ${index} does not project one or more filter attributes: [pages]`;

test.each([
  [`"by-author" WHERE author = 'Ada' AND pages = 10`, FILTER('by-author')],
  [`"by-author" WHERE author IN ['Ada', 'Ben'] AND pages = 10`, FILTER('by-author')],
  [`"by-author" WHERE author = 'Ada' AND NOT pages = 10`, FILTER('by-author')],
  [`"by-author" WHERE author = 'Ada' AND pages IS NOT MISSING`, FILTER('by-author')],
  [`"by-year" WHERE shelf = 's' AND year BETWEEN 1 AND 9 AND size(pages) = 10`, FILTER('by-year')],
  [`"by-size" WHERE author = 'Ada'`, 'The table does not have the specified index'],
  [`"books" WHERE author = 'Ada'`, 'The table does not have the specified index'],
])('a query of %s is refused', async (source, message) => {
  expect(await refusal(run(`SELECT title FROM "books".${source}`))).toBe(`ValidationException: ${message}`);
});

test('without the key of the index, a filter finds only what the index contains', async () => {
  expect(await places(`SELECT place FROM "books"."by-author" WHERE pages = 10`)).toEqual([]);
  expect(await places(`SELECT place FROM "books"."by-year" WHERE pages = 10`)).toEqual([]);
  expect(await places(`SELECT place FROM "books"."by-year" WHERE NOT pages = 10`)).toEqual(['1', '2', '3']);
  expect(
    await places(`SELECT place FROM "books"."by-author" WHERE (author = 'Ada' AND pages = 10) OR author = 'Ben'`),
  ).toEqual(['3']);
});

test('a global index has no consistent reads, which is reported after an unknown index', async () => {
  const consistent = (index: string) => refusal(run(`SELECT * FROM "books"."${index}"`, { ConsistentRead: true }));
  expect(await consistent('by-author')).toBe(
    'ValidationException: Strongly consistent read is not supported on Global Secondary Indexes',
  );
  expect(await consistent('by-size')).toBe('ValidationException: The table does not have the specified index');
  expect(await consistent('by-year')).toBe('accepted');
});

test('a transaction does not read an index', async () => {
  const Statement = `SELECT * FROM "books"."by-author" WHERE author = 'Ada'`;
  const transaction = new ExecuteTransactionCommand({ TransactStatements: [{ Statement }] });
  expect(await refusal(tables.client.send(transaction))).toBe(
    'ValidationException: Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions.',
  );
});
