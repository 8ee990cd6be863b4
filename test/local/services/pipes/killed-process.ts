import { at, queueArn, startPipes, until } from './system.ts';

/**
 * A process that tests kill. Sends numbered messages to the queue of a pipe endlessly, and prints the number of each
 * message that reached the target.
 */
const system = await startPipes({ dataDir: process.argv[2] ?? '' });
system.answer = async ({ input }) => {
  await new Promise((resolve) => setImmediate(resolve));
  for (const { body } of JSON.parse(String(input.Payload)) as { body: string }[]) process.stdout.write(`${body}\n`);
};
await system.queue('work');
await system.pipe(at('lambda', 'function:worker'), { Source: queueArn('work') });
for (let number = 0; ; number += 1) {
  await system.send('work', String(number));
  await until(async () => (await system.count('work')) < 50);
}
