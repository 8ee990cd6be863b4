import {
  BatchExecuteStatementCommand,
  ExecuteTransactionCommand,
  type ParameterizedStatement,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

let tables: Tables;
beforeEach(async () => {
  tables = await startTables();
  await tables.put({ id: { S: 'p' }, age: { N: '30' }, home: { M: { town: { S: 'Rome' } } } });
});
afterEach(() => tables.stop());

const MANY = (count: number) =>
  Array.from({ length: count }, () => ({ Statement: "SELECT * FROM people WHERE id = 'p'" }));

describe('BatchExecuteStatement', () => {
  const batch = (...statements: string[]) =>
    tables.client.send(
      new BatchExecuteStatementCommand({
        Statements: statements.map((Statement) => ({ Statement })),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

  test('reads one item for each statement', async () => {
    const { Responses, ConsumedCapacity } = await batch(
      "SELECT home.town FROM people WHERE id = 'p'",
      "SELECT * FROM people WHERE id = 'q'",
    );
    expect(Responses).toEqual([{ TableName: 'people', Item: { town: { S: 'Rome' } } }, { TableName: 'people' }]);
    expect(ConsumedCapacity).toEqual([{ TableName: 'people', CapacityUnits: 1 }]);
  });

  test('performs the other writes if one fails', async () => {
    const { Responses } = await tables.client.send(
      new BatchExecuteStatementCommand({
        Statements: [
          { Statement: "INSERT INTO people VALUE {'id': 'p'}" },
          { Statement: 'Say hello' },
          {
            Statement: "UPDATE people SET age = 1 WHERE id = 'p' AND age = 2",
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
          { Statement: "DELETE FROM nobody WHERE id = 'p'" },
          { Statement: "DELETE FROM people WHERE id = 'p' RETURNING ALL OLD *" },
          { Statement: "INSERT INTO people VALUE {'id': ?}", Parameters: [{ S: 'q' }] },
        ],
      }),
    );
    const Item = { id: { S: 'p' }, age: { N: '30' }, home: { M: { town: { S: 'Rome' } } } };
    expect(Responses).toEqual([
      { TableName: 'people', Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' } },
      {
        Error: {
          Code: 'ValidationError',
          Message: "Statement wasn't well formed, can't be processed: Expected data manipulation",
        },
      },
      {
        TableName: 'people',
        Error: { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item },
      },
      { Error: { Code: 'ResourceNotFound', Message: 'Requested resource not found' } },
      { TableName: 'people', Item },
      { TableName: 'people' },
    ]);
    expect(await tables.stored({ id: { S: 'q' } })).toBeDefined();
  });

  test('refuses a SELECT that can read more than one item', async () => {
    const { Responses } = await batch(
      "SELECT * FROM books WHERE shelf = 'a'",
      "SELECT * FROM people WHERE id = 'p' AND age = 30",
      `SELECT * FROM "books"."by-author" WHERE author = 'Ada'`,
    );
    expect(Responses?.map(({ Error: error }) => `${error?.Code}: ${error?.Message}`)).toEqual(
      Array(3).fill(
        'ValidationError: Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
      ),
    );
  });

  test('refuses reads together with writes, and more than 25 statements', async () => {
    expect(await refusal(batch("SELECT * FROM people WHERE id = 'p'", "DELETE FROM people WHERE id = 'p'"))).toBe(
      'ValidationException: BatchExecuteStatement API does not support both read and write operations in the same request.',
    );
    expect(await refusal(tables.client.send(new BatchExecuteStatementCommand({ Statements: MANY(26) })))).toMatch(
      /at 'statements' failed to satisfy constraint: Member must have length less than or equal to 25$/,
    );
  });
});

describe('ExecuteTransaction', () => {
  const transact = (...TransactStatements: (string | ParameterizedStatement)[]) =>
    tables.client.send(
      new ExecuteTransactionCommand({
        TransactStatements: TransactStatements.map((each) => (typeof each === 'string' ? { Statement: each } : each)),
      }),
    );
  const CHECK = "EXISTS(SELECT * FROM people WHERE id = 'p' AND age = 30)";

  test('performs all writes, or none if a condition is false', async () => {
    const { Responses } = await transact(
      CHECK,
      "INSERT INTO people VALUE {'id': 'q'}",
      "UPDATE books SET title = 'x' WHERE shelf = 'a' AND place = 1 AND title IS MISSING",
    ).catch((error) => ({ Responses: error.CancellationReasons }));
    expect(Responses).toMatchObject([{ Code: 'None' }, { Code: 'None' }, { Code: 'ConditionalCheckFailed' }]);
    expect(await tables.stored({ id: { S: 'q' } })).toBeUndefined();
    expect((await transact(CHECK, "INSERT INTO people VALUE {'id': 'q'}")).Responses).toEqual([]);
    expect(await tables.stored({ id: { S: 'q' } })).toBeDefined();
  });

  test('reports duplicate items and, on request, the item of a failed condition', async () => {
    const error = await transact("INSERT INTO people VALUE {'id': 'p'}", {
      Statement: "EXISTS(SELECT * FROM people WHERE id = 'p' AND age = 31)",
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }).catch((each) => each);
    expect(error.message).toBe('Transaction request cannot include multiple operations on one item');
    const other = await transact("INSERT INTO people VALUE {'id': 'p'}", "DELETE FROM people WHERE id = 'r'").catch(
      (each) => each,
    );
    expect(other).toMatchObject({
      name: 'TransactionCanceledException',
      message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [DuplicateItem, None]',
      CancellationReasons: [
        { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' },
        { Code: 'None' },
      ],
    });
  });

  test('reads items in one view', async () => {
    await tables.put({ id: { S: 'q' }, age: { N: '5' } });
    const { Responses } = await transact(
      "SELECT * FROM people WHERE id = 'q'",
      { Statement: 'SELECT home.town FROM people WHERE id = ?', Parameters: [{ S: 'p' }] },
      "SELECT * FROM people WHERE id = 'r'",
    );
    expect(Responses).toEqual([{ Item: { id: { S: 'q' }, age: { N: '5' } } }, { Item: { town: { S: 'Rome' } } }, {}]);
  });

  test('with a repeated token is performed once', async () => {
    const command = () =>
      new ExecuteTransactionCommand({
        TransactStatements: [{ Statement: "UPDATE people SET age = age + 1 WHERE id = 'p'" }],
        ClientRequestToken: 'token-1',
      });
    await tables.client.send(command());
    await tables.client.send(command());
    expect(await tables.stored({ id: { S: 'p' } })).toMatchObject({ age: { N: '31' } });
  });

  test.each([
    [
      "SELECT * FROM people WHERE id = 'p' AND age = 30",
      'Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction must specify the primary key in the where clause.',
    ],
    [
      "EXISTS(SELECT * FROM people WHERE id = 'p')",
      'Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition',
    ],
    [
      "UPDATE people SET age = 1 WHERE id = 'p' RETURNING ALL NEW *",
      'Validation failed in TransactStatements[0]: RETURNING clause is not supported in ExecuteTransaction.',
    ],
    [
      'UPDATE people',
      "Validation failed in TransactStatements[0]: Statement wasn't well formed, can't be processed: Expected data manipulation",
    ],
  ])('refuses %s', async (statement, message) => {
    expect(await refusal(transact(statement))).toBe(`ValidationException: ${message}`);
  });

  test('refuses reads together with writes, and more than 100 statements', async () => {
    expect(await refusal(transact("SELECT * FROM people WHERE id = 'p'", "DELETE FROM people WHERE id = 'q'"))).toBe(
      'ValidationException: ExecuteTransaction API does not support both read and write operations in the same request.',
    );
    expect(await refusal(transact(...MANY(101)))).toMatch(/length less than or equal to 100$/);
  });

  test('reports twice the capacity of its writes', async () => {
    const { ConsumedCapacity } = await tables.client.send(
      new ExecuteTransactionCommand({
        TransactStatements: [{ Statement: "UPDATE people SET age = 1 WHERE id = 'p'" }],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(ConsumedCapacity).toEqual([{ TableName: 'people', CapacityUnits: 2, WriteCapacityUnits: 2 }]);
  });
});
