import { afterEach, expect, test } from '@jest/globals';
import { makeFormer } from '../../former-store.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { FIFO, redriveTo, startQueues, type TestQueues } from './queues.ts';

const DAY_MS = 86_400_000;
const dataDir = temporaryDirectory();
let queues: TestQueues;
afterEach(async () => {
  await queues.stop();
  removeDirectory(dataDir);
});

/**
 * The tables of a former version. Their times are wall-clock times; the runtime's clock was one day ahead of the wall
 * clock.
 */
const TABLES = `
  CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), offset_ms INTEGER NOT NULL);
  INSERT INTO clock VALUES (1, ${DAY_MS});
  CREATE TABLE sqs_queues (
    name TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL,
    created_s INTEGER NOT NULL, modified_s INTEGER NOT NULL, sequence INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE sqs_messages (
    position INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, queue TEXT NOT NULL,
    message TEXT NOT NULL, receive_count INTEGER NOT NULL, first_received_ms INTEGER,
    receipt_handle TEXT, hidden_until_ms INTEGER
  );
  CREATE INDEX sqs_messages_by_queue ON sqs_messages (queue, position);
  CREATE TABLE sqs_deduplication (
    queue TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, sequence TEXT NOT NULL,
    until_ms INTEGER NOT NULL, PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
  CREATE INDEX sqs_deduplication_by_end ON sqs_deduplication (until_ms);`;

const DEFAULTS = {
  VisibilityTimeout: '30',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
};
const nowMs = Date.now();
const HANDLE = '0b0c1f6e-1f0a-4d5e-9a51-0d1c8f6f2a10';
const FIFO_HANDLE = '7d0c1f6e-1f0a-4d5e-9a51-0d1c8f6f2a11';

const queue = (name: string, more: Record<string, string>, tags = {}) =>
  `INSERT INTO sqs_queues VALUES ('${name}', '${JSON.stringify({ ...DEFAULTS, ...more })}', '${JSON.stringify(tags)}',
    1700000000, 1700000000, 7);`;

interface FormerMessage {
  readonly queue: string;
  readonly body: string;
  readonly more?: Record<string, unknown>;
  readonly receipt?: string;
}

let count = 0;
const message = ({ queue: name, body, more = {}, receipt }: FormerMessage) => {
  count += 1;
  const messageId = `00000000-0000-4000-8000-00000000000${count}`;
  const json = JSON.stringify({
    messageId,
    body,
    md5OfBody: 'd41d8cd98f00b204e9800998ecf8427e',
    messageAttributes: {},
    sentTimestamp: nowMs - 1_000,
    approximateReceiveCount: 0,
    ...more,
  });
  const state = receipt ? `1, ${nowMs - 500}, '${receipt}', ${nowMs + 600_000}` : '0, NULL, NULL, NULL';
  return `INSERT INTO sqs_messages (message_id, queue, message, receive_count, first_received_ms, receipt_handle, hidden_until_ms)
    VALUES ('${messageId}', '${name}', '${json}', ${state});`;
};

const grouped = (messageGroupId: string) => ({
  messageGroupId,
  messageDeduplicationId: 'd',
  sequenceNumber: '0'.repeat(20),
});
const received = (name: string) =>
  queues.kernel.as('sqs', 'ReceiveMessage', {
    QueueUrl: queues.urlOf(name),
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
  }) as Promise<{ readonly Messages?: readonly Record<string, unknown>[] }>;
const bodies = async (name: string) => (await received(name)).Messages?.map(({ Body }) => Body);

test('queues and messages stored in the former format keep order, receipt handles, counts, tags and deduplication ids', async () => {
  const colour = { colour: { DataType: 'String', StringValue: 'red' } };
  makeFormer(
    dataDir,
    TABLES +
      queue('orders', redriveTo('dead', 3), { team: 'a' }) +
      queue('dead', {}) +
      queue('orders.fifo', FIFO) +
      message({ queue: 'orders', body: 'in flight', receipt: HANDLE }) +
      message({ queue: 'orders', body: 'first', more: { messageAttributes: colour } }) +
      message({ queue: 'orders', body: 'delayed', more: { delayUntil: nowMs + 300_000 } }) +
      message({ queue: 'orders', body: 'second' }) +
      message({ queue: 'orders.fifo', body: 'a1', more: grouped('a'), receipt: FIFO_HANDLE }) +
      message({ queue: 'orders.fifo', body: 'a2', more: grouped('a') }) +
      message({ queue: 'orders.fifo', body: 'b1', more: grouped('b') }) +
      message({ queue: 'orders.fifo', body: 'b2', more: grouped('b') }) +
      `INSERT INTO sqs_deduplication VALUES ('orders.fifo', 'known', 'original', '5', ${nowMs + 300_000});`,
  );
  queues = await startQueues({ dataDir });

  expect(await queues.depth('orders')).toEqual(['2', '1', '1']);
  expect(await queues.depth('orders.fifo')).toEqual(['3', '0', '1']);
  expect(await received('orders')).toMatchObject({
    Messages: [
      {
        Body: 'first',
        MessageAttributes: colour,
        Attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(nowMs - 1_000 + DAY_MS),
          SenderId: '000000000000',
        },
      },
      { Body: 'second' },
    ],
  });
  expect(await bodies('orders.fifo')).toEqual(['b1', 'b2']);

  await queues.remove('orders', { ReceiptHandle: HANDLE });
  await queues.remove('orders.fifo', { ReceiptHandle: FIFO_HANDLE });
  expect(await bodies('orders.fifo')).toEqual(['a2']);
  expect(await queues.depth('orders')).toEqual(['0', '1', '2']);

  const group = { MessageGroupId: 'c', MessageDeduplicationId: 'known' };
  expect(await queues.send('orders.fifo', 'again', group)).toMatchObject({ MessageId: 'original' });
  const next = await queues.send('orders.fifo', 'new', { ...group, MessageDeduplicationId: 'new' });
  expect(next.SequenceNumber).toBe('00000000000000000008');

  const { Tags } = await queues.sqs.listQueueTags({ QueueUrl: queues.urlOf('orders') });
  expect(Tags).toEqual({ team: 'a' });
  const { queueUrls } = await queues.sqs.listDeadLetterSourceQueues({ QueueUrl: queues.urlOf('dead') });
  expect(queueUrls).toEqual([queues.urlOf('orders')]);

  await queues.advance(310);
  expect(await bodies('orders')).toEqual(['first', 'delayed', 'second']);
});
