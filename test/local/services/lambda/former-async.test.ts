import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { formerTimer, makeFormer } from '../../former-store.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type FakeService, fakeService, type LambdaHarness, startLambda, writeFiles } from './harness.ts';

const HOUR_MS = 3_600_000;
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:outcomes';
const SOURCE = `
import { appendFileSync } from 'node:fs';
export const handler = async ({ file, name }) => appendFileSync(file, name);`;

const dataDir = temporaryDirectory();
const noted = join(dataDir, 'noted');
const runs = () => (existsSync(noted) ? readFileSync(noted, 'utf8') : '');
let aws: LambdaHarness;
let queue: FakeService;
const start = async () => {
  queue = fakeService('sqs', { SendMessage: () => ({ MessageId: 'm' }) });
  aws = await startLambda([queue.module], { dataDir });
};
afterEach(async () => {
  await aws.stop();
  removeDirectory(dataDir);
});

/** The table of store format 1. */
const TABLE = `DROP TABLE lambda_deliveries; CREATE TABLE lambda_async (
  id TEXT PRIMARY KEY, function TEXT NOT NULL, qualifier TEXT, request_id TEXT NOT NULL, payload TEXT NOT NULL,
  attempts INTEGER NOT NULL, throttles INTEGER NOT NULL, received_ms INTEGER NOT NULL, due_ms INTEGER, deliveries TEXT
) WITHOUT ROWID;`;

const row = (id: string, nowMs: number, dueMs: number | undefined, deliveries?: unknown) =>
  `INSERT INTO lambda_async VALUES ('${id}', 'noting', NULL, 'request-${id}', '${JSON.stringify({ file: noted, name: id })}',
    ${dueMs ? 1 : 0}, 0, ${nowMs}, ${dueMs ?? 'NULL'}, ${deliveries ? `'${JSON.stringify(deliveries)}'` : 'NULL'});`;

test('asynchronous invocations stored in the former format run, and their results reach the destinations', async () => {
  await start();
  await aws.create('noting', '', { Code: { LocalDirectory: writeFiles(join(dataDir, 'code'), SOURCE) } });
  const nowMs = aws.kernel.clock.now();
  await aws.stop();
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:noting:$LATEST';
  const left = (body: string) => ({
    destinationArn: QUEUE,
    body,
    attributes: { RequestID: body },
    detailType: 'Lambda Function Invocation Result - Failure',
    functionArn,
  });
  makeFormer(
    dataDir,
    TABLE +
      row('running', nowMs, undefined) +
      row('waiting', nowMs, nowMs + HOUR_MS) +
      row('outcome', nowMs, nowMs + HOUR_MS, [left('{"first":1}'), left('{"second":2}')]) +
      formerTimer('lambda.async', 'waiting', nowMs + HOUR_MS) +
      formerTimer('lambda.async', 'outcome', nowMs + HOUR_MS),
  );
  await start();
  await aws.kernel.inflight.idle();
  expect(runs()).toBe('running');
  expect(queue.calls).toEqual([]);
  await aws.kernel.timers.advance(HOUR_MS);
  await aws.kernel.inflight.idle();
  expect(runs()).toBe('runningwaiting');
  expect(queue.calls.map(({ input }) => input)).toMatchObject([
    { MessageBody: '{"first":1}', MessageAttributes: { RequestID: { StringValue: '{"first":1}' } } },
    { MessageBody: '{"second":2}' },
  ]);
  expect(queue.calls[0]?.caller).toBe('arn:aws:sts::000000000000:assumed-role/functions/noting');
  expect(aws.kernel.store.prepare('SELECT COUNT(*) AS n FROM lambda_deliveries').get()).toEqual({ n: 0 });
});
