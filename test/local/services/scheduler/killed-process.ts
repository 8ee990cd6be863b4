import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { HOUR_MS, startScheduler } from './system.ts';

/**
 * A process that tests kill. Moves its clock endlessly, and prints the scheduled time of each invocation that reached
 * the target. Every third attempt fails and is retried.
 */
const system = await startScheduler({ dataDir: process.argv[2] ?? '' });
system.answer = async ({ input }) => {
  const isThird = system.calls.length % 3 === 0;
  await new Promise((resolve) => setImmediate(resolve));
  if (isThird) throw new AwsError('InternalFailure', 'down', { statusCode: 500 });
  process.stdout.write(`${input.MessageBody}\n`);
};
await system.schedule('minutes', 'cron(* * * * ? *)', {}, { Input: '<aws.scheduler.scheduled-time>' });
for (;;) await system.kernel.timers.advance(HOUR_MS);
