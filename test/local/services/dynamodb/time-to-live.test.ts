import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const N = (value: number) => ({ N: String(value) });

const TABLE = {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((k) => [createDynamoDb(k)]);
});
afterEach(() => kernel.stop());

const db = (action: string, input: Record<string, unknown> = {}) =>
  kernel.as('dynamodb', action, input) as Promise<Record<string, unknown>>;
const put = (id: string, more: Record<string, unknown> = {}) =>
  db('PutItem', { TableName: 'orders', Item: { id: { S: id }, ...more } });
const ids = async () =>
  ((await db('Scan', { TableName: 'orders' })) as { Items: { id: { S: string } }[] }).Items.map(
    ({ id }) => id.S,
  ).sort();

test('Tables delete items within an hour after they expire', async () => {
  await db('CreateTable', TABLE);
  await db('UpdateTimeToLive', {
    TableName: 'orders',
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
  const nowSeconds = Math.floor(kernel.clock.now() / 1000);
  await put('soon', { expires: N(nowSeconds + 60) });
  await put('later', { expires: N(nowSeconds + 7_200) });
  await put('never');
  await kernel.timers.advance(3_600_000);
  expect(await ids()).toEqual(['later', 'never']);
  await kernel.timers.advance(7_200_000);
  expect(await ids()).toEqual(['never']);
});

test('Tables delete expired items in any notation of the number, and no other items', async () => {
  const AttributeName = 'the "end"';
  await db('CreateTable', TABLE);
  await db('UpdateTimeToLive', {
    TableName: 'orders',
    TimeToLiveSpecification: { AttributeName, Enabled: true },
  });
  const nowSeconds = Math.floor(kernel.clock.now() / 1000);
  const sixYears = 6 * 366 * 86_400;
  await put('expired', { [AttributeName]: N(nowSeconds - 1) });
  await put('in thousands', { [AttributeName]: { N: `${Math.floor(nowSeconds / 1000)}E+3` } });
  await put('text', { [AttributeName]: { S: String(nowSeconds - 1) } });
  await put('too old', { [AttributeName]: N(nowSeconds - sixYears) });
  await put('nested', { other: { M: { [AttributeName]: N(nowSeconds - 1) } } });
  await kernel.timers.advance(3_600_000);
  expect(await ids()).toEqual(['nested', 'text', 'too old']);
});

test('Tables delete items that were written before time to live was enabled, and follow a change of the attribute', async () => {
  const setExpiry = (AttributeName: string, Enabled: boolean) =>
    db('UpdateTimeToLive', { TableName: 'orders', TimeToLiveSpecification: { AttributeName, Enabled } });
  const past = N(Math.floor(kernel.clock.now() / 1000) - 1);
  await db('CreateTable', TABLE);
  await put('first', { expires: past });
  await put('second', { ends: past });
  await setExpiry('expires', true);
  await kernel.timers.advance(3_600_000);
  expect(await ids()).toEqual(['second']);
  await setExpiry('expires', false);
  await kernel.timers.advance(3_600_000);
  await setExpiry('ends', true);
  await kernel.timers.advance(3_600_000);
  expect(await ids()).toEqual([]);
});

test('A table that replaces a deleted one has no time to live', async () => {
  const past = N(Math.floor(kernel.clock.now() / 1000) - 1);
  await db('CreateTable', TABLE);
  await db('UpdateTimeToLive', {
    TableName: 'orders',
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
  await db('DeleteTable', { TableName: 'orders' });
  await db('CreateTable', TABLE);
  await put('kept', { expires: past });
  await kernel.timers.advance(7_200_000);
  expect(await ids()).toEqual(['kept']);
});

test('A table of an earlier version, with a timer of its own and without an index, still deletes expired items', async () => {
  const dataDir = temporaryDirectory();
  const start = () => startKernel((k) => [createDynamoDb(k)], { dataDir });
  const older = await start();
  await older.as('dynamodb', 'CreateTable', TABLE);
  await older.as('dynamodb', 'UpdateTimeToLive', {
    TableName: 'orders',
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
  const past = N(Math.floor(older.clock.now() / 1000) - 1);
  await older.as('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: 'expired' }, expires: past } });
  await older.store.write(() => {
    older.store.define('DROP INDEX "dynamodb_expiry/orders"');
    older.timers.clear('dynamodb-time-to-live', 'sweep');
    older.timers.set('dynamodb-time-to-live', 'orders', older.clock.now() + 60_000);
  });
  await older.stop();
  const newer = await start();
  await newer.timers.advance(60_000);
  expect(await newer.as('dynamodb', 'Scan', { TableName: 'orders' })).toMatchObject({ Count: 0 });
  await newer.as('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: 'next' }, expires: past } });
  await newer.timers.advance(3_600_000);
  expect(await newer.as('dynamodb', 'Scan', { TableName: 'orders' })).toMatchObject({ Count: 0 });
  await newer.stop();
  removeDirectory(dataDir);
});
