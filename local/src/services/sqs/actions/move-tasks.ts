import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Input } from '../../../core/parameters/input.ts';
import type { Action } from '../../../core/service.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import type { MoveTask, MoveTasks } from '../moves/move-tasks.ts';
import { makeTaskHandle } from '../moves/task-handle.ts';
import { integerWithin, requiredText } from '../parameters.ts';
import type { Queues } from '../queues.ts';
import type { Queue } from '../store/queue-table.ts';

const RESULTS = { min: 1, max: 10, reason: 'Must be an integer from 1 to 10.' };
const RATE = { min: 1, max: 500, reason: "You must enter a number that's between 1 and 500." };

const requireByArn = (queues: Queues, input: Input, name: 'SourceArn' | 'DestinationArn'): Queue => {
  const arn = requiredText(input, name, { min: 1 });
  if (!parseArn(arn))
    throw invalidParameter(
      `You must use this format to specify the ${name}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
    );
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
  if (input.DestinationArn === undefined || input.DestinationArn === null) return undefined;
  const destination = requireByArn(queues, input, 'DestinationArn');
  if (destination.id === source.id)
    throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
  if (destination.isFifo !== source.isFifo)
    throw invalidParameter('The source queue and destination queue must be of the same queue type.');
  return destination;
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const startMessageMoveTask =
  (queues: Queues, tasks: MoveTasks): Action =>
  (input) =>
    queues.write(() => {
      const source = requireDeadLetterQueue(queues, input);
      const destination = destinationOf(queues, input, source);
      const rate = integerWithin(input, 'MaxNumberOfMessagesPerSecond', RATE);
      const sourceArn = queues.arnOf(source);
      if (tasks.isRunning(sourceArn))
        throw invalidParameter(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      const handle = makeTaskHandle(queues.kernel.ids.uuid(), sourceArn);
      tasks.begin({ handle, source, destination, rate });
      return { TaskHandle: handle };
    });

/** A task in an answer. Only a running task has its handle. */
const shown = (task: MoveTask) => ({
  ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
  Status: task.status,
  SourceArn: task.sourceArn,
  ...(task.destinationArn !== null && { DestinationArn: task.destinationArn }),
  ...(task.rate !== null && { MaxNumberOfMessagesPerSecond: task.rate }),
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  ...(task.failure !== null && { FailureReason: task.failure }),
  StartedTimestamp: task.startedMs,
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks =
  (queues: Queues, tasks: MoveTasks): Action =>
  (input) =>
    queues.write(() => {
      const source = requireByArn(queues, input, 'SourceArn');
      const limit = integerWithin(input, 'MaxResults', RESULTS) ?? 1;
      return { Results: tasks.latest(queues.arnOf(source), limit).map(shown) };
    });

/**
 * Cancels a running task. The messages that it has moved stay where they are.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html
 */
export const cancelMessageMoveTask =
  (queues: Queues, tasks: MoveTasks): Action =>
  (input) =>
    queues.write(() => {
      const task = tasks.find(requiredText(input, 'TaskHandle', { min: 1 }));
      if (!task) throw resourceNotFound('Task does not exist.');
      if (task.status !== 'RUNNING') throw new AwsError('UnsupportedOperation', 'Only active tasks can be cancelled.');
      tasks.cancel(task);
      return { ApproximateNumberOfMessagesMoved: task.moved };
    });
