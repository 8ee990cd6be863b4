import { type AttributeValue, BatchExecuteStatementCommand, ExecuteTransactionCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const NOT_NUMERIC = 'The parameter cannot be converted to a numeric value';
const UNDERFLOW = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const DEPTH =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const UPDATE = "UPDATE people SET age = ? WHERE id = 'p'";

const deep = (levels: number): AttributeValue => (levels === 0 ? { S: 'leaf' } : { M: { inside: deep(levels - 1) } });
const refused = (statement: string, ...Parameters: AttributeValue[]): Promise<string> =>
  refusal(tables.run(statement, { Parameters }));

describe.each([
  "SELECT * FROM people WHERE id = 'p' AND age = ?",
  "INSERT INTO people VALUE {'id': 'q', 'age': ?}",
  UPDATE,
  'SELECT * FROM people WHERE id = ?',
])('a parameter of %s', (statement) => {
  test.each([
    [{ N: '1e99999999999' }, `${NOT_NUMERIC}: 1e99999999999`],
    [{ N: '1e-2147483648' }, `${NOT_NUMERIC}: 1e-2147483648`],
    [{ N: '1e2147483647' }, UNDERFLOW],
    [{ N: '' }, NOT_NUMERIC],
    [{ NS: ['1', '1e99999999999'] }, `${NOT_NUMERIC}: 1e99999999999`],
    [{ L: [{ N: '1' }, { M: { a: { N: 'abc' } } }] }, `${NOT_NUMERIC}: abc`],
  ])('that is %p is refused', async (parameter, message) => {
    expect(await refused(statement, parameter)).toBe(`ValidationException: ${message}`);
  });
});

test('the first error in the order of the parameters and their values is reported', async () => {
  const two = "SELECT * FROM people WHERE id = 'p' AND a = ? AND b = ?";
  const bad = { N: 'abc' };
  expect(await refused(two, deep(40), bad)).toBe(`ValidationException: ${DEPTH}`);
  expect(await refused(two, bad, deep(40))).toBe(`ValidationException: ${NOT_NUMERIC}: abc`);
  expect(await refused(UPDATE, { M: { a: deep(40), b: bad } })).toBe(`ValidationException: ${DEPTH}`);
  expect(await refused(UPDATE, { M: { a: bad, b: deep(40) } })).toBe(`ValidationException: ${NOT_NUMERIC}: abc`);
});

test('a transaction reports a parameter without the position of its statement, a batch in its response', async () => {
  const Statement = { Statement: UPDATE, Parameters: [{ N: 'abc' }] };
  const transaction = new ExecuteTransactionCommand({ TransactStatements: [Statement] });
  expect(await refusal(tables.client.send(transaction))).toBe(`ValidationException: ${NOT_NUMERIC}: abc`);
  const { Responses } = await tables.client.send(new BatchExecuteStatementCommand({ Statements: [Statement] }));
  expect(Responses).toEqual([{ Error: { Code: 'ValidationError', Message: `${NOT_NUMERIC}: abc` } }]);
});
