import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

let tables: Tables;
beforeEach(async () => {
  tables = await startTables();
});
afterEach(() => tables.stop());

const N = (value: number) => ({ N: String(value) });

/** Words of PartiQL, of JavaScript objects and of attribute values, which are ordinary names of attributes. */
const NAMES = ['inner', 'outer', 'value', 'M', 'L', 'S', 'length', 'constructor', 'toString', 'a.b', '#n', 'two words'];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
describe.each(NAMES)('paths through lists and maps named "%s"', (name) => {
  beforeEach(() =>
    tables.put({ id: { S: 'p' }, [name]: { M: { [name]: { L: [{ L: [N(1), { M: { [name]: N(2) } }] }, N(3)] } } } }),
  );

  test('are selected', async () => {
    const path = `"${name}"."${name}"[0][1]`;
    expect(await tables.run(`SELECT ${path}."${name}" FROM people WHERE id = 'p'`)).toEqual([{ [name]: N(2) }]);
    expect(await tables.run(`SELECT ${path} FROM people WHERE id = 'p'`)).toEqual([
      { [`${name}[0][1]`]: { M: { [name]: N(2) } } },
    ]);
    expect(await tables.run(`SELECT ${path}.missing."${name}" FROM people WHERE id = 'p'`)).toEqual([{}]);
  });

  test('are compared', async () => {
    const found = (condition: string) => tables.run(`SELECT id FROM people WHERE id = 'p' AND ${condition}`);
    for (const condition of [
      `"${name}"."${name}"[0][1]."${name}" = 2`,
      `"${name}"['${name}'][1] BETWEEN 3 AND 4`,
      `size("${name}"."${name}") = 2`,
      `"${name}"."${name}"[0][2] IS MISSING`,
    ])
      expect(await found(condition)).toHaveLength(1);
    expect(await found(`"${name}"."${name}"[0][1]."${name}" = 3`)).toEqual([]);
  });

  test('are changed', async () => {
    const path = `"${name}"."${name}"`;
    await tables.run(`UPDATE people SET ${path}[0][1]."${name}" = ${path}[0][1]."${name}" + 5 WHERE id = 'p'`);
    await tables.run(`UPDATE people REMOVE ${path}[1] WHERE id = 'p'`);
    expect((await tables.stored({ id: { S: 'p' } }))?.[name]).toEqual({
      M: { [name]: { L: [{ L: [N(1), { M: { [name]: N(7) } }] }] } },
    });
  });
});

describe.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])('an item without the attribute %s', (name) => {
  beforeEach(() => tables.put({ id: { S: 'p' }, map: { M: {} } }));

  test('has none for conditions, projections and updates', async () => {
    expect(await tables.run(`SELECT id FROM people WHERE id = 'p' AND "${name}" IS MISSING`)).toHaveLength(1);
    expect(await tables.run(`SELECT "${name}", map."${name}" FROM people WHERE id = 'p'`)).toEqual([{}]);
    expect(await refusal(tables.run(`UPDATE people SET other = map."${name}" WHERE id = 'p'`))).toBe(
      'ValidationException: The provided expression refers to an attribute that does not exist in the item',
    );
    const put = new PutItemCommand({
      TableName: 'people',
      Item: { id: { S: 'p' } },
      Expected: { [name]: { Exists: false } },
    });
    expect(await refusal(tables.client.send(put))).toBe('accepted');
    const read = new GetItemCommand({
      TableName: 'people',
      Key: { id: { S: 'p' } },
      ProjectionExpression: '#n',
      ExpressionAttributeNames: { '#n': name },
    });
    expect((await tables.client.send(read)).Item).toEqual({});
  });
});

test.each([
  ['l[-1]', '[-1] at 1:11:1'],
  ['l[2147483648]', '[2147483648] at 1:10:10'],
])('the index of %s is out of range', async (path, place) => {
  expect(await refusal(tables.run(`SELECT ${path} FROM people WHERE id = 'p'`))).toBe(
    `ValidationException: List index is not within the allowable range; index: ${place}`,
  );
});
