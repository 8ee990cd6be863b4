import { setTimeout as sleep } from 'node:timers/promises';
import { ListMessageMoveTasksCommand, type SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from '../../dead-letters/find.ts';
import { CommandFailure, EXIT, isNamed } from '../failures.ts';

const POLL_INTERVAL_MS = 500;
const UNAVAILABLE = ['UnsupportedOperation', 'InvalidAction', 'UnknownOperationException', 'NotImplemented'];

/**
 * Moves all messages back to their source queues with StartMessageMoveTask. Returns the number of messages, or
 * undefined if the endpoint does not support message move tasks.
 * @throws CommandFailure if the task fails or is cancelled
 */
export async function moveBack(sqs: SQSClient, { arn, sourceQueues }: DeadLetterQueue): Promise<number | undefined> {
  try {
    // SQS has no source queue for a message that was sent directly to the dead-letter queue, so it is given if it is
    // clear.
    const DestinationArn = sourceQueues.length === 1 ? sourceQueues[0] : undefined;
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn }));
  } catch (error) {
    if (isNamed(error, ...UNAVAILABLE)) return undefined;
    throw error;
  }
  for (;;) {
    const { Results: [task] = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
    const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
    if (task?.Status === 'COMPLETED') return moved;
    if (task?.Status === 'FAILED' || task?.Status === 'CANCELLED')
      throw new CommandFailure(
        EXIT.failed,
        `SQS ended the move ${task.Status} after ${moved}: ${task.FailureReason ?? ''}`,
      );
    await sleep(POLL_INTERVAL_MS);
  }
}
