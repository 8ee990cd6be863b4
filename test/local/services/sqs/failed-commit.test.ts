import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { TestKernel } from '../../kernel.ts';
import { FIFO, startQueues, type TestQueues } from './queues.ts';

const TABLES = [
  'sqs_queues',
  'sqs_messages',
  'sqs_counts',
  'sqs_deduplication',
  'sqs_receive_attempts',
  'sqs_deleted_queues',
  'timers',
];
const CHANGES = ['INSERT', 'UPDATE', 'DELETE'];

/**
 * Makes each commit fail that changes a queue or message, by violating a constraint that SQLite checks at the end of
 * the transaction.
 */
const breakCommits = ({ store }: TestKernel): void => {
  store.define(`CREATE TABLE IF NOT EXISTS parents (id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS orphans (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
  for (const table of ['sqs_queues', 'sqs_messages'])
    for (const change of CHANGES)
      store.define(`CREATE TRIGGER break_${table}_${change} AFTER ${change} ON ${table} BEGIN
        INSERT INTO orphans VALUES (1); END`);
};

const repairCommits = ({ store }: TestKernel): void => {
  for (const table of ['sqs_queues', 'sqs_messages'])
    for (const change of CHANGES) store.define(`DROP TRIGGER break_${table}_${change}`);
};

const stored = ({ store }: TestKernel) =>
  Object.fromEntries(TABLES.map((table) => [table, store.prepare(`SELECT * FROM ${table}`).all()]));

let queues: TestQueues;
/** Receipt handles of a message in flight. */
let handles: Record<string, string | undefined>;

beforeEach(async () => {
  queues = await startQueues();
  await queues.create('orders');
  await queues.create('orders.fifo', FIFO);
  handles = {};
  for (const name of ['orders', 'orders.fifo']) {
    await queues.send(name, 'in flight', { MessageGroupId: 'a' });
    handles[name] = (await queues.receive(name))[0]?.ReceiptHandle;
    await queues.send(name, 'visible', { MessageGroupId: 'b' });
  }
});
afterEach(() => queues.stop());

const on = (name: string) => ({ QueueUrl: queues.urlOf(name) });
const received = (name: string) => ({ ...on(name), ReceiptHandle: handles[name] });

describe('An action whose commit fails is refused and changes nothing, and succeeds when it is repeated:', () => {
  test.each<[string, () => Promise<unknown>, () => Promise<unknown>, unknown]>([
    ['SendMessage', () => queues.send('orders', 'new'), () => queues.depth('orders'), ['2', '0', '1']],
    [
      'SendMessage to a FIFO queue, whose deduplication id stays free',
      () => queues.send('orders.fifo', 'new', { MessageGroupId: 'c' }),
      () => queues.depth('orders.fifo'),
      ['2', '0', '1'],
    ],
    [
      'SendMessageBatch',
      () => queues.sqs.sendMessageBatch({ ...on('orders'), Entries: [{ Id: '1', MessageBody: 'new' }] }),
      () => queues.depth('orders'),
      ['2', '0', '1'],
    ],
    ['ReceiveMessage', () => queues.receive('orders'), () => queues.depth('orders'), ['0', '0', '2']],
    [
      'a long poll that finds a message',
      () => queues.receive('orders.fifo', { WaitTimeSeconds: 20 }),
      () => queues.depth('orders.fifo'),
      ['0', '0', '2'],
    ],
    [
      'DeleteMessage',
      () => queues.sqs.deleteMessage(received('orders')),
      () => queues.depth('orders'),
      ['1', '0', '0'],
    ],
    [
      'DeleteMessage of a FIFO queue, whose group stays locked',
      () => queues.sqs.deleteMessage(received('orders.fifo')),
      () => queues.depth('orders.fifo'),
      ['1', '0', '0'],
    ],
    [
      'ChangeMessageVisibility',
      () => queues.sqs.changeMessageVisibility({ ...received('orders'), VisibilityTimeout: 0 }),
      () => queues.depth('orders'),
      ['2', '0', '0'],
    ],
    [
      'PurgeQueue, which is not in progress',
      () => queues.sqs.purgeQueue(on('orders')),
      () => queues.depth('orders'),
      ['0', '0', '0'],
    ],
    [
      'DeleteQueue',
      () => queues.sqs.deleteQueue(on('orders')),
      async () => (await queues.sqs.listQueues({})).QueueUrls?.length,
      1,
    ],
    ['CreateQueue', () => queues.create('others'), async () => (await queues.sqs.listQueues({})).QueueUrls?.length, 3],
    [
      'SetQueueAttributes',
      () => queues.sqs.setQueueAttributes({ ...on('orders'), Attributes: { VisibilityTimeout: '7' } }),
      () => queues.attribute('orders', 'VisibilityTimeout'),
      '7',
    ],
    [
      'TagQueue',
      () => queues.sqs.tagQueue({ ...on('orders'), Tags: { team: 'a' } }),
      async () => (await queues.sqs.listQueueTags(on('orders'))).Tags,
      { team: 'a' },
    ],
  ])('%s', async (_, perform, look, afterwards) => {
    const before = stored(queues.kernel);
    const seen = await look();
    expect(stored(queues.kernel)).toEqual(before);
    breakCommits(queues.kernel);
    await expect(perform()).rejects.toMatchObject({ name: 'InternalFailure' });
    expect(stored(queues.kernel)).toEqual(before);
    repairCommits(queues.kernel);
    expect(seen).not.toEqual(afterwards);
    await perform();
    expect(await look()).toEqual(afterwards);
  });
});
