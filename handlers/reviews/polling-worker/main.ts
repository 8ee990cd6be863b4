// The review worker as a process of its own, for a system deployed with reviewWorker=off: the code of the functions
// receive-reviews and keep-reviews, on the queue and by the hour. Configured as any SDK is; Ctrl-C ends it.
import { SQSClient } from '@aws-sdk/client-sqs';
import { DEFAULTS } from './defaults.ts';
import { pollQueue } from './poll-queue.ts';
import { repeat } from './repeat.ts';

const QUEUE_NAME = 'review-queue';
/** Many times within the heartbeat of a day, as the schedule of the function. */
const KEEP_EVERY_MS = 3_600_000;

for (const [name, value] of Object.entries(DEFAULTS)) process.env[name] ??= value;
const receiveReviews = await import('../receive-reviews/handler.ts');
const keepReviews = await import('../keep-reviews/handler.ts');

const stopping = new AbortController();
const { signal } = stopping;
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());

/** The name only: a message may quote a task token. */
const onError = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.name : 'An error'}; it is tried again.\n`);
};

process.stdout.write(`Taking reviews from ${QUEUE_NAME}; Ctrl-C stops.\n`);
await Promise.all([
  pollQueue({ sqs: new SQSClient({}), queueName: QUEUE_NAME, handle: receiveReviews.handler, onError, signal }),
  repeat({ everyMs: KEEP_EVERY_MS, work: keepReviews.handler, onError, signal }),
]);
process.stdout.write('Stopped; what was in hand is finished.\n');
