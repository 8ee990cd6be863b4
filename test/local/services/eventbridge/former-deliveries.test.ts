import { afterEach, expect, test } from '@jest/globals';
import { formerTimer, makeFormer } from '../../former-store.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { queueArn, queueTarget, startBus, type TestBus } from './bus.ts';

const HOUR_MS = 3_600_000;
const dataDir = temporaryDirectory();
let bus: TestBus;
afterEach(async () => {
  await bus.kernel.stop();
  removeDirectory(dataDir);
});

/** The table of store format 1. */
const TABLE = `DROP TABLE eventbridge_deliveries; CREATE TABLE eventbridge_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL, rule_arn TEXT NOT NULL, target TEXT NOT NULL, event TEXT NOT NULL,
  ingested_ms INTEGER NOT NULL, retries INTEGER NOT NULL, due_ms INTEGER NOT NULL, failure TEXT
);`;
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/sales';
const TARGET = JSON.stringify(queueTarget('orders', { DeadLetterConfig: { Arn: queueArn('dead') } }));

const row = (id: number, nowMs: number, retries: number, failure?: unknown) =>
  `INSERT INTO eventbridge_deliveries VALUES (${id}, 'token-${id}', '${RULE}', '${TARGET}', '{"n":${id}}', ${nowMs},
    ${retries}, ${nowMs}, ${failure ? `'${JSON.stringify(failure)}'` : 'NULL'});`;

test('deliveries stored in the former format reach their target or dead-letter queue, each at its due time', async () => {
  bus = await startBus({ dataDir });
  const nowMs = bus.kernel.clock.now();
  await bus.kernel.stop();
  const failure = { code: 'NO_RESOURCE', message: 'gone', targetRetries: 7, givenUpMs: nowMs };
  makeFormer(
    dataDir,
    TABLE +
      row(3, nowMs, 0) +
      row(5, nowMs, 2) +
      row(8, nowMs, 0, failure) +
      formerTimer('eventbridge.retry', '5', nowMs + HOUR_MS) +
      formerTimer('eventbridge.resume', '', nowMs),
  );
  const errors: unknown[] = [];
  const none = () => {};
  bus = await startBus({ dataDir, log: { info: none, warn: none, error: (message) => errors.push(message) } });
  await bus.settled();
  expect(bus.targets.bodies('orders')).toEqual([{ n: 3 }]);
  expect(bus.targets.bodies('dead')).toEqual([{ n: 8 }]);
  expect(bus.targets.calls.find(({ input }) => String(input.QueueUrl).endsWith('/dead'))?.input).toMatchObject({
    MessageAttributes: {
      RULE_ARN: { StringValue: RULE },
      ERROR_CODE: { StringValue: 'NO_RESOURCE' },
      RETRY_ATTEMPTS: { StringValue: '7' },
    },
  });
  await bus.kernel.timers.advance(HOUR_MS);
  await bus.settled();
  expect(bus.targets.bodies('orders')).toEqual([{ n: 3 }, { n: 5 }]);
  expect(bus.kernel.store.prepare('SELECT COUNT(*) AS n FROM eventbridge_deliveries').get()).toEqual({ n: 0 });
  expect(errors).toEqual([]);
});
