import { BatchWriteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { NotificationBatchesTable } from '../../../../handlers/outcomes/notify/notification-batches-table.ts';
import { startTables, type Tables } from '../../tables.ts';

let tables: Tables;
let notifications: NotificationBatchesTable;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('notifications', 'id');
  notifications = new NotificationBatchesTable(tables.client, 'notifications');
});
afterAll(() => tables.stop());

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, seconds));
const ends = (keys: readonly string[]) => new Map(keys.map((key) => [key, undefined]));
const keys = (name: string) => Array.from({ length: 10 }, (_, index) => `${name}-${index}`);

const END = { applicationId: 'a-1', outcome: 'APPROVED', run: 'run-1', endedAt: '2026-01-31T12:00:00.000Z' } as const;

test('each of ten notifications is claimed by exactly one of several concurrent callers', async () => {
  const claims = await Promise.all([0, 1, 2].map(() => notifications.claimAll(keys('contended'), at(0), at(40))));
  for (const index of keys('contended').keys())
    expect(claims.map((each) => each[index]).toSorted()).toEqual(['CLAIMED', 'TAKEN', 'TAKEN']);
});

test('in a batch, sent notifications and those of another caller are not claimed, and the others are claimed', async () => {
  const [sent, held, expired, free] = keys('mixed');
  await notifications.claimAll([String(sent), String(expired)], at(0), at(40));
  await notifications.markAllSent(ends([String(sent)]), at(1));
  await notifications.claimAll([String(held)], at(30), at(70));
  const all = [sent, held, expired, free].map(String);
  expect(await notifications.claimAll(all, at(50), at(90))).toEqual(['SENT', 'TAKEN', 'CLAIMED', 'CLAIMED']);
  expect(await notifications.claimAll(all, at(60), at(100))).toEqual(['SENT', 'TAKEN', 'TAKEN', 'TAKEN']);
});

test('notifications that were marked together cannot be claimed again, alone or together', async () => {
  await notifications.claimAll(keys('marked'), at(0), at(40));
  await notifications.markAllSent(ends(keys('marked')), at(1));
  expect(new Set(await notifications.claimAll(keys('marked'), at(3000), at(3040)))).toEqual(new Set(['SENT']));
  expect(await notifications.claim('marked-3', at(3000), at(3040))).toBe('SENT');
});

test('a mark that DynamoDB did not store in a batch, because it throttles, is stored with a single write', async () => {
  const { client } = tables;
  const send = client.send.bind(client);
  const throttled = async (command: BatchWriteCommand | GetCommand) => {
    if (!(command instanceof BatchWriteCommand)) return send(command as GetCommand);
    const [left, ...others] = command.input.RequestItems?.notifications ?? [];
    await send(new BatchWriteCommand({ RequestItems: { notifications: others } }));
    return { $metadata: {}, UnprocessedItems: { notifications: [left] } };
  };
  const spy = jest.spyOn(client, 'send').mockImplementation(throttled as never);
  await notifications.markAllSent(new Map(keys('left-out').map((key) => [key, END])), at(1));
  spy.mockRestore();
  const { Item } = await client.send(new GetCommand({ TableName: 'notifications', Key: { id: 'left-out-0' } }));
  expect(Item).toEqual({ id: 'left-out-0', sentAt: '2026-01-31T12:00:01.000Z', endOfRun: END });
  expect(new Set(await notifications.claimAll(keys('left-out'), at(3000), at(3040)))).toEqual(new Set(['SENT']));
});

test('the ends of duplicates are stored with the time, and change nothing when they are stored again', async () => {
  const duplicates = new Map(keys('duplicate').map((key) => [key, { ...END, run: key }]));
  await notifications.addDuplicates(duplicates, at(1));
  await notifications.addDuplicates(duplicates, at(1));
  const { Item } = await tables.client.send(new GetCommand({ TableName: 'notifications', Key: { id: 'duplicate-7' } }));
  expect(Item).toEqual({
    id: 'duplicate-7',
    ignoredAt: '2026-01-31T12:00:01.000Z',
    endOfRun: { ...END, run: 'duplicate-7' },
  });
});
