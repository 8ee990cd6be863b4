import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const units = (read: number, write: number) => ({ ReadCapacityUnits: read, WriteCapacityUnits: write });
const index = (name: string, attribute: string, more: Record<string, unknown> = {}) => ({
  IndexName: name,
  KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
  ...more,
});

let kernel: TestKernel;
const db = (action: string, input: Record<string, unknown>) =>
  kernel.as('dynamodb', action, input) as Promise<Record<string, Record<string, unknown>>>;
const update = (input: Record<string, unknown>) => db('UpdateTable', { TableName: 'parcels', ...input });
const table = async () => (await db('DescribeTable', { TableName: 'parcels' })).Table;
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
    TableName: 'parcels',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'depot', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [index('by-depot', 'depot', { ProvisionedThroughput: units(2, 2) })],
    ProvisionedThroughput: units(5, 4),
  });
});
afterEach(() => kernel.stop());

describe('UpdateTable is refused before it checks that the table exists', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'capacity that is text',
      { ProvisionedThroughput: { ReadCapacityUnits: 'x', WriteCapacityUnits: 1 } },
      'SerializationException: STRING_VALUE cannot be converted to Long',
    ],
    [
      'capacity below 1',
      { ProvisionedThroughput: units(0, -2) },
      "ValidationException: 2 validation errors detected: Value '-2' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'an unknown billing mode',
      { BillingMode: 'FREE' },
      "ValidationException: 1 validation error detected: Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
    ],
    [
      'an unknown table class',
      { TableClass: 'COLD' },
      "ValidationException: 1 validation error detected: Value 'COLD' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]",
    ],
    [
      'no change',
      {},
      'ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    ],
    [
      'PROVISIONED without capacity',
      { BillingMode: 'PROVISIONED' },
      'ValidationException: One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is PROVISIONED',
    ],
    [
      'an index update without a change',
      { GlobalSecondaryIndexUpdates: [{}] },
      'ValidationException: One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    ],
    [
      'two changes of one index',
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'abc' } }, { Create: index('abc', 'id') }] },
      'ValidationException: One or more parameter values were invalid: Only one global secondary index update per index is allowed simultaneously. Index: abc',
    ],
  ])('for %s', async (_, input, message) => {
    expect(await refusal(db('UpdateTable', { TableName: 'nowhere', ...input }))).toBe(message);
  });
});

describe('the capacity of a table', () => {
  test('changes with the time of the change, and each decrease of a day is counted', async () => {
    const { TableDescription } = await update({ ProvisionedThroughput: units(10, 4) });
    expect(TableDescription).toMatchObject({ TableStatus: 'UPDATING', ProvisionedThroughput: units(5, 4) });
    await update({ ProvisionedThroughput: units(6, 4) });
    await update({ ProvisionedThroughput: units(5, 4) });
    expect((await table())?.ProvisionedThroughput).toEqual({
      ...units(5, 4),
      NumberOfDecreasesToday: 2,
      LastIncreaseDateTime: expect.any(Number),
      LastDecreaseDateTime: expect.any(Number),
    });
    await kernel.timers.advance(48 * 60 * 60_000);
    await update({ ProvisionedThroughput: units(5, 3) });
    expect((await table())?.ProvisionedThroughput).toMatchObject({ NumberOfDecreasesToday: 1 });
  });

  test('must change', async () => {
    expect(await refusal(update({ ProvisionedThroughput: units(5, 4) }))).toContain(
      'ValidationException: The provisioned throughput for the table will not change.',
    );
  });

  test('is zero while the table is billed per request, as is that of its indexes', async () => {
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    expect(await table()).toMatchObject({
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: expect.any(Number) },
      ProvisionedThroughput: units(0, 0),
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(0, 0) }],
    });
    expect(await refusal(update({ ProvisionedThroughput: units(1, 1) }))).toBe(
      'ValidationException: One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  });

  test('is set together with that of each index', async () => {
    await update({ BillingMode: 'PAY_PER_REQUEST' });
    const provisioned = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(3, 3) };
    expect(await refusal(update(provisioned))).toBe(
      'ValidationException: One or more parameter values were invalid: ProvisionedThroughput must be specified for index: by-depot',
    );
    const Update = { IndexName: 'by-depot', ProvisionedThroughput: units(7, 7) };
    await update({ ...provisioned, GlobalSecondaryIndexUpdates: [{ Update }] });
    expect(await table()).toMatchObject({
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
      ProvisionedThroughput: units(3, 3),
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(7, 7) }],
    });
  });
});

