import type { Action } from '../../../core/service.ts';
import { missingParameter } from '../errors.ts';
import { optionalMap, textList } from '../parameters.ts';
import { checkTags } from '../queue/tags.ts';
import type { Queues } from '../queues.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => {
      const added = optionalMap(input, 'Tags');
      if (added === undefined) throw missingParameter('Tags');
      const tags = { ...queue.tags, ...added };
      checkTags(tags);
      queues.table.setTags(queue, tags);
    });
    return {};
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => {
      const removed = textList(input, 'TagKeys', { required: true });
      const left = Object.entries(queue.tags).filter(([key]) => !removed.includes(key));
      queues.table.setTags(queue, Object.fromEntries(left));
    });
    return {};
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags =
  (queues: Queues): Action =>
  (input) =>
    queues.change(input.QueueUrl, ({ tags }) => ({ Tags: tags }));
