import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { arnOf, FIFO, redriveTo, startQueues, type TestQueues } from './queues.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html

const dataDir = temporaryDirectory();
const SourceArn = arnOf('dead');

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues({ dataDir });
  await queues.create('dead');
  await queues.create('tasks', redriveTo('dead', 1));
  await queues.create('other');
});
afterEach(async () => {
  await queues.stop();
  removeDirectory(dataDir);
});

const fill = async (count: number) => {
  for (let at = 0; at < count; at += 1) await queues.send('dead', String(at));
};
const start = (more: { DestinationArn?: string; MaxNumberOfMessagesPerSecond?: number } = {}) =>
  queues.sqs.startMessageMoveTask({ SourceArn, ...more });
const tasks = async (MaxResults?: number) =>
  (await queues.sqs.listMessageMoveTasks({ SourceArn, ...(MaxResults !== undefined && { MaxResults }) })).Results;
const visible = async (name: string) => Number((await queues.depth(name))[0]);

describe('a task with a rate', () => {
  const toOther = { DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 3 };

  test('moves so many messages each second, and is running until all are moved', async () => {
    await fill(7);
    const { TaskHandle } = await start(toOther);
    expect(await tasks()).toEqual([
      {
        TaskHandle,
        Status: 'RUNNING',
        SourceArn,
        DestinationArn: arnOf('other'),
        MaxNumberOfMessagesPerSecond: 3,
        ApproximateNumberOfMessagesMoved: 3,
        ApproximateNumberOfMessagesToMove: 7,
        StartedTimestamp: expect.any(Number),
      },
    ]);
    await queues.advance(1);
    expect(await visible('other')).toBe(6);
    await queues.send('dead', 'later');
    await queues.advance(1);
    expect(await tasks()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 7 }]);
    expect((await tasks())?.[0]).not.toHaveProperty('TaskHandle');
    expect(await visible('dead')).toBe(1);
  });

  test('continues after a restart', async () => {
    await fill(7);
    await start(toOther);
    await queues.stop();
    queues = await startQueues({ dataDir });
    await queues.advance(2);
    expect(await visible('other')).toBe(7);
  });

  test('can be cancelled while it runs; moved messages stay where they are', async () => {
    await fill(7);
    const { TaskHandle } = await start(toOther);
    await queues.advance(1);
    expect(await queues.sqs.cancelMessageMoveTask({ TaskHandle })).toMatchObject({
      ApproximateNumberOfMessagesMoved: 6,
    });
    await queues.advance(5);
    expect(await visible('other')).toBe(6);
    expect(await tasks()).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 6 }]);
    await expect(queues.sqs.cancelMessageMoveTask({ TaskHandle })).rejects.toMatchObject({
      name: 'UnsupportedOperation',
    });
  });

  test('is the only active task of its source', async () => {
    await fill(7);
    await start(toOther);
    await expect(start(toOther)).rejects.toMatchObject({
      message:
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    });
    await queues.advance(2);
    await start(toOther);
    expect(await tasks(10)).toHaveLength(2);
    expect(await tasks()).toHaveLength(1);
  });

  test('ends without a trace if its destination is deleted', async () => {
    await fill(7);
    await start(toOther);
    await queues.sqs.deleteQueue({ QueueUrl: queues.urlOf('other') });
    await queues.advance(5);
    expect(await visible('dead')).toBe(4);
    expect(await tasks()).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html */
test('a message that no queue moved to the dead-letter queue fails the task, and stays there', async () => {
  await queues.send('tasks', 'poison');
  await queues.receive('tasks', { VisibilityTimeout: 0 });
  await queues.receive('tasks');
  await queues.send('dead', 'direct');
  await start();
  expect(await tasks()).toMatchObject([
    { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource', ApproximateNumberOfMessagesMoved: 1 },
  ]);
  expect(await queues.bodies('dead')).toEqual(['direct']);
  expect(await queues.bodies('tasks')).toEqual(['poison']);
});

describe('StartMessageMoveTask refuses', () => {
  test.each([
    ['a rate of 0', { MaxNumberOfMessagesPerSecond: 0 }, 'InvalidParameterValue', '500'],
    ['a rate of 501', { MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue', '500'],
    ['the source as destination', { DestinationArn: SourceArn }, 'InvalidParameterValue', 'cannot be the same'],
    ['a missing destination', { DestinationArn: arnOf('missing') }, 'ResourceNotFoundException', 'DestinationArn'],
    ['text as destination', { DestinationArn: 'other' }, 'InvalidParameterValue', 'arn:<partition>'],
    ['a FIFO destination', { DestinationArn: arnOf('other.fifo') }, 'InvalidParameterValue', 'same queue type'],
  ])('%s', async (_, more, name, part) => {
    await queues.create('other.fifo', FIFO);
    await expect(start(more)).rejects.toMatchObject({ name, message: expect.stringContaining(part) });
  });

  test('a source that is no dead-letter queue', async () => {
    await expect(queues.sqs.startMessageMoveTask({ SourceArn: arnOf('other') })).rejects.toMatchObject({
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
  });
});

test('CancelMessageMoveTask refuses an unknown task', async () => {
  await expect(queues.sqs.cancelMessageMoveTask({ TaskHandle: 'x' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
