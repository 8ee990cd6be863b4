import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arnOf, FIFO, redriveTo, startQueues, type TestQueues } from './queues.ts';

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
  await queues.create('orders');
  await queues.create('orders.fifo', FIFO);
});
afterEach(() => queues.stop());

const change = (name: string, ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
  queues.sqs.changeMessageVisibility({ QueueUrl: queues.urlOf(name), ReceiptHandle, VisibilityTimeout });

describe('A receipt handle', () => {
  test('that is malformed or belongs to another queue is ReceiptHandleIsInvalid', async () => {
    await queues.create('others');
    await queues.send('others', 'a');
    const [foreign] = await queues.receive('others');
    for (const ReceiptHandle of ['no handle', foreign?.ReceiptHandle]) {
      const expected = { name: 'ReceiptHandleIsInvalid' };
      await expect(queues.remove('orders', { ReceiptHandle })).rejects.toMatchObject(expected);
      await expect(change('orders', ReceiptHandle, 1)).rejects.toMatchObject(expected);
    }
    expect(await queues.depth('others')).toEqual(['0', '0', '1']);
  });

  test('of an earlier receive deletes nothing from a standard queue', async () => {
    await queues.send('orders', 'a');
    const [first] = await queues.receive('orders', { VisibilityTimeout: 10 });
    await queues.advance(10);
    const [second] = await queues.receive('orders');
    await queues.remove('orders', first);
    expect(await queues.depth('orders')).toEqual(['0', '0', '1']);
    await queues.remove('orders', second);
    expect(await queues.depth('orders')).toEqual(['0', '0', '0']);
  });

  test('of a deleted message deletes again without an error', async () => {
    for (const name of ['orders', 'orders.fifo']) {
      await queues.send(name, 'a', { MessageGroupId: 'g' });
      const [message] = await queues.receive(name);
      await queues.remove(name, message);
      await queues.remove(name, message);
    }
  });

  test('of a FIFO queue expires with the visibility timeout', async () => {
    await queues.send('orders.fifo', 'a', { MessageGroupId: 'g' });
    const [message] = await queues.receive('orders.fifo', { VisibilityTimeout: 10 });
    await queues.advance(10);
    await expect(queues.remove('orders.fifo', message)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('The receipt handle has expired'),
    });
    expect(await queues.bodies('orders.fifo')).toEqual(['a']);
  });

  test('of a message that is visible again cannot change its visibility', async () => {
    await queues.send('orders', 'a');
    const [message] = await queues.receive('orders', { VisibilityTimeout: 10 });
    await queues.advance(10);
    await expect(change('orders', message?.ReceiptHandle, 5)).rejects.toMatchObject({ name: 'MessageNotInflight' });
    await queues.remove('orders', message);
    await expect(change('orders', message?.ReceiptHandle, 5)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

test('a visibility timeout can be extended to twelve hours from the receive, not longer', async () => {
  await queues.send('orders', 'a');
  const [message] = await queues.receive('orders', { VisibilityTimeout: 36_000 });
  await queues.advance(3_600);
  await expect(change('orders', message?.ReceiptHandle, 43_200)).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringContaining('Total VisibilityTimeout'),
  });
  await change('orders', message?.ReceiptHandle, 39_000);
  await queues.advance(38_000);
  expect(await queues.bodies('orders')).toEqual([]);
  await queues.advance(1_000);
  expect(await queues.bodies('orders')).toEqual(['a']);
});

test('a batch reports the failed entries and performs the others', async () => {
  for (const body of ['a', 'b']) await queues.send('orders', body);
  const [first, second] = await queues.receive('orders');
  const QueueUrl = queues.urlOf('orders');
  const changed = await queues.sqs.changeMessageVisibilityBatch({
    QueueUrl,
    Entries: [
      { Id: '1', ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 },
      { Id: '2', ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 43_201 },
    ],
  });
  expect(changed).toMatchObject({
    Successful: [{ Id: '1' }],
    Failed: [{ Id: '2', SenderFault: true, Code: 'InvalidParameterValue' }],
  });
  const deleted = await queues.sqs.deleteMessageBatch({
    QueueUrl,
    Entries: [
      { Id: '1', ReceiptHandle: 'no handle' },
      { Id: '2', ReceiptHandle: second?.ReceiptHandle },
    ],
  });
  expect(deleted).toMatchObject({ Successful: [{ Id: '2' }], Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid' }] });
  expect(await queues.bodies('orders')).toEqual(['a']);
});

describe('A dead-letter queue', () => {
  test('keeps the sent time and the number of receives; its own policy counts only its own receives', async () => {
    await queues.create('second-dead');
    await queues.create('dead', { ...redriveTo('second-dead', 1), VisibilityTimeout: '0' });
    await queues.create('tasks', { ...redriveTo('dead', 2), VisibilityTimeout: '0' });
    await queues.send('tasks', 'poison');
    const names = { MessageSystemAttributeNames: ['All' as const] };
    const [first] = await queues.receive('tasks', names);
    await queues.receive('tasks');
    expect(await queues.bodies('tasks')).toEqual([]);
    const [dead] = await queues.receive('dead', names);
    expect(dead?.Attributes).toMatchObject({
      SentTimestamp: first?.Attributes?.SentTimestamp,
      ApproximateReceiveCount: '3',
      DeadLetterQueueSourceArn: arnOf('tasks'),
    });
    expect(dead?.MessageId).toBe(first?.MessageId);
    expect(await queues.bodies('dead')).toEqual([]);
    expect(await queues.bodies('second-dead')).toEqual(['poison']);
  });

  test('that does not exist any more leaves the messages in their queue', async () => {
    await queues.create('dead');
    await queues.create('tasks', { ...redriveTo('dead', 1), VisibilityTimeout: '0' });
    await queues.send('tasks', 'poison');
    await queues.sqs.deleteQueue({ QueueUrl: queues.urlOf('dead') });
    expect(await queues.bodies('tasks')).toEqual(['poison']);
    expect(await queues.bodies('tasks')).toEqual(['poison']);
  });

  test('is redriven as new messages, in the order of their groups', async () => {
    await queues.create('dead.fifo', FIFO);
    await queues.create('tasks.fifo', { ...FIFO, ...redriveTo('dead.fifo', 1) });
    for (const body of ['1', '2', '3']) await queues.send('tasks.fifo', body, { MessageGroupId: 'g' });
    await queues.receive('tasks.fifo', { VisibilityTimeout: 5 });
    await queues.advance(5);
    expect(await queues.bodies('tasks.fifo')).toEqual([]);
    expect(await queues.depth('dead.fifo')).toEqual(['3', '0', '0']);
    await queues.sqs.startMessageMoveTask({ SourceArn: arnOf('dead.fifo') });
    const moved = await queues.receive('tasks.fifo', { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(moved.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
      ['1', '1'],
      ['2', '1'],
      ['3', '1'],
    ]);
  });
});
