import { ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

let tables: Tables;

const book = (shelf: string, place: number, author: string, year: number) => ({
  shelf: { S: shelf },
  place: { N: String(place) },
  author: { S: author },
  year: { N: String(year) },
  title: { S: `${author} ${year}` },
  notes: { M: { pages: { L: [{ N: '10' }, { N: '20' }] } } },
});

const places = async (where: string, more = {}): Promise<(string | undefined)[]> =>
  (await tables.run(`SELECT * FROM books ${where}`, more)).map(({ place }) => place?.N);

beforeEach(async () => {
  tables = await startTables();
  for (const item of [
    book('a', 1, 'Ada', 1990),
    book('a', 2, 'Bob', 1980),
    book('a', 3, 'Ada', 2000),
    book('b', 4, 'Cyd', 1970),
  ])
    await tables.put(item, 'books');
});
afterEach(() => tables.stop());

test.each([
  ["WHERE shelf = 'a'", ['1', '2', '3']],
  ["WHERE 'a' = shelf", ['1', '2', '3']],
  ["WHERE shelf = 'a' AND place > 1", ['2', '3']],
  ["WHERE shelf = 'a' AND 2 > place", ['1']],
  ["WHERE shelf = 'a' AND place BETWEEN 2 AND 3", ['2', '3']],
  ["WHERE shelf = 'a' AND place >= 1 AND place <= 2", ['1', '2']],
  ["WHERE shelf = 'a' AND place IN [1, 3]", ['1', '3']],
  ["WHERE shelf = 'a' AND place IN (1, 3)", ['1', '3']],
  ["WHERE shelf = 'a' AND place <> 1", ['2', '3']],
  ["WHERE shelf = 'a' AND place != 1", ['2', '3']],
  ["WHERE shelf = 'a' AND NOT place = 2", ['1', '3']],
  ["WHERE shelf = 'a' AND (place = 1 OR author = 'Bob')", ['1', '2']],
  ["WHERE shelf = 'a' AND place = 3 OR shelf = 'b'", ['3', '4']],
  ["WHERE shelf IN ['b', 'a']", ['4', '1', '2', '3']],
  ["WHERE shelf = 'b' OR shelf = 'a'", ['4', '1', '2', '3']],
  ["WHERE shelf IN ['a', 'b'] AND place > 2", ['3', '4']],
  ["WHERE author = 'Ada' AND shelf = 'a' AND begins_with(title, 'Ada 2')", ['3']],
  ["WHERE shelf = 'a' AND contains(title, '1980')", ['2']],
  ["WHERE shelf = 'a' AND size(title) = 8 AND attribute_type(year, 'N')", ['1', '2', '3']],
  ["WHERE shelf = 'a' AND attribute_exists(lent) = false", ['1', '2', '3']],
  ["WHERE shelf = 'a' AND lent IS MISSING AND title IS NOT MISSING", ['1', '2', '3']],
  ["WHERE shelf = 'a' AND title IS NOT NULL AND title IS STRING AND place NOT IN [1]", ['2', '3']],
  ["WHERE shelf = 'a' AND notes.pages[1] = 20 AND year = 1.98e3", ['2']],
  ["/* all */ WHERE shelf = 'a' -- of shelf a\n AND year < 1985", ['2']],
])('SELECT * FROM books %s reads the items with these places', async (where, expected) => {
  expect(await places(where)).toEqual(expected);
});

test('without the partition key it scans the table or the index', async () => {
  expect((await places('WHERE year < 1985')).toSorted()).toEqual(['2', '4']);
  expect(await tables.run('SELECT place FROM "books"."by-author" WHERE year = 1970')).toEqual([{ place: { N: '4' } }]);
});

test('parameters stand for the values in their order', async () => {
  const Parameters = [{ S: 'a' }, { N: '1' }];
  expect(await places('WHERE shelf = ? AND place = ?', { Parameters })).toEqual(['1']);
  expect(await refusal(places('WHERE shelf = ? AND place = ?', { Parameters: [{ S: 'a' }] }))).toBe(
    "ValidationException: Number of parameters in request and statement don't match.",
  );
});

test('a selected path has the name of its last part', async () => {
  expect(await tables.run("SELECT place, notes.pages, notes.pages[1], missing FROM books WHERE shelf = 'b'")).toEqual([
    { place: { N: '4' }, pages: { L: [{ N: '10' }, { N: '20' }] }, 'pages[1]': { N: '20' } },
  ]);
});

test('ORDER BY sorts by the sort key, or by the partition key if it reads several partitions', async () => {
  expect(await places("WHERE shelf = 'a' ORDER BY place DESC")).toEqual(['3', '2', '1']);
  expect(await places("WHERE shelf IN ['a', 'b'] ORDER BY shelf DESC, place DESC")).toEqual(['4', '3', '2', '1']);
  const byYear = `SELECT place FROM "books"."by-year" WHERE shelf = 'a' ORDER BY year ASC`;
  expect((await tables.run(byYear)).map(({ place }) => place?.N)).toEqual(['2', '1', '3']);
});

test.each([
  ['ORDER BY place', 'Must have WHERE clause in the statement when using ORDER BY clause.'],
  [
    'WHERE place = 1 ORDER BY place',
    'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
  ],
  ["WHERE shelf = 'a' ORDER BY title", 'Variable reference title in ORDER BY clause must be part of the primary key'],
  [
    "WHERE shelf IN ['a', 'b'] ORDER BY place",
    'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
  ],
])('the clause %s is refused', async (clause, message) => {
  expect(await refusal(places(clause))).toBe(`ValidationException: ${message}`);
});

describe('an index', () => {
  test('is queried by its own keys', async () => {
    const items = await tables.run(`SELECT * FROM "books"."by-author" WHERE author = 'Ada' AND year > 1995`);
    expect(items).toEqual([
      { shelf: { S: 'a' }, place: { N: '3' }, author: { S: 'Ada' }, year: { N: '2000' }, title: { S: 'Ada 2000' } },
    ]);
  });

  test('returns an attribute outside its projection only if it is local', async () => {
    expect(await tables.run(`SELECT title FROM "books"."by-year" WHERE shelf = 'b'`)).toEqual([
      { title: { S: 'Cyd 1970' } },
    ]);
    expect(await refusal(tables.run(`SELECT notes FROM "books"."by-author" WHERE author = 'Ada'`))).toBe(
      'ValidationException: One or more parameter values were invalid: Global secondary index by-author does not project [notes]',
    );
  });
});

describe('pages', () => {
  const page = (Statement: string, more = {}) =>
    tables.client.send(new ExecuteStatementCommand({ Statement, ...more }));

  const pagesOf = async (Statement: string, Limit: number): Promise<(string | undefined)[][]> => {
    const pages: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const { Items = [], ...rest } = await page(Statement, { Limit, ...(NextToken && { NextToken }) });
      pages.push(Items.map(({ place }) => place?.N));
      NextToken = rest.NextToken;
    } while (NextToken);
    return pages;
  };

  test('have at most Limit items before the filter, and continue in the next partition', async () => {
    expect(await pagesOf("SELECT * FROM books WHERE shelf = 'a'", 2)).toEqual([['1', '2'], ['3']]);
    expect(await pagesOf("SELECT * FROM books WHERE shelf = 'a' AND author = 'Ada'", 2)).toEqual([['1'], ['3']]);
    expect(await pagesOf("SELECT * FROM books WHERE shelf IN ['a', 'b']", 3)).toEqual([['1', '2', '3'], ['4']]);
    expect((await pagesOf('SELECT * FROM books', 3)).flat().toSorted()).toEqual(['1', '2', '3', '4']);
  });

  test('of several partitions have at most 10 items', async () => {
    for (let place = 10; place < 20; place += 1) await tables.put(book('c', place, 'Dan', 1960), 'books');
    const { Items, NextToken } = await page("SELECT * FROM books WHERE shelf IN ['b', 'c']");
    expect(Items).toHaveLength(10);
    const rest = await page("SELECT * FROM books WHERE shelf IN ['b', 'c']", { NextToken });
    expect(rest.Items?.map(({ place }) => place?.N)).toEqual(['19']);
  });

  test('have a token that is valid only for their statement', async () => {
    const { NextToken, LastEvaluatedKey } = await page("SELECT * FROM books WHERE shelf = 'a'", { Limit: 1 });
    expect(LastEvaluatedKey).toEqual({ shelf: { S: 'a' }, place: { N: '1' } });
    expect(await refusal(page("SELECT * FROM books WHERE shelf = 'b'", { NextToken }))).toBe(
      'ValidationException: NextToken does not match request',
    );
    expect(await refusal(page("SELECT * FROM books WHERE shelf = 'a'", { NextToken: 'x' }))).toBe(
      'ValidationException: Invalid NextToken',
    );
  });

  test('report the consumed capacity of their reads', async () => {
    const { ConsumedCapacity } = await page("SELECT * FROM books WHERE shelf IN ['a', 'b']", {
      ReturnConsumedCapacity: 'TOTAL',
      ConsistentRead: true,
    });
    expect(ConsumedCapacity).toEqual({ TableName: 'books', CapacityUnits: 2 });
  });
});

test('equality compares values of all types, sets without their order', async () => {
  const values = {
    set: { SS: ['x', 'y'] },
    list: { L: [{ S: 'x' }, { N: '1' }] },
    map: { M: { x: { BOOL: true } } },
    bytes: { B: Uint8Array.from([1, 2]) },
    nothing: { NULL: true as const },
  };
  await tables.put({ id: { S: 'p' }, ...values });
  const found = async (condition: string, more = {}) =>
    (await tables.run(`SELECT id FROM people WHERE id = 'p' AND ${condition}`, more)).length;
  expect(await found("\"set\" = <<'y', 'x'>>")).toBe(1);
  expect(await found("list = ['x', 1] AND map = {'x': TRUE} AND nothing = NULL")).toBe(1);
  expect(await found("list = [1, 'x'] OR map <> {'x': true} OR \"set\" = <<'x'>>")).toBe(0);
  expect(await found('bytes = ?', { Parameters: [{ B: Uint8Array.from([1, 2]) }] })).toBe(1);
});