describe('an index of a table', () => {
  test('is created or deleted one at a time', async () => {
    const GlobalSecondaryIndexUpdates = [
      { Create: index('second', 'id', { ProvisionedThroughput: units(1, 1) }) },
      { Delete: { IndexName: 'by-depot' } },
    ];
    expect(await refusal(update({ GlobalSecondaryIndexUpdates }))).toBe(
      'LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['deleted', { Delete: { IndexName: 'none' } }, 'ResourceNotFoundException: Requested resource not found'],
    [
      'resized',
      { Update: { IndexName: 'none', ProvisionedThroughput: units(1, 1) } },
      'ValidationException: The table does not have the specified index: none',
    ],
  ])('cannot be %s if it does not exist', async (_, change, message) => {
    expect(await refusal(update({ GlobalSecondaryIndexUpdates: [change] }))).toContain(message);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['without capacity', index('second', 'id'), 'ProvisionedThroughput must be specified for index: second'],
    [
      'on an attribute without a definition',
      index('second', 'weight', { ProvisionedThroughput: units(1, 1) }),
      'Some index key attributes are not defined in AttributeDefinitions. Keys: [weight], AttributeDefinitions: [id, depot]',
    ],
    [
      'with a projection that lists attributes without effect',
      index('second', 'id', {
        ProvisionedThroughput: units(1, 1),
        Projection: { ProjectionType: 'KEYS_ONLY', NonKeyAttributes: ['a'] },
      }),
      'ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified',
    ],
    [
      'with a projection that includes no attributes',
      index('second', 'id', { ProvisionedThroughput: units(1, 1), Projection: { ProjectionType: 'INCLUDE' } }),
      'ProjectionType is INCLUDE, but NonKeyAttributes is not specified',
    ],
  ])('is not created %s', async (_, Create, message) => {
    expect(await refusal(update({ GlobalSecondaryIndexUpdates: [{ Create }] }))).toBe(
      `ValidationException: One or more parameter values were invalid: ${message}`,
    );
  });
});

test('a table is not created with an index without capacity, or with a name of two letters', async () => {
  const input = {
    TableName: 'crates',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ProvisionedThroughput: units(1, 1),
  };
  expect(await refusal(db('CreateTable', { ...input, GlobalSecondaryIndexes: [index('second', 'id')] }))).toBe(
    'ValidationException: One or more parameter values were invalid: ProvisionedThroughput must be specified for index: second',
  );
  expect(await refusal(db('CreateTable', { ...input, TableName: 'ab' }))).toBe(
    "ValidationException: 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  );
});

test('the table class and the limits of on-demand capacity are described as they were set last', async () => {
  const OnDemandThroughput = { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 };
  await db('CreateTable', {
    TableName: 'crates',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    OnDemandThroughput,
  });
  const crates = async () => (await db('DescribeTable', { TableName: 'crates' })).Table;
  expect(await crates()).toMatchObject({ OnDemandThroughput });
  const changed = { MaxReadRequestUnits: 20, MaxWriteRequestUnits: 15 };
  await db('UpdateTable', { TableName: 'crates', OnDemandThroughput: changed });
  await db('UpdateTable', { TableName: 'crates', TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  expect(await crates()).toMatchObject({
    OnDemandThroughput: changed,
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
  });
});
