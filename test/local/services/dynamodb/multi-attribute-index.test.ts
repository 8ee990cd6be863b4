import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';
import { refusalOf } from './refusal.ts';

const TableName = 'matches';
const S = (value: string) => ({ S: value });
const N = (value: number) => ({ N: String(value) });
const keySchema = (hashes: readonly string[], ranges: readonly string[]) => [
  ...hashes.map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
  ...ranges.map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' })),
];
const index = (IndexName: string, hashes: readonly string[], ranges: readonly string[]) => ({
  IndexName,
  KeySchema: keySchema(hashes, ranges),
  Projection: { ProjectionType: 'ALL' },
});
const TABLE = {
  TableName,
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    ...['cup', 'area', 'round', 'venue'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    { AttributeName: 'turn', AttributeType: 'N' },
  ],
  KeySchema: keySchema(['id'], []),
  GlobalSecondaryIndexes: [index('by-round', ['cup', 'area'], ['round', 'turn', 'venue'])],
  BillingMode: 'PAY_PER_REQUEST',
};

let kernel: TestKernel;
const db = (action: string, input: Record<string, unknown>) =>
  kernel.as('dynamodb', action, input) as Promise<Record<string, unknown>>;
const refusal = (action: string, input: Record<string, unknown>): Promise<string> => refusalOf(kernel, action, input);

const match = (id: string, area: string, round: string, turn: number, venue: string) => ({
  id: S(id),
  cup: S('spring'),
  area: S(area),
  round: S(round),
  turn: N(turn),
  venue: S(venue),
});
const { turn: _, ...withoutTurn } = match('m7', 'east', 'final', 1, 'park');

beforeAll(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
  await db('CreateTable', TABLE);
  for (const Item of [
    match('m1', 'east', 'final', 10, 'park'),
    match('m2', 'east', 'final', 9, 'yard'),
    match('m3', 'east', 'final', 9, 'hall'),
    match('m4', 'east', 'semi', 2, 'park'),
    match('m5', 'east', 'first', 1, 'park'),
    match('m6', 'west', 'final', 3, 'park'),
    withoutTurn,
  ])
    await db('PutItem', { TableName, Item });
});
afterAll(() => kernel.stop());

const VALUES = {
  ':cup': S('spring'),
  ':area': S('east'),
  ':round': S('final'),
  ':turn': N(9),
  ':most': N(10),
  ':venue': S('h'),
};
const query = (condition: string, more: object = {}) => ({
  TableName,
  IndexName: 'by-round',
  KeyConditionExpression: condition,
  ExpressionAttributeValues: Object.fromEntries(
    Object.entries(VALUES).filter(([name]) => new RegExp(`${name}\\b`).test(condition)),
  ),
  ...more,
});
const PARTITION = 'cup = :cup AND area = :area';
const ids = async (condition: string, more: object = {}): Promise<string[]> => {
  const { Items } = await db('Query', query(condition, more));
  return (Items as { id: { S: string } }[]).map(({ id }) => id.S);
};

