import type { Kernel } from '../../core/kernel.ts';
import type { Action, HoldsPolicies, ServiceModule } from '../../core/service.ts';
import { changeMessageVisibility, changeMessageVisibilityBatch } from './actions/change-message-visibility.ts';
import { createQueue } from './actions/create-queue.ts';
import { deleteMessage, deleteMessageBatch } from './actions/delete-message.ts';
import { deleteQueue } from './actions/delete-queue.ts';
import { getQueueAttributes } from './actions/get-queue-attributes.ts';
import { getQueueUrl } from './actions/get-queue-url.ts';
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './actions/move-tasks.ts';
import { addPermission, removePermission } from './actions/permissions.ts';
import { purgeQueue } from './actions/purge-queue.ts';
import { listDeadLetterSourceQueues, listQueues } from './actions/queue-lists.ts';
import { receiveMessage } from './actions/receive-message.ts';
import { sendMessage } from './actions/send-message.ts';
import { sendMessageBatch } from './actions/send-message-batch.ts';
import { setQueueAttributes } from './actions/set-queue-attributes.ts';
import { listQueueTags, tagQueue, untagQueue } from './actions/tags.ts';
import { jsonProtocol } from './json-protocol.ts';
import { MoveTasks } from './moves/move-tasks.ts';
import { Polls } from './polls/polls.ts';
import { queryProtocol } from './query-protocol.ts';
import { Queues } from './queues.ts';
import type { QueueSignals } from './signals.ts';

export type { QueueSignals } from './signals.ts';

const actionsOf = (queues: Queues, polls: Polls, tasks: MoveTasks): { readonly [action: string]: Action } => ({
  AddPermission: addPermission(queues),
  CancelMessageMoveTask: cancelMessageMoveTask(queues, tasks),
  ChangeMessageVisibility: changeMessageVisibility(queues),
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(queues),
  CreateQueue: createQueue(queues),
  DeleteMessage: deleteMessage(queues),
  DeleteMessageBatch: deleteMessageBatch(queues),
  DeleteQueue: deleteQueue(queues, polls),
  GetQueueAttributes: getQueueAttributes(queues),
  GetQueueUrl: getQueueUrl(queues),
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues(queues),
  ListMessageMoveTasks: listMessageMoveTasks(queues, tasks),
  ListQueues: listQueues(queues),
  ListQueueTags: listQueueTags(queues),
  PurgeQueue: purgeQueue(queues),
  ReceiveMessage: receiveMessage(queues, polls),
  RemovePermission: removePermission(queues),
  SendMessage: sendMessage(queues),
  SendMessageBatch: sendMessageBatch(queues),
  SetQueueAttributes: setQueueAttributes(queues),
  StartMessageMoveTask: startMessageMoveTask(queues, tasks),
  TagQueue: tagQueue(queues),
  UntagQueue: untagQueue(queues),
});

/**
 * SQS. Its queues are in the runtime's store and use the runtime's clock. Acknowledged messages survive a crash.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
 */
export const createSqs = (kernel: Kernel): ServiceModule & QueueSignals & HoldsPolicies => {
  const queues = new Queues(kernel);
  const polls = new Polls(queues);
  const tasks = new MoveTasks(queues);
  return {
    service: {
      name: 'sqs',
      actions: actionsOf(queues, polls, tasks),
      protocols: [jsonProtocol(kernel), queryProtocol(kernel)],
    },
    resourcePolicy: (arn) => {
      const name = queues.nameOfArn(arn);
      return name === undefined ? undefined : queues.table.policyOf(name);
    },
    onMessage: (queueArn, listener) => queues.signals.onAndNow(queues.nameOfArn(queueArn) ?? '', listener),
    start: () => queues.undoForgotten(),
    stop: () => polls.stop(),
  };
};
