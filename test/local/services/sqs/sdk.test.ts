import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Action, ServiceModule } from '../../../../local/src/core/service.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { type BehindGateway, startBehindGateway } from './behind-gateway.ts';

let runtime: BehindGateway;
let sqs: SQSClient;
let QueueUrl: string | undefined;
/** `begun` is called when a ReceiveMessage request arrives, `ended` with its response. */
let polls: { begun: () => void; ended: (answer: unknown) => void } | undefined;

const watchPolls = () => {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  polls = { begun: begun.resolve, ended: ended.resolve };
  return { begun: begun.promise, ended: ended.promise };
};

const watched = (part: ServiceModule): ServiceModule => {
  const { ReceiveMessage, ...actions } = part.service.actions;
  const receive: Action = async (input, call) => {
    polls?.begun();
    const answer = await ReceiveMessage?.(input, call);
    polls?.ended(answer);
    return answer;
  };
  return { ...part, service: { ...part.service, actions: { ...actions, ReceiveMessage: receive } } };
};

beforeEach(async () => {
  polls = undefined;
  runtime = await startBehindGateway((kernel) => [watched(createSqs(kernel))]);
  sqs = new SQSClient(runtime.client);
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' })));
});
afterEach(async () => {
  sqs.destroy();
  await runtime.stop();
});

test('the SDK sends, receives and deletes a message with attributes', async () => {
  expect(QueueUrl).toBe(`${runtime.client.endpoint}/000000000000/orders`);
  const attribute = { DataType: 'Binary', BinaryValue: Buffer.from('bytes') };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'Grüße', MessageAttributes: { a: attribute } }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
  expect(Messages?.[0]?.Body).toBe('Grüße');
  expect(Buffer.from(Messages?.[0]?.MessageAttributes?.a?.BinaryValue ?? []).toString()).toBe('bytes');
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
});

test('an SDK error has the name of the JSON protocol and the code of the query protocol', async () => {
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'missing' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
    $fault: 'client',
  });
});

test('a poll that the client aborts ends and receives no message', async () => {
  const client = new AbortController();
  const { begun, ended } = watchPolls();
  const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: client.signal });
  await begun;
  client.abort();
  await expect(poll).rejects.toMatchObject({ name: 'AbortError' });
  expect(await ended).toEqual({});
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['kept']);
});
