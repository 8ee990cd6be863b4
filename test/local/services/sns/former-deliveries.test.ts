import { afterEach, expect, test } from '@jest/globals';
import { createMail, type Mailbox } from '../../../../local/src/core/mail/mailbox.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { formerTimer, makeFormer } from '../../former-store.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const HOUR_MS = 3_600_000;
const dataDir = temporaryDirectory();
let kernel: TestKernel;
let mailbox: Mailbox;
afterEach(async () => {
  await kernel.stop();
  removeDirectory(dataDir);
});

const start = async () => {
  kernel = await startKernel(
    (parts) => {
      mailbox = createMail(parts, undefined);
      return [createSns(parts, mailbox)];
    },
    { dataDir },
  );
};

/** The table of store format 1. */
const TABLE = `DROP TABLE sns_deliveries; CREATE TABLE sns_deliveries (
  id TEXT PRIMARY KEY, subscription_arn TEXT NOT NULL, notification TEXT NOT NULL, attempts INTEGER NOT NULL
);`;

const row = (id: string, subscriptionArn: string, attempts: number) => {
  const notification = {
    messageId: id,
    topicArn: subscriptionArn.split(':').slice(0, 6).join(':'),
    message: id,
    attributes: {},
    timestamp: '2026-01-01T00:00:00.000Z',
  };
  return `INSERT INTO sns_deliveries VALUES ('${id}', '${subscriptionArn}', '${JSON.stringify(notification)}', ${attempts});`;
};

test('deliveries stored in the former format are delivered, each at its due time', async () => {
  await start();
  const { TopicArn } = (await kernel.as('sns', 'CreateTopic', { Name: 'outcomes' })) as { TopicArn: string };
  const subscribed = await kernel.as('sns', 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'ann@example.com' });
  const { SubscriptionArn } = subscribed as { SubscriptionArn: string };
  const nowMs = kernel.clock.now();
  await kernel.stop();
  makeFormer(
    dataDir,
    TABLE +
      row('begun', SubscriptionArn, 0) +
      row('waiting', SubscriptionArn, 3) +
      row('unsubscribed', `${TopicArn}:none`, 0) +
      formerTimer('sns-delivery', 'waiting', nowMs + HOUR_MS),
  );
  await start();
  await kernel.inflight.idle();
  expect(mailbox.list().map(({ text }) => text)).toEqual(['begun']);
  await kernel.timers.advance(HOUR_MS);
  expect(mailbox.list().map(({ text }) => text)).toEqual(['begun', 'waiting']);
  expect(kernel.store.prepare('SELECT COUNT(*) AS n FROM sns_deliveries').get()).toEqual({ n: 0 });
});
