import type { Action } from '../../../core/service.ts';
import type { Polls } from '../polls/polls.ts';
import type { Queues } from '../queues.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue =
  (queues: Queues, polls: Polls): Action =>
  async (input) => {
    const name = await queues.change(input.QueueUrl, (queue) => {
      queues.states.clear(queue);
      queues.deduplication.clear(queue);
      queues.table.remove(queue, queues.kernel.clock.now());
      return queue.name;
    });
    polls.queueDeleted(name);
    return {};
  };
