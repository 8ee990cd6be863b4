import type { Action } from '../../../core/service.ts';
import { queueDoesNotExist } from '../errors.ts';
import { requiredText, textOf } from '../parameters.ts';
import type { Queues } from '../queues.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl =
  (queues: Queues): Action =>
  (input) => {
    const name = requiredText(input, 'QueueName');
    const { accountId } = queues.kernel.home;
    const owner = textOf(input, 'QueueOwnerAWSAccountId') ?? accountId;
    if (owner !== accountId || !queues.table.find(name)) throw queueDoesNotExist();
    return { QueueUrl: queues.urlOf(name) };
  };
