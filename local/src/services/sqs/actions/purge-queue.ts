import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { Queues } from '../queues.ts';

const INTERVAL_MS = 60_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => {
      const nowMs = queues.kernel.clock.now();
      if (queue.purgedMs !== null && nowMs - queue.purgedMs < INTERVAL_MS)
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          { statusCode: 403 },
        );
      queues.states.clear(queue);
      queues.table.notePurge(queue, nowMs);
    });
    return {};
  };
