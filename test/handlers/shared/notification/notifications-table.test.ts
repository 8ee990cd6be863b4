import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NotificationsTable } from '../../../../handlers/shared/notification/notifications-table.ts';
import { startTables, type Tables } from '../../tables.ts';

let tables: Tables;
let notifications: NotificationsTable;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('notifications', 'id');
  notifications = new NotificationsTable(tables.client, 'notifications');
});
afterAll(() => tables.stop());

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, seconds));

test('only one of several concurrent callers claims a notification', async () => {
  const claims = await Promise.all([0, 1, 2, 3].map(() => notifications.claim('contended', at(0), at(40))));
  expect(claims.toSorted()).toEqual(['CLAIMED', 'TAKEN', 'TAKEN', 'TAKEN']);
});

test('an expired claim can be claimed again, a sent notification cannot', async () => {
  expect(await notifications.claim('slow', at(0), at(40))).toBe('CLAIMED');
  expect(await notifications.claim('slow', at(40), at(80))).toBe('TAKEN');
  expect(await notifications.claim('slow', at(41), at(81))).toBe('CLAIMED');
  await notifications.markSent('slow', at(42));
  expect(await notifications.claim('slow', at(3000), at(3040))).toBe('SENT');
});

test('the end of a run stands beside the time at which its mail was sent, or its run ignored', async () => {
  const end = { applicationId: 'a-1', run: 'run-1', endedAt: '2026-01-31T12:00:00.000Z' };
  await notifications.markSent('mailed', at(1), { ...end, outcome: 'APPROVED' });
  await notifications.addDuplicate('ignored', at(2), end);
  const read = (id: string) => tables.client.send(new GetCommand({ TableName: 'notifications', Key: { id } }));
  expect((await read('mailed')).Item).toEqual({
    id: 'mailed',
    sentAt: '2026-01-31T12:00:01.000Z',
    endOfRun: { ...end, outcome: 'APPROVED' },
  });
  expect((await read('ignored')).Item).toEqual({ id: 'ignored', ignoredAt: '2026-01-31T12:00:02.000Z', endOfRun: end });
});
