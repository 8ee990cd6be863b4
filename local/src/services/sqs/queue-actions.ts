import type { Action } from '../../core/service.ts';
import { CHECKS, checkAttributes } from './checks.ts';
import type { HandledAction } from './fauxqs.ts';
import { optionalMap } from './parameters.ts';
import type { Queues } from './queues.ts';

const createQueue =
  (queues: Queues): Action =>
  async (input) => {
    CHECKS.CreateQueue?.(input);
    const attributes = optionalMap(input, 'Attributes') ?? {};
    checkAttributes(attributes, (arn) => queues.byArn(arn) !== undefined);
    const answer = await queues.perform('CreateQueue', { ...input, Attributes: attributes });
    // A repeated CreateQueue may add attributes, a change that fauxqs does not report.
    const queue = queues.byName(input.QueueName);
    if (queue) await queues.change(() => queues.storeQueue(queue));
    return answer;
  };

/** AWS also accepts these in SetQueueAttributes; fauxqs only in CreateQueue. */
const ONLY_AT_CREATION = ['DeduplicationScope', 'FifoThroughputLimit'] as const;

const setQueueAttributes =
  (queues: Queues): Action =>
  async (input) => {
    const queue = queues.require(input.QueueUrl);
    const attributes = { ...optionalMap(input, 'Attributes') };
    checkAttributes(attributes, (arn) => queues.byArn(arn) !== undefined);
    const setDirectly: Record<string, string> = {};
    for (const name of ONLY_AT_CREATION) {
      if (attributes[name] !== undefined) setDirectly[name] = attributes[name];
      delete attributes[name];
    }
    await queues.perform('SetQueueAttributes', { ...input, Attributes: attributes }, queue);
    await queues.change(() => {
      Object.assign(queue.attributes, setDirectly);
      for (const [name, value] of Object.entries(queue.attributes)) if (value === '') delete queue.attributes[name];
      queues.storeQueue(queue);
    });
    return {};
  };

/** AWS returns no attributes if the request names none. */
const getQueueAttributes =
  (queues: Queues): Action =>
  (input) => {
    const queue = queues.require(input.QueueUrl);
    queue.processTimers();
    return queues.perform('GetQueueAttributes', { ...input, AttributeNames: input.AttributeNames ?? [] }, queue);
  };

const onQueue =
  (queues: Queues, action: HandledAction): Action =>
  (input) => {
    const queue = queues.require(input.QueueUrl);
    CHECKS[action]?.(input);
    return queues.perform(action, input, queue);
  };

const listDeadLetterSourceQueues =
  (queues: Queues): Action =>
  (input) => {
    const { arn } = queues.require(input.QueueUrl);
    const sources = [...queues.all()].filter(({ attributes }) => deadLetterArn(attributes.RedrivePolicy) === arn);
    return { queueUrls: sources.map(({ url }) => url).sort() };
  };

/** ARN of the dead-letter queue in a RedrivePolicy; undefined if there is no policy. */
export const deadLetterArn = (policy: string | undefined): string | undefined =>
  policy ? (JSON.parse(policy) as { deadLetterTargetArn?: string }).deadLetterTargetArn : undefined;

const ACTIONS_ON_QUEUE = [
  'DeleteQueue',
  'PurgeQueue',
  'SendMessage',
  'SendMessageBatch',
  'DeleteMessage',
  'DeleteMessageBatch',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'TagQueue',
  'UntagQueue',
  'ListQueueTags',
] as const;

/** Actions on queues, and those that send and delete messages. */
export const queueActions = (queues: Queues): Record<string, Action> => ({
  CreateQueue: createQueue(queues),
  SetQueueAttributes: setQueueAttributes(queues),
  GetQueueAttributes: getQueueAttributes(queues),
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues(queues),
  GetQueueUrl: ({ QueueName, QueueOwnerAWSAccountId: owner }) => ({ QueueUrl: queues.urlByName(QueueName, owner) }),
  ListQueues: (input) => queues.perform('ListQueues', input),
  ...Object.fromEntries(ACTIONS_ON_QUEUE.map((action) => [action, onQueue(queues, action)])),
});
