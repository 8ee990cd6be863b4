import { ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

let tables: Tables;
beforeEach(async () => {
  tables = await startTables();
  await tables.put({
    id: { S: 'p' },
    name: { S: 'Ada' },
    age: { N: '30' },
    tags: { SS: ['a', 'b'] },
    log: { L: [{ N: '1' }] },
    home: { M: { town: { S: 'Rome' } } },
  });
});
afterEach(() => tables.stop());

const KEY = { id: { S: 'p' } };
const FAILED = 'ConditionalCheckFailedException: The conditional request failed';
const NO_KEY = 'ValidationException: Where clause does not contain a mandatory equality on all key attributes';

describe('INSERT', () => {
  test('stores an item with literals of all types', async () => {
    const item = `{'id': 'q', 'n': -1.5e1, 'yes': true, 'none': NULL, 'list': [1, 'it''s'], 'map': {'x': {}}, 'set': <<1, 2>>}`;
    expect(await tables.run(`INSERT INTO people VALUE ${item}`)).toEqual([]);
    expect(await tables.stored({ id: { S: 'q' } })).toEqual({
      id: { S: 'q' },
      n: { N: '-15' },
      yes: { BOOL: true },
      none: { NULL: true },
      list: { L: [{ N: '1' }, { S: "it's" }] },
      map: { M: { x: { M: {} } } },
      set: { NS: ['1', '2'] },
    });
  });

  test('takes parameters for values', async () => {
    await tables.run(`INSERT INTO "people" value {'id': ?, 'tags': ?}`, {
      Parameters: [{ S: 'q' }, { SS: ['x'] }],
    });
    expect(await tables.stored({ id: { S: 'q' } })).toEqual({ id: { S: 'q' }, tags: { SS: ['x'] } });
  });

  test('of an existing item is refused and changes nothing', async () => {
    expect(await refusal(tables.run("INSERT INTO people VALUE {'id': 'p', 'name': 'Bob'}"))).toBe(
      'DuplicateItemException: Duplicate primary key exists in table',
    );
    expect(await tables.stored(KEY)).toMatchObject({ name: { S: 'Ada' } });
  });

  test('without the key is refused', async () => {
    expect(await refusal(tables.run("INSERT INTO people VALUE {'name': 'Bob'}"))).toBe(
      'ValidationException: One or more parameter values were invalid: Missing the key id in the item',
    );
  });
});

describe('UPDATE', () => {
  test('sets, computes, appends and removes', async () => {
    await tables.run(
      `UPDATE people SET age = age + 1, log = list_append(log, [2]) SET home.town = 'Oslo' REMOVE name WHERE id = 'p'`,
    );
    expect(await tables.stored(KEY)).toEqual({
      ...KEY,
      age: { N: '31' },
      log: { L: [{ N: '1' }, { N: '2' }] },
      home: { M: { town: { S: 'Oslo' } } },
      tags: { SS: ['a', 'b'] },
    });
  });

  test('can have its WHERE clause before the changes, after FROM', async () => {
    expect(
      await tables.run(`from people where id = ? AND age = 30 set age = 31 REMOVE log RETURNING MODIFIED NEW *`, {
        Parameters: [{ S: 'p' }],
      }),
    ).toEqual([{ age: { N: '31' } }]);
    expect(await refusal(tables.run(`FROM people WHERE id = 'p' AND age = 30 SET age = 32`))).toBe(FAILED);
    expect(await refusal(tables.run(`FROM people WHERE id = 'q' SET age = 32`))).toBe(FAILED);
    expect(await refusal(tables.run(`FROM people WHERE name = 'Ada' SET age = 32`))).toBe(NO_KEY);
  });

  test('adds members to a set and deletes them, and creates or deletes the set', async () => {
    await tables.run(`UPDATE people SET tags = set_add(tags, <<'b', 'c'>>) WHERE id = 'p'`);
    expect((await tables.stored(KEY))?.tags?.SS?.toSorted()).toEqual(['a', 'b', 'c']);
    await tables.run(
      `UPDATE people SET tags = set_delete(tags, <<'a','b','c'>>) SET odd = set_add(odd, ?) WHERE id = 'p'`,
      {
        Parameters: [{ NS: ['1'] }],
      },
    );
    const after = await tables.stored(KEY);
    expect(after?.tags).toBeUndefined();
    expect(after?.odd).toEqual({ NS: ['1'] });
  });

  test.each([
    ['ALL OLD', [{ name: { S: 'Ada' }, age: { N: '30' } }]],
    ['ALL NEW', [{ name: { S: 'Ada' }, age: { N: '31' } }]],
  ])('RETURNING %s * returns the complete item', async (clause, items) => {
    expect(await tables.run(`UPDATE people SET age = 31 WHERE id = 'p' RETURNING ${clause} *`)).toMatchObject(items);
  });

  test.each([
    ['MODIFIED OLD', [{ age: { N: '30' } }]],
    ['MODIFIED NEW', [{ age: { N: '31' } }]],
  ])('RETURNING %s * returns the changed attributes', async (clause, items) => {
    expect(await tables.run(`UPDATE people SET age = 31 WHERE id = 'p' RETURNING ${clause} *`)).toEqual(items);
  });

  test('with a false condition is refused, and the error contains the item on request', async () => {
    const statement = `UPDATE people SET age = 31 WHERE id = 'p' AND (name = 'Bob' OR age > 40)`;
    expect(await refusal(tables.run(statement))).toBe(FAILED);
    await expect(tables.run(statement, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { age: { N: '30' } },
    });
    expect(await tables.stored(KEY)).toMatchObject({ age: { N: '30' } });
  });

  test('of an item that does not exist is refused and creates nothing', async () => {
    expect(await refusal(tables.run(`UPDATE people SET age = 31 WHERE id = 'q'`))).toBe(FAILED);
    expect(await refusal(tables.run(`UPDATE people SET age = 1 WHERE id = 'q' AND attribute_not_exists(id)`))).toBe(
      FAILED,
    );
    expect(await tables.stored({ id: { S: 'q' } })).toBeUndefined();
  });

  test.each(["name = 'Ada'", "id > 'a'", "id = 'p' OR name = 'Ada'", 'id = name'])(
    'WHERE %s does not name the key',
    async (where) => {
      expect(await refusal(tables.run(`UPDATE people SET age = 1 WHERE ${where}`))).toBe(NO_KEY);
      expect(await refusal(tables.run(`DELETE FROM people WHERE ${where}`))).toBe(NO_KEY);
    },
  );
});

describe('DELETE', () => {
  test('deletes an item, and returns it on request', async () => {
    expect(await tables.run(`DELETE FROM people WHERE id = 'p' RETURNING ALL OLD *`)).toMatchObject([
      { name: { S: 'Ada' } },
    ]);
    expect(await tables.stored(KEY)).toBeUndefined();
  });

  test('with a false condition is refused, but of a missing item it succeeds', async () => {
    expect(await refusal(tables.run(`DELETE FROM people WHERE id = 'p' AND name = 'Bob'`))).toBe(FAILED);
    expect(await tables.stored(KEY)).toBeDefined();
    expect(await tables.run(`DELETE FROM people WHERE id = 'q' AND name = 'Bob'`)).toEqual([]);
  });
});

test('a write reports its consumed capacity and refuses Limit', async () => {
  const { ConsumedCapacity } = await tables.client.send(
    new ExecuteStatementCommand({
      Statement: `UPDATE people SET age = 31 WHERE id = 'p'`,
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(ConsumedCapacity).toEqual({ TableName: 'people', CapacityUnits: 1 });
  expect(await refusal(tables.run(`DELETE FROM people WHERE id = 'p'`, { Limit: 1 }))).toBe(
    'ValidationException: Limit and NextToken are only supported for SELECT statements',
  );
});
