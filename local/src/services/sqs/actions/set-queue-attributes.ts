import type { Action } from '../../../core/service.ts';
import { missingParameter } from '../errors.ts';
import { optionalMap } from '../parameters.ts';
import { checkAttributes, checkCombination, withAttributes } from '../queue/attributes.ts';
import { checkRedrive, withNumericCount } from '../queue/redrive.ts';
import type { Queues } from '../queues.ts';
import type { Attributes, Queue } from '../store/queue-table.ts';

const setAttributes = (queues: Queues, queue: Queue, changes: Attributes): void => {
  checkAttributes(changes, queue.isFifo);
  checkRedrive(changes, { arn: queues.arnOf(queue), isFifo: queue.isFifo, queueOf: queues.byArn });
  const attributes = withAttributes(queue.attributes, withNumericCount(changes));
  checkCombination(attributes);
  queues.table.setAttributes(queue, attributes, queues.kernel.clock.now());
  if (queue.isFifo && changes.DelaySeconds !== undefined)
    queues.states.redelay(queue, Number(changes.DelaySeconds) * 1000);
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => {
      const changes = optionalMap(input, 'Attributes');
      if (changes === undefined || Object.keys(changes).length === 0) throw missingParameter('Attribute.Name');
      setAttributes(queues, queue, changes);
    });
    return {};
  };
