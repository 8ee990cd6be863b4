import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refusal, startTables, type Tables } from './statements.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  await tables.put({ id: { S: 'p' }, tags: { SS: ['a'] }, name: { S: 'Ada' } });
});
afterAll(() => tables.stop());

const malformed = (detail: string) => `Statement wasn't well formed, can't be processed: ${detail}`;
const LEFTOVER = malformed('Unexpected token after expression');
const ALIAS = 'Aliasing is not supported';
const PATH = 'Operator or function requires a document path; operator or function: attribute_exists';
const COUNT =
  'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands:';
const TYPE = 'An operand in the update expression has an incorrect data type';
const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';

test.each([
  ["SELECT * FROM people WHERE id = 'p' foo", LEFTOVER],
  ["SELECT * FROM people WHERE id = 'p')", LEFTOVER],
  ['SELECT * FROM people WHERE id = 1 e5', LEFTOVER],
  ["INSERT INTO people VALUE {'id': 'q'} foo", LEFTOVER],
  ["INSERT INTO people VALUE {'id': 'q'} RETURNING ALL OLD *", 'RETURNING is not supported in INSERT'],
  [
    "SELECT * FROM people WHERE tags = <<'x', 1>>",
    'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
  ],
  [
    "SELECT * FROM people WHERE id IN ['p', 'p']",
    'Overlapping conditions with range keys are not supported in where clause',
  ],
  ["FROM people WHERE id = 'p'", malformed('Expected data manipulation')],
  ["UPDATE people SET a = 9 WHERE id = 'p' foo", LEFTOVER],
  ["DELETE FROM people WHERE id = 'p' ORDER BY id", LEFTOVER],
  ['SELECT * FROM people ORDER BY id WHERE id = 1', LEFTOVER],
  ["INSERT INTO people t VALUE {'id': 'q'}", LEFTOVER],
  ['SELECT * FROM people WHERE', malformed('Unexpected term')],
  ['CREATE TABLE people', malformed('Expected data manipulation')],
  ["UPDATE people-x SET a = 1 WHERE id = 'p'", malformed('Expected data manipulation')],
  ['SELECT * FROM people WHERE id = 1e2147483648', malformed('')],
  ['SELECT * FROM people WHERE id = 1.5e-2147483647', malformed('')],
  ['SELECT * FROM people WHERE id = 1 # note', malformed('')],
  ['SELECT * FROM people WHERE id = 1 /* note', malformed('')],
  ["SELECT * FROM people t WHERE id = 'x'", ALIAS],
  ["SELECT * FROM people AS t WHERE id = 'x'", ALIAS],
  ["UPDATE people t SET a = 3 WHERE id = 'x'", ALIAS],
  ["DELETE FROM people t WHERE id = 'x'", ALIAS],
  ['SELECT * FROM ""', 'Path component cannot be an empty string'],
  ['SELECT * FROM people.""', 'Path component cannot be an empty string'],
  ['SELECT * FROM people.a.b', 'A path may contain at most 2 components in the FROM clause'],
  ["INSERT INTO people.a VALUE {'id': 'q'}", 'FROM clause may only contain a single table name'],
  ["UPDATE people.a SET b = 1 WHERE id = 'p'", 'This operation is not supported on an index'],
  ["DELETE FROM people.a WHERE id = 'p'", 'This operation is not supported on an index'],
  ...['MODIFIED OLD', 'ALL NEW', 'MODIFIED NEW'].map((returning) => [
    `DELETE FROM people WHERE id = 'p' RETURNING ${returning} *`,
    `Invalid returning clause: RETURNING ${returning} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
  ]),
  ['SELECT * FROM people WHERE age = 1e126', `${OVERFLOW} under root`],
  ["INSERT INTO people VALUE {'id': 'q', 'm': {'x': 1e126}}", `${OVERFLOW} under root.x`],
  ["INSERT INTO people VALUE {'id': 'q', 'l': [1, 1e126]}", `${OVERFLOW} under root[1]`],
  ["SELECT * FROM people WHERE id = 'p' AND attribute_exists('tags')", PATH],
  ["SELECT * FROM people WHERE id = 'p' AND attribute_exists()", `${COUNT} 0`],
  ["SELECT * FROM people WHERE id = 'p' AND attribute_exists(a, b)", `${COUNT} 2`],
  [
    "SELECT * FROM people WHERE id = 'p' AND age < true",
    'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
  ],
  ['SELECT attribute_exists(a) FROM people', 'Unexpected path component at 1:8:16'],
  ["SELECT * FROM people WHERE id = 'p'\n AND EXISTS(a)", 'Unrecognized function: exists at 2:6:6'],
  [
    "UPDATE people SET t = set_add(tags, <<'x'>>) WHERE id = 'p'",
    'The first argument to SET_ADD must equal the assignment value at 1:23:7',
  ],
  [
    "UPDATE people SET tags = set_add(tags, 'x') WHERE id = 'p'",
    'The second argument to SET_ADD must be a value with type SET at 1:34:4',
  ],
  ["UPDATE people SET tags = set_delete(tags) WHERE id = 'p'", 'SET_DELETE must have exactly two arguments at 1:26:10'],
  ["UPDATE people SET tags = set_add(tags, <<1>>) WHERE id = 'p'", TYPE],
  ["UPDATE people SET name = set_add(name, <<'x'>>) WHERE id = 'p'", TYPE],
  [
    "UPDATE people SET tags = set_add(tags, <<'x', 'x'>>) WHERE id = 'p'",
    'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
  ],
  ["UPDATE people SET tags = set_add(tags, <<>>) WHERE id = 'p'", 'Empty bags are not supported'],
  [
    "INSERT INTO people VALUE {'id': 'q', 'tags': set_add(<<'a'>>, <<'b'>>)}",
    'Unsupported data type: set_add under key root at 1:46:7',
  ],
])('%s is refused', async (statement, message) => {
  expect(await refusal(tables.run(statement))).toBe(`ValidationException: ${message}`);
});

test('an unknown table is reported for each kind of statement', async () => {
  for (const statement of [
    'SELECT * FROM nobody',
    "INSERT INTO nobody VALUE {'id': 'p'}",
    "UPDATE nobody SET a = 1 WHERE id = 'p'",
    "DELETE FROM nobody WHERE id = 'p'",
  ])
    expect(await refusal(tables.run(statement))).toBe('ResourceNotFoundException: Requested resource not found');
});

test('an operand without an order is reported before an unknown table', async () => {
  const refused = refusal(
    tables.run('SELECT * FROM nobody WHERE NOT (id = 1 AND age >= ?)', { Parameters: [{ NULL: true }] }),
  );
  expect(await refused).toBe(
    'ValidationException: Incorrect operand type for operator or function; operator or function: >=, operand type: NULL',
  );
});

test('a statement has 1 to 8192 characters, and parameters are not empty', async () => {
  const long = `SELECT * FROM people WHERE id = '${'x'.repeat(8160)}'`;
  expect(await refusal(tables.run(long))).toMatch(/length less than or equal to 8192$/);
  expect(await refusal(tables.run(''))).toMatch(/length greater than or equal to 1$/);
  expect(await refusal(tables.run('SELECT * FROM people', { Parameters: [] }))).toMatch(
    /'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
  );
});

test('deeply nested statements are refused', async () => {
  for (const statement of [
    `SELECT * FROM people WHERE ${'('.repeat(4000)}`,
    `SELECT * FROM people WHERE ${'NOT '.repeat(2000)} id = 'p'`,
    `INSERT INTO people VALUE {'id': ${'['.repeat(4000)}`,
  ])
    expect(await refusal(tables.run(statement))).toBe(
      `ValidationException: ${malformed('The statement is nested too deeply')}`,
    );
});
