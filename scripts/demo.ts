// `npm run demo`: sends the sample applications through a separate runtime, in memory and on a free port.
import { styleText } from 'node:util';
import { start } from 'one-machine';
import { type Clients, clientsOf } from './clients.ts';
import { follow, type Tell } from './demo/follow.ts';
import { SAMPLES, type Sample } from './demo/samples.ts';
import { eventually } from './eventually.ts';
import { assemblyFor, LOCAL_CONTEXT } from './synth.ts';

const style = (format: Parameters<typeof styleText>[0], text: string): string =>
  styleText(format, text, { stream: process.stdout });
const print = (text = ''): void => void process.stdout.write(`${text}\n`);
const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

const teller = (): Tell => {
  const startMs = performance.now();
  return (what, detail = '') => {
    const afterMs = `+${Math.round(performance.now() - startMs)} ms`;
    print(`  ${style('dim', afterMs.padStart(9))}  ${style('cyan', what.padEnd(12))} ${detail}`);
  };
};

const run = async (clients: Clients, sample: Sample): Promise<boolean> => {
  print(style('bold', sample.title));
  try {
    const state = await follow(clients, sample, teller());
    const right = state === sample.expectedState;
    print(
      right
        ? style('green', `  as expected: ${state}`)
        : style('red', `  expected ${sample.expectedState}, is ${state}`),
    );
    return right;
  } catch (error) {
    print(style('red', `  failed: ${error instanceof Error ? error.message : String(error)}`));
    return false;
  } finally {
    print();
  }
};

/** Whether exactly one mail was sent about each application. */
const checkMail = async (clients: Clients): Promise<boolean> => {
  const mails = await eventually(clients, 'the mail about every application', async () => {
    const received = clients.aws.mail();
    return received.length >= SAMPLES.length ? received : undefined;
  });
  print(style('bold', 'Mail'));
  for (const { to, subject } of mails) print(`  to ${to}: ${subject}`);
  print();
  return SAMPLES.every(
    ({ application: { id } }) => mails.filter(({ subject }) => subject.startsWith(`${id}:`)).length === 1,
  );
};

const main = async (): Promise<void> => {
  const startMs = performance.now();
  const assembly = await assemblyFor({ ...LOCAL_CONTEXT, reviewWorker: 'off' });
  const aws = await start({ assembly });
  print(`The system runs at ${aws.endpoint} after ${seconds(startMs)}, in memory\n`);
  const clients = clientsOf(aws);
  let right = 0;
  for (const sample of SAMPLES) if (await run(clients, sample)) right += 1;
  const mailed = await checkMail(clients).catch((error: unknown) => {
    print(style('red', String(error)));
    return false;
  });
  await aws.stop();
  const good = right === SAMPLES.length && mailed;
  const verdict = `${right} of ${SAMPLES.length} ended as expected, ${mailed ? 'one mail about each' : 'the mails are not as expected'}`;
  print(`${style(good ? 'green' : 'red', verdict)}, ${seconds(startMs)} in all`);
  process.exitCode = good ? 0 : 1;
};

await main();
