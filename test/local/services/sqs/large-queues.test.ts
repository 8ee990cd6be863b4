import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { STATEMENTS } from '../../../../local/src/services/sqs/store/message-table.ts';
import { FIFO, startQueues, type TestQueues } from './queues.ts';

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
});
afterEach(() => queues.stop());

/** Inserts messages into the first queue directly, without API calls. State 0 is ready, 3 is in flight. */
const fill = (count: number, state: 0 | 3) =>
  queues.kernel.store.write(() => {
    const nowMs = queues.kernel.clock.now();
    queues.kernel.store
      .prepare(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
        INSERT INTO sqs_messages (queue, state, visible_ms, receive_count, received_before, sent_ms, message_id, sender,
          body_md5, body) SELECT 1, ?, ?, 0, 0, ?, n, '000000000000', '0cc175b9c0f1b6a831c399e269772661', 'a' FROM numbers`)
      .run(count, state, nowMs + 600_000, nowMs);
  });

describe('A queue of 20,000 messages', () => {
  test.each(Object.entries(STATEMENTS))('is not scanned by the statement %s', (_, sql) => {
    const plan = queues.kernel.store.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    const details = plan.map(({ detail }) => String(detail));
    expect(details.filter((detail) => /\bSCAN (?!CONSTANT)|TEMP B-TREE/.test(detail))).toEqual([]);
  });

  test('has its counts in one row per state', async () => {
    await queues.create('orders');
    await fill(20_000, 0);
    await queues.receive('orders');
    await queues.send('orders', 'later', { DelaySeconds: 60 });
    expect(await queues.depth('orders')).toEqual(['19990', '1', '10']);
    const counts = queues.kernel.store.prepare('SELECT state, messages FROM sqs_counts ORDER BY state').all();
    const rows = queues.kernel.store
      .prepare('SELECT state, COUNT(*) AS messages FROM sqs_messages GROUP BY state ORDER BY state')
      .all();
    expect(counts).toEqual(rows);
  });
});

describe('A queue with 120,000 messages in flight', () => {
  test('refuses a short poll with OverLimit and answers after a deletion', async () => {
    await queues.create('orders');
    await queues.send('orders', 'received');
    const [message] = await queues.receive('orders');
    await fill(119_999, 3);
    await queues.send('orders', 'waiting');
    await expect(queues.receive('orders')).rejects.toMatchObject({ name: 'OverLimit' });
    await queues.remove('orders', message);
    expect(await queues.bodies('orders')).toEqual(['waiting']);
  });

  test('of the FIFO type returns no message and no error', async () => {
    await queues.create('orders.fifo', FIFO);
    await fill(120_000, 3);
    await queues.send('orders.fifo', 'waiting', { MessageGroupId: 'g' });
    expect(await queues.bodies('orders.fifo')).toEqual([]);
  });
});
