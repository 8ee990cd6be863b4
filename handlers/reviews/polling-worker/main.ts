// Runs the review worker as a process, for a system that is deployed with reviewWorker=off. This process polls the
// review queue with the code of receive-reviews. Exit codes: 0 stopped, 2 wrong usage.
import { SQSClient } from '@aws-sdk/client-sqs';
import { DEFAULTS, REVIEW_QUEUE } from './defaults.ts';
import { explain, missingConfiguration } from './explain.ts';
import { pollQueue } from './poll-queue.ts';
import { readArguments, USAGE } from './usage.ts';

const QUEUE_NAME = process.env.REVIEW_QUEUE ?? REVIEW_QUEUE;
const EXIT_USAGE = 2;

const asked = readArguments(process.argv.slice(2));
if (asked === 'HELP') process.stdout.write(USAGE);
else if (asked === 'RUN') await work(new SQSClient({}));
else refuse(`${asked.refusal}\n\n${USAGE.trimEnd()}`);

async function work(sqs: SQSClient): Promise<void> {
  const missing = await missingConfiguration(sqs.config);
  if (missing !== undefined) return refuse(missing);
  for (const [name, value] of Object.entries(DEFAULTS)) process.env[name] ??= value;
  const { handler: handle } = await import('../receive-reviews/handler.ts');
  const signal = untilStopped();
  process.stdout.write(`Receiving reviews from ${QUEUE_NAME}; Ctrl-C stops.\n`);
  await pollQueue({ sqs, queueName: QUEUE_NAME, handle, onError, signal });
  process.stdout.write('Stopped; messages in flight are finished.\n');
}

function untilStopped(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());
  return stopping.signal;
}

function onError(error: unknown): void {
  process.stderr.write(`${explain(error, process.env)} (will retry)\n`);
}

function refuse(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = EXIT_USAGE;
}
