import type { Action } from '../../../core/service.ts';
import { textList } from '../parameters.ts';
import { selectAttributes } from '../queue/attributes.ts';
import { INITIAL_ENCRYPTION } from '../queue/encryption.ts';
import type { Queues } from '../queues.ts';
import type { Attributes, Queue } from '../store/queue-table.ts';

const seconds = (ms: number): string => String(Math.floor(ms / 1000));

const allAttributes = (queues: Queues, queue: Queue): Attributes => {
  const { visible, delayed, inFlight } = queues.states.depth(queue);
  return {
    QueueArn: queues.arnOf(queue),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: seconds(queue.createdMs),
    LastModifiedTimestamp: seconds(queue.modifiedMs),
    ...INITIAL_ENCRYPTION,
    ...queue.attributes,
  };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes =
  (queues: Queues): Action =>
  (input) =>
    queues.change(input.QueueUrl, (queue) => {
      const names = textList(input, 'AttributeNames');
      return names.length === 0 ? {} : { Attributes: selectAttributes(allAttributes(queues, queue), names) };
    });
