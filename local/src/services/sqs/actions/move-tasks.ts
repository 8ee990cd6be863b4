import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { Action } from '../../../core/service.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { integerWithin, requiredText } from '../parameters.ts';
import type { Queues } from '../queues.ts';
import type { Message } from '../store/message-table.ts';
import type { Queue } from '../store/queue-table.ts';

const CHUNK = 100;
const RESULTS = { min: 1, max: 10, reason: 'Must be an integer from 1 to 10.' };

const requireByArn = (queues: Queues, input: Input, name: string): Queue => {
  const arn = requiredText(input, name, { min: 1 });
  const queue = queues.byArn(arn);
  if (!queue) throw resourceNotFound(`The resource that you specified for the ${name} parameter doesn't exist.`);
  queues.states.expire(queue);
  return queue;
};

const requireDeadLetterQueue = (queues: Queues, input: Input): Queue => {
  const queue = requireByArn(queues, input, 'SourceArn');
  if (queues.table.sourcesOf(queues.arnOf(queue), '', 1).length === 0)
    throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  return queue;
};

const destinationOf = (queues: Queues, input: Input, source: Queue): Queue | undefined => {
  const destination = input.DestinationArn === undefined ? undefined : requireByArn(queues, input, 'DestinationArn');
  if (destination && destination.isFifo !== source.isFifo)
    throw invalidParameter('Source queue and destination queue must be of the same type.');
  return destination;
};

/**
 * Moves a message to `destination`, or else to the queue from which it came. In the new queue it is a new message.
 * Returns false if that queue does not exist.
 */
const move = (queues: Queues, source: Queue, message: Message, destination: Queue | undefined): boolean => {
  const target = destination ?? queues.byArn(message.sourceArn ?? '');
  if (!target) return false;
  const { kernel, states, table } = queues;
  states.remove(source, message);
  const renewed = {
    messageId: kernel.ids.uuid(),
    sentMs: kernel.clock.now(),
    sequenceNumber: target.isFifo ? table.nextSequenceNumber(target) : null,
    sourceArn: null,
    receivedBefore: 0,
    firstReceivedMs: null,
  };
  states.add(target, { ...message, ...renewed }, 0);
  return true;
};

/** Moves the messages that are ready now. Returns the number of moved messages. */
const moveReady = (queues: Queues, source: Queue, destination: Queue | undefined, last: number): number => {
  let moved = 0;
  for (let after = 0; ; ) {
    const found = queues.states.table.ready(source.id, after, CHUNK).filter(({ position }) => position <= last);
    for (const message of found) if (move(queues, source, message, destination)) moved += 1;
    const end = found.at(-1);
    if (end === undefined) return moved;
    after = end.position;
  }
};

/**
 * Moves all visible messages. In a FIFO queue it needs several passes, because a move of the first message of a group
 * makes the next one ready.
 */
const moveAll = (queues: Queues, source: Queue, destination: Queue | undefined): number => {
  const last = queues.states.table.lastPosition();
  let total = 0;
  for (;;) {
    const moved = moveReady(queues, source, destination, last);
    if (moved === 0) return total;
    total += moved;
  }
};

/**
 * Redrives a dead-letter queue. The task has moved all visible messages when StartMessageMoveTask returns.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export const startMessageMoveTask =
  (queues: Queues): Action =>
  async (input) => {
    if (input.MaxNumberOfMessagesPerSecond !== undefined)
      throw unsupported('MaxNumberOfMessagesPerSecond of sqs:StartMessageMoveTask');
    const { store, clock, ids } = queues.kernel;
    const handle = ids.uuid();
    await queues.write(() => {
      const source = requireDeadLetterQueue(queues, input);
      const destination = destinationOf(queues, input, source);
      const moved = moveAll(queues, source, destination);
      const destinationArn = destination ? queues.arnOf(destination) : null;
      store
        .prepare('INSERT INTO sqs_move_tasks VALUES (?, ?, ?, ?, ?)')
        .run(handle, queues.arnOf(source), destinationArn, moved, clock.now());
    });
    return { TaskHandle: handle };
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks =
  (queues: Queues): Action =>
  (input) =>
    queues.write(() => {
      const source = requireByArn(queues, input, 'SourceArn');
      const limit = integerWithin(input, 'MaxResults', RESULTS) ?? 1;
      const rows = queues.kernel.store
        .prepare('SELECT * FROM sqs_move_tasks WHERE source_arn = ? ORDER BY started_ms DESC, rowid DESC LIMIT ?')
        .all(queues.arnOf(source), limit);
      return {
        Results: rows.map((row) => ({
          Status: 'COMPLETED',
          SourceArn: row.source_arn,
          ...(row.destination_arn !== null && { DestinationArn: row.destination_arn }),
          ApproximateNumberOfMessagesMoved: row.moved,
          ApproximateNumberOfMessagesToMove: row.moved,
          StartedTimestamp: row.started_ms,
        })),
      };
    });

/** Every task is completed when StartMessageMoveTask returns, so there is no task to cancel. */
export const cancelMessageMoveTask: Action = () => {
  throw resourceNotFound('Task does not exist.');
};
