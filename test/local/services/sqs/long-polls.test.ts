import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FIFO, startQueues, type TestQueues } from './queues.ts';

interface Answer {
  readonly Messages?: readonly { readonly Body: string }[];
}

let queues: TestQueues;
beforeEach(async () => {
  queues = await startQueues();
  await queues.create('orders');
});
afterEach(() => queues.stop());

/** Makes a long poll without a socket, so that a test can have thousands of them. */
const poll = (name: string, more: Record<string, unknown> = {}): Promise<Answer> =>
  queues.kernel.as('sqs', 'ReceiveMessage', {
    QueueUrl: queues.urlOf(name),
    WaitTimeSeconds: 20,
    ...more,
  }) as Promise<Answer>;

const bodyOf = ({ Messages }: Answer): string | undefined => Messages?.[0]?.Body;

/** Sends ten messages without a socket: sent in one turn, all batches are stored within the waiting time of the polls. */
const sendBatch = (bodies: readonly string[]): Promise<unknown> =>
  queues.kernel.as('sqs', 'SendMessageBatch', {
    QueueUrl: queues.urlOf('orders'),
    Entries: bodies.map((MessageBody) => ({ Id: MessageBody, MessageBody })),
  });

describe('Many long polls', () => {
  test('are answered in the order of their arrival', async () => {
    const bodies = Array.from({ length: 300 }, (_, at) => String(at));
    const polls = bodies.map(() => poll('orders'));
    const batches = Array.from({ length: bodies.length / 10 }, (_, at) => bodies.slice(at * 10, at * 10 + 10));
    await Promise.all(batches.map(sendBatch));
    expect((await Promise.all(polls)).map(bodyOf)).toEqual(bodies);
  });

  test('cost one commit when a message arrives, and none while they wait', async () => {
    const polls = Array.from({ length: 1_000 }, () => poll('orders'));
    await queues.attribute('orders', 'QueueArn');
    const write = jest.spyOn(queues.kernel.store, 'write');
    await queues.send('orders', 'a');
    expect(bodyOf(await (polls[0] as Promise<Answer>))).toBe('a');
    expect(write).toHaveBeenCalledTimes(2);
    write.mockRestore();
    void queues.kernel.inflight.track(Promise.all(polls));
    await queues.kernel.inflight.idle();
  });
});

describe('A long poll', () => {
  test('ends without a message when the clock is moved', async () => {
    const waiting = poll('orders');
    void queues.kernel.inflight.track(waiting);
    await queues.advance(60);
    expect(await waiting).toEqual({});
  });

  test('receives a message when its delay ends', async () => {
    const waiting = poll('orders');
    await queues.send('orders', 'late', { DelaySeconds: 1 });
    expect(bodyOf(await waiting)).toBe('late');
  });

  test('receives a message whose visibility timeout is set to zero', async () => {
    await queues.send('orders', 'a');
    const [message] = await queues.receive('orders');
    const waiting = poll('orders');
    await queues.sqs.changeMessageVisibility({
      QueueUrl: queues.urlOf('orders'),
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    expect(bodyOf(await waiting)).toBe('a');
  });

  test('receives the next message of a group when the message in flight is deleted', async () => {
    await queues.create('orders.fifo', FIFO);
    for (const body of ['1', '2']) await queues.send('orders.fifo', body, { MessageGroupId: 'g' });
    const [first] = await queues.receive('orders.fifo', { MaxNumberOfMessages: 1 });
    const waiting = poll('orders.fifo');
    await queues.remove('orders.fifo', first);
    expect(bodyOf(await waiting)).toBe('2');
  });

  test('fails when the queue is deleted', async () => {
    const failed = expect(poll('orders')).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    await queues.sqs.deleteQueue({ QueueUrl: queues.urlOf('orders') });
    await failed;
  });

  test("waits for the queue's ReceiveMessageWaitTimeSeconds if the request has no WaitTimeSeconds", async () => {
    await queues.create('patient', { ReceiveMessageWaitTimeSeconds: '20' });
    const waiting = poll('patient', { WaitTimeSeconds: undefined });
    await queues.send('patient', 'a');
    expect(bodyOf(await waiting)).toBe('a');
  });
});

test('the runtime stops while long polls wait', async () => {
  const waiting = poll('orders');
  await queues.attribute('orders', 'QueueArn');
  await queues.stop();
  expect(await waiting).toEqual({});
  queues = await startQueues();
});
