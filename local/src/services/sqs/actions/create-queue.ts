import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { Action } from '../../../core/service.ts';
import { invalidParameter } from '../errors.ts';
import { optionalMap, requiredText } from '../parameters.ts';
import {
  checkAttributes,
  checkCombination,
  initialAttributes,
  withAttributes,
  withoutEmpty,
} from '../queue/attributes.ts';
import { INITIAL_ENCRYPTION } from '../queue/encryption.ts';
import { checkRedrive, withNumericCount } from '../queue/redrive.ts';
import { checkTags } from '../queue/tags.ts';
import type { Queues } from '../queues.ts';
import type { Attributes, Queue, Tags } from '../store/queue-table.ts';

const MAX_NAME_LENGTH = 80;
/** Time for which the name of a deleted queue cannot be used again. */
const DELETED_MS = 60_000;

interface NewQueue {
  readonly name: string;
  readonly isFifo: boolean;
  readonly attributes: Attributes;
  readonly tags: Tags;
}

const checkName = (name: string): void => {
  if (!/^[\w-]+(?:\.fifo)?$/.test(name) || name.length > MAX_NAME_LENGTH)
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
};

/** Checks that the name has the suffix `.fifo` if and only if the attribute FifoQueue is true. */
const checkType = (isFifo: boolean, { FifoQueue = 'false' }: Attributes): void => {
  if (isFifo && FifoQueue !== 'true')
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  if (!isFifo && FifoQueue === 'true')
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
};

const readQueue = (input: Input): NewQueue => {
  const name = requiredText(input, 'QueueName');
  checkName(name);
  const isFifo = name.endsWith('.fifo');
  const attributes = withoutEmpty(optionalMap(input, 'Attributes') ?? {});
  checkType(isFifo, attributes);
  checkAttributes(attributes, isFifo);
  const tags = optionalMap(input, 'tags') ?? {};
  checkTags(tags);
  return { name, isFifo, attributes: withNumericCount(attributes), tags };
};

const jsonOf = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return text;
  }
};

const checkSame = (queue: Queue, attributes: Attributes): void => {
  const existing: Attributes = { ...INITIAL_ENCRYPTION, ...queue.attributes };
  for (const [name, value] of Object.entries(attributes))
    if (!isDeepStrictEqual(jsonOf(existing[name]), jsonOf(value)))
      throw new AwsError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
};

const add = (queues: Queues, { name, isFifo, attributes, tags }: NewQueue): void => {
  const nowMs = queues.kernel.clock.now();
  if (queues.table.wasDeletedAfter(name, nowMs - DELETED_MS))
    throw new AwsError(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
  checkRedrive(attributes, { arn: queues.arnOf({ name }), isFifo, queueOf: queues.byArn });
  const all = withAttributes(initialAttributes(isFifo), attributes);
  checkCombination(all);
  queues.table.add(name, all, tags, nowMs);
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue =
  (queues: Queues): Action =>
  async (input) => {
    const queue = readQueue(input);
    await queues.write(() => {
      const existing = queues.table.find(queue.name);
      if (existing) checkSame(existing, queue.attributes);
      else add(queues, queue);
    });
    return { QueueUrl: queues.urlOf(queue.name) };
  };
