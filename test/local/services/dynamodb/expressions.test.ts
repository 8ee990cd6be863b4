import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const S = (value: string) => ({ S: value });
const N = (value: number) => ({ N: String(value) });
const TableName = 'papers';

let kernel: TestKernel;
const db = (action: string, input: Record<string, unknown> = {}) =>
  kernel.as('dynamodb', action, { TableName, ...input }) as Promise<Record<string, unknown>>;
const filtered = (expression: string, values: Record<string, unknown> = {}, names?: Record<string, string>) =>
  db('Scan', {
    FilterExpression: expression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  });
const refusal = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer;
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
  return 'accepted';
};

beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await db('CreateTable', {
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await db('PutItem', { Item: { id: S('a'), pages: N(7), tags: { L: [S('x'), S('y'), S('z')] } } });
});
afterEach(() => kernel.stop());

describe('conditions', () => {
  test('are parsed in linear time, however deeply they are nested', async () => {
    const nested = `${'(pages = :no OR '.repeat(140)}pages = :yes${')'.repeat(140)}`;
    const started = process.cpuUsage().user;
    expect(await filtered(nested, { ':no': N(1), ':yes': N(7) })).toMatchObject({ Count: 1 });
    expect(process.cpuUsage().user - started).toBeLessThan(500_000);
  });

  test('with thousands of parentheses are refused and do not overflow the stack', async () => {
    expect(await refusal(filtered(`${'('.repeat(2000)}pages = :p${')'.repeat(2000)}`, { ':p': N(7) }))).toBe(
      'ValidationException: Invalid FilterExpression: The expression has redundant parentheses;',
    );
  });

  test('bind NOT closer than AND, and AND closer than OR', async () => {
    const values = { ':p': N(7), ':q': N(8) };
    expect(await filtered('pages = :p OR pages = :q AND pages = :q', values)).toMatchObject({ Count: 1 });
    expect(await filtered('NOT pages = :q AND pages = :p', values)).toMatchObject({ Count: 1 });
    expect(await filtered('(pages = :p OR pages = :q) AND pages = :q', values)).toMatchObject({ Count: 0 });
  });

  test.each([
    ['pages = = :p', 'Syntax error; token: "=", near: "= = :p"'],
    ['attribute_exists(', 'Syntax error; token: "<EOF>", near: "("'],
    ['pages', 'Syntax error; token: "<EOF>", near: "pages"'],
    [
      'contains(pages, pages)',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [pages]',
    ],
    ['pages < :flag', 'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'],
    [
      'pages BETWEEN :flag AND :flag',
      'Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: BOOL',
    ],
    ['pages = :nowhere', 'An expression attribute value used in expression is not defined; attribute value: :nowhere'],
    [
      '#nowhere = :p',
      'An expression attribute name used in the document path is not defined; attribute name: #nowhere',
    ],
    ['status = :p', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['upper(pages) = :p', 'Invalid function name; function: upper'],
    ['size(pages)', 'The function is not allowed to be used this way in an expression; function: size'],
  ])('refuse %s in the words of AWS', async (expression, message) => {
    const values = Object.fromEntries(
      Object.entries({ ':p': N(7), ':flag': { BOOL: true } }).filter(([name]) => expression.includes(name)),
    );
    expect(await refusal(filtered(expression, values))).toBe(
      `ValidationException: Invalid FilterExpression: ${message}`,
    );
  });

  test('have at most 100 choices after IN', async () => {
    const choices = Array.from({ length: 101 }, (_, index) => `:v${index}`);
    const values = Object.fromEntries(choices.map((name) => [name, N(1)]));
    expect(await refusal(filtered(`pages IN (${choices.join(', ')})`, values))).toBe(
      'ValidationException: Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101',
    );
  });

  test('have at most 300 operators and functions', async () => {
    const chain = (length: number) => Array.from({ length }, () => 'pages=:p').join(' OR ');
    expect(await filtered(chain(150), { ':p': N(7) })).toMatchObject({ Count: 1 });
    expect(await refusal(filtered(chain(151), { ':p': N(7) }))).toContain('too many operators; operator count: 301');
  });
});

describe('the size of an expression', () => {
  test('is at most 4096 bytes, counted before placeholders are replaced', async () => {
    const padded = (bytes: number) => `${'a'.repeat(bytes - 5)} = :p`;
    expect(await refusal(filtered(padded(4096), { ':p': N(1) }))).toBe('accepted');
    expect(await refusal(filtered(padded(4097), { ':p': N(1) }))).toBe(
      'ValidationException: Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    );
    const names = { '#long': 'n'.repeat(5000) };
    expect(await refusal(filtered('#long = :p', { ':p': N(1) }, names))).toBe('accepted');
  });

  test('counts the bytes of characters outside ASCII', async () => {
    expect(await refusal(db('GetItem', { Key: { id: S('a') }, ProjectionExpression: 'é'.repeat(2049) }))).toBe(
      'ValidationException: Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: 4098',
    );
  });
});

describe('updates', () => {
  const update = (expression: string, values?: Record<string, unknown>) =>
    db('UpdateItem', {
      Key: { id: S('a') },
      UpdateExpression: expression,
      ReturnValues: 'ALL_NEW',
      ...(values && { ExpressionAttributeValues: values }),
    });

  test('remove several elements of a list by their positions before the update', async () => {
    expect(await update('REMOVE tags[0], tags[1]')).toMatchObject({ Attributes: { tags: { L: [S('z')] } } });
  });

  test.each([
    ['SET pages = :p SET id2 = :p', 'The "SET" section can only be used once in an update expression;'],
    [
      'SET tags[0] = :p, tags = :p',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [tags, [0]], path two: [tags]',
    ],
    [
      'SET tags.a = :p, tags[0] = :p',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [tags, a], path two: [tags, [0]]',
    ],
    ['ADD tags :text', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
    [
      'SET pages = pages + :text',
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'SET pages = list_append(tags)',
      'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
    ],
    ['MOVE pages', 'Syntax error; token: "MOVE", near: "MOVE pages"'],
  ])('refuse %s in the words of AWS', async (expression, message) => {
    const values = Object.entries({ ':p': N(1), ':text': S('t') }).filter(([name]) => expression.includes(name));
    const answer = update(expression, values.length > 0 ? Object.fromEntries(values) : undefined);
    expect(await refusal(answer)).toBe(
      `ValidationException: 1 validation error detected: Invalid UpdateExpression: ${message}`,
    );
  });

  test('refuse values that no expression uses', async () => {
    expect(await refusal(update('SET pages = :p', { ':p': N(1), ':q': N(2) }))).toBe(
      'ValidationException: 1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:q}',
    );
  });
});

test('a projection with overlapping paths is refused', async () => {
  expect(await refusal(db('GetItem', { Key: { id: S('a') }, ProjectionExpression: 'tags, tags[1]' }))).toBe(
    'ValidationException: Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [tags], path two: [tags, [1]]',
  );
});
