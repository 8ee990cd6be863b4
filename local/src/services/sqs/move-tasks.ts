import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Input } from '../../core/parameters/input.ts';
import type { Action } from '../../core/service.ts';
import { invalidParameter } from './errors.ts';
import type { Message, Queue } from './fauxqs.ts';
import { requiredText } from './parameters.ts';
import { deadLetterArn } from './queue-actions.ts';
import type { Queues } from './queues.ts';

const resourceNotFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

const requireByArn = (queues: Queues, input: Input, name: string): Queue => {
  const queue = queues.byArn(requiredText(input, name, { min: 1 }));
  if (!queue) throw resourceNotFound(`The resource that you specified for the ${name} parameter doesn't exist.`);
  return queue;
};

const requireDeadLetterQueue = (queues: Queues, input: Input): Queue => {
  const queue = requireByArn(queues, input, 'SourceArn');
  for (const { attributes } of queues.all()) if (deadLetterArn(attributes.RedrivePolicy) === queue.arn) return queue;
  throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
};

const visible = (queue: Queue): Message[] =>
  queue.isFifo() ? [...queue.fifoMessages.values()].flat() : [...queue.messages];

const clear = (queue: Queue): void => {
  queue.messages.length = 0;
  queue.fifoMessages.clear();
};

/**
 * Moves a message, with its receive count reset, to `destination` or else to the queue it came from. Returns false if
 * that queue does not exist.
 */
const move = (queues: Queues, message: Message, destination: Queue | undefined): boolean => {
  const target = destination ?? queues.byArn(message.deadLetterQueueSourceArn ?? '');
  if (!target) return false;
  queues.deleteFromStore(message);
  target.enqueue({ ...message, approximateReceiveCount: 0, approximateFirstReceiveTimestamp: undefined });
  return true;
};

const moveAll = (queues: Queues, source: Queue, destination: Queue | undefined): number => {
  source.processTimers();
  const messages = visible(source);
  clear(source);
  const left = messages.filter((message) => !move(queues, message, destination));
  for (const message of left) source.enqueue(message);
  return messages.length - left.length;
};

/**
 * Redrive of dead-letter queues. A task moves all visible messages before it is answered, so there is never a running
 * task to cancel. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export const moveTaskActions = (kernel: Kernel, queues: Queues): Record<string, Action> => {
  kernel.store.define(`CREATE TABLE IF NOT EXISTS sqs_move_tasks (
    handle TEXT PRIMARY KEY, source_arn TEXT NOT NULL, destination_arn TEXT, moved INTEGER NOT NULL, started_ms INTEGER NOT NULL
  )`);
  return {
    StartMessageMoveTask: async (input) => {
      if (input.MaxNumberOfMessagesPerSecond !== undefined)
        throw unsupported('MaxNumberOfMessagesPerSecond of sqs:StartMessageMoveTask');
      const source = requireDeadLetterQueue(queues, input);
      const destination =
        input.DestinationArn === undefined ? undefined : requireByArn(queues, input, 'DestinationArn');
      const handle = kernel.ids.uuid();
      const moved = await queues.change(() => moveAll(queues, source, destination), source);
      await kernel.store.write(() =>
        kernel.store
          .prepare('INSERT INTO sqs_move_tasks VALUES (?, ?, ?, ?, ?)')
          .run(handle, source.arn, destination?.arn ?? null, moved, kernel.clock.now()),
      );
      return { TaskHandle: handle };
    },
    ListMessageMoveTasks: (input) => {
      const source = requireByArn(queues, input, 'SourceArn');
      const rows = kernel.store
        .prepare('SELECT * FROM sqs_move_tasks WHERE source_arn = ? ORDER BY started_ms DESC, rowid DESC LIMIT ?')
        .all(source.arn, Number(input.MaxResults ?? 1));
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
    },
    CancelMessageMoveTask: () => {
      throw resourceNotFound('Task does not exist.');
    },
  };
};
