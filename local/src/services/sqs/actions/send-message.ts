import type { Action } from '../../../core/service.ts';
import { readEntry } from '../messages/entry.ts';
import { send } from '../messages/send.ts';
import type { Queues } from '../queues.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage =
  (queues: Queues): Action =>
  (input, call) =>
    queues.change(input.QueueUrl, (queue) => send(queues, queue, readEntry(input, queue), call));