describe('an index with several attributes in its key', () => {
  test('is described with its key', async () => {
    const { Table } = (await db('DescribeTable', { TableName })) as { Table: typeof TABLE };
    expect(Table.GlobalSecondaryIndexes[0]?.KeySchema).toEqual(TABLE.GlobalSecondaryIndexes[0]?.KeySchema);
  });

  test.each([
    [PARTITION, ['m3', 'm2', 'm1', 'm5', 'm4']],
    [`${PARTITION} AND round = :round`, ['m3', 'm2', 'm1']],
    [`round = :round AND ${PARTITION}`, ['m3', 'm2', 'm1']],
    [`${PARTITION} AND begins_with(round, :round)`, ['m3', 'm2', 'm1']],
    [`${PARTITION} AND round > :round`, ['m5', 'm4']],
    [`${PARTITION} AND round = :round AND turn = :turn`, ['m3', 'm2']],
    [`${PARTITION} AND round = :round AND turn > :turn`, ['m1']],
    [`${PARTITION} AND round = :round AND turn < :most`, ['m3', 'm2']],
    [`${PARTITION} AND round = :round AND turn BETWEEN :turn AND :most`, ['m3', 'm2', 'm1']],
    [`${PARTITION} AND round = :round AND turn = :turn AND begins_with(venue, :venue)`, ['m3']],
  ])('finds the items for %s in the order of its attributes', async (condition, found) => {
    expect(await ids(condition)).toEqual(found);
    expect(await ids(condition, { ScanIndexForward: false })).toEqual([...found].reverse());
  });

  test('does not contain an item without one of the attributes', async () => {
    const { Items } = await db('Scan', { TableName, IndexName: 'by-round' });
    expect(Items).toHaveLength(6);
  });

  test('is read in pages, whose keys have all attributes', async () => {
    for (const ScanIndexForward of [true, false]) {
      const all = await ids(PARTITION, { ScanIndexForward });
      const paged: string[] = [];
      let start: object = {};
      for (;;) {
        const input = query(PARTITION, { ScanIndexForward, Limit: 2, ...start });
        const { Items, LastEvaluatedKey } = await db('Query', input);
        paged.push(...(Items as { id: { S: string } }[]).map(({ id }) => id.S));
        if (!LastEvaluatedKey) break;
        expect(Object.keys(LastEvaluatedKey).sort()).toEqual(['area', 'cup', 'id', 'round', 'turn', 'venue']);
        start = { ExclusiveStartKey: LastEvaluatedKey };
      }
      expect(paged).toEqual(all);
    }
  });

  const GAP = (missing: string, present: string) =>
    `RANGE key attributes ${missing} must have equality conditions specified in the query because a condition is present on key attribute ${present}`;
  test.each([
    ['cup = :cup', 'Query condition missed key schema element: area'],
    [`${PARTITION} AND turn = :turn`, GAP('round', 'turn')],
    [`${PARTITION} AND round > :round AND turn = :turn`, GAP('round', 'turn')],
    [`${PARTITION} AND venue = :venue`, GAP('round, turn', 'venue')],
    [`cup = :cup AND area > :area`, 'Query key condition not supported'],
    [
      `${PARTITION} AND round = :turn`,
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [`${PARTITION} AND id = :venue`, 'Query condition missed key schema element: round'],
  ])('refuses the query %s', async (condition, message) => {
    expect(await refusal('Query', query(condition))).toBe(`ValidationException: ${message}`);
  });

  test('refuses consistent reads, filters of its key, and incomplete start keys', async () => {
    expect(await refusal('Query', query(PARTITION, { ConsistentRead: true }))).toBe(
      'ValidationException: Consistent reads are not supported on global secondary indexes',
    );
    expect(await refusal('Query', query(PARTITION, { FilterExpression: 'attribute_exists(venue)' }))).toBe(
      'ValidationException: Filter Expression can only contain non-primary key attributes: Primary key attribute: venue',
    );
    expect(await refusal('Query', query(PARTITION, { ExclusiveStartKey: { id: S('m1') } }))).toBe(
      'ValidationException: The provided starting key is invalid',
    );
  });

  test('is not read by statements, but its table is', async () => {
    const Statement = `SELECT * FROM "matches"."by-round" WHERE cup = 'spring'`;
    const message =
      'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.';
    expect(await refusal('ExecuteStatement', { Statement })).toBe(`ValidationException: ${message}`);
    expect(await db('BatchExecuteStatement', { Statements: [{ Statement }] })).toEqual({
      Responses: [{ Error: { Code: 'ValidationError', Message: message } }],
    });
    const { Items } = await db('ExecuteStatement', { Statement: `SELECT id FROM matches WHERE id = 'm1'` });
    expect(Items).toEqual([{ id: S('m1') }]);
  });

  test('is filled from the existing items when it is added', async () => {
    const Create = index('by-venue', ['venue', 'cup'], ['turn', 'round']);
    await db('UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [{ Create }] });
    const input = query('cup = :cup AND venue = :park AND turn > :turn', { IndexName: 'by-venue' });
    const ExpressionAttributeValues = { ...input.ExpressionAttributeValues, ':park': S('park') };
    const { Items } = await db('Query', { ...input, ExpressionAttributeValues });
    expect(Items).toEqual([match('m1', 'east', 'final', 10, 'park')]);
  });
});

describe('a key that is not valid', () => {
  const create = (hashes: readonly string[], ranges: readonly string[]) =>
    refusal('CreateTable', { ...TABLE, TableName: 'others', GlobalSecondaryIndexes: [index('bad', hashes, ranges)] });

  test('is refused with its reason', async () => {
    expect(await create(['cup', 'nowhere'], [])).toContain('Some index key attributes are not defined');
    expect(await create(['cup', 'area', 'cup'], [])).toContain('have the same name');
    expect(await create(['cup'], ['id', 'area', 'round', 'venue', 'turn'])).toContain('at most 4 attributes');
    const KeySchema = [...keySchema(['cup'], ['round']), ...keySchema(['area'], [])];
    const mixed = { ...index('bad', [], []), KeySchema };
    expect(await refusal('CreateTable', { ...TABLE, TableName: 'others', GlobalSecondaryIndexes: [mixed] })).toContain(
      'HASH key types must precede RANGE key types',
    );
  });
});
