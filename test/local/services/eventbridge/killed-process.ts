import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { FakeTargets, queueTarget, startBus } from './bus.ts';

/**
 * A process that tests kill. Puts events endlessly, and prints which ones were acknowledged and which ones reached the
 * queue.
 */
const say = (word: string, key: unknown) => process.stdout.write(`${word} ${key}\n`);

const targets = new FakeTargets();
targets.answer = async ({ input }) => {
  const isThird = targets.calls.length % 3 === 0;
  await new Promise((resolve) => setImmediate(resolve));
  if (isThird) throw new AwsError('InternalFailure', 'down', { statusCode: 500 });
  say('reached', (JSON.parse(String(input.MessageBody)) as { detail: { key: string } }).detail.key);
};
const bus = await startBus({ dataDir: process.argv[2] ?? '' }, targets);
await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));

const putForEver = async () => {
  for (;;) {
    const key = randomUUID();
    await bus.put({ key });
    say('acknowledged', key);
  }
};
await Promise.all(Array.from({ length: 8 }, putForEver));
