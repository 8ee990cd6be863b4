import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { GetExecutionHistoryCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Person, signIn } from '../support/api.ts';
import { advance, eventually, recordIn, type System, startSystem, submit } from '../support/system.ts';

const HEARTBEAT_SECONDS = 86_400;
const RECEIVES = 5;

let system: System;
let reviewer: Person;
beforeEach(async () => {
  system = await startSystem();
  await setWorker(false);
});
afterEach(async () => {
  await system.stop();
});

/** Enables or disables the worker's event source mapping. */
const setWorker = async (Enabled: boolean): Promise<void> => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint: system.endpoint, region: 'us-east-1', credentials });
  const of = new ListEventSourceMappingsCommand({ FunctionName: 'receive-reviews' });
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(of);
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
};

const queueUrl = async (name: string) =>
  (await system.sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? '';

/** Receives the review request from the queue. Resolves to its token. */
const receive = () =>
  eventually('the review request', async () => {
    const QueueUrl = await queueUrl('review-queue');
    const { Messages: [message] = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    if (message?.Body === undefined) return undefined;
    const { taskToken } = JSON.parse(message.Body) as { taskToken: string };
    return { QueueUrl, ReceiptHandle: message.ReceiptHandle, taskToken };
  });

const deleteByHand = async (): Promise<string> => {
  const { taskToken, ...message } = await receive();
  await system.sqs.send(new DeleteMessageCommand(message));
  return taskToken;
};

/** Receives the message repeatedly without deleting it, until SQS moves it to the dead-letter queue. */
const loseToDeadLetters = async (): Promise<string> => {
  let token = '';
  for (let count = 0; count < RECEIVES; count += 1) {
    const { taskToken, ...message } = await receive();
    token = taskToken;
    await system.sqs.send(new ChangeMessageVisibilityCommand({ ...message, VisibilityTimeout: 0 }));
  }
  const QueueUrl = await queueUrl('review-queue');
  await eventually('the dead letter', async () => {
    await system.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const count = new GetQueueAttributesCommand({
      QueueUrl: await queueUrl('review-queue-dlq'),
      AttributeNames: ['All'],
    });
    const { Attributes = {} } = await system.sqs.send(count);
    return Attributes.ApproximateNumberOfMessages === '1' ? true : undefined;
  });
  return token;
};

test.each([
  ['deleted from the queue by hand', deleteByHand],
  ['lost in the dead-letter queue', loseToDeadLetters],
])(
  'A review whose request was %s is requested again within one heartbeat timeout, with a new token, and is decided once',
  async (_, lose) => {
    await submit(system, { id: 'lost', name: 'Spock', address: 'ABadAddress' });
    const { executionArn } = await recordIn(system, 'lost', 'FLAGGED_FOR_REVIEW');
    const oldToken = await lose();
    await setWorker(true);
    await advance(system, HEARTBEAT_SECONDS);

    reviewer = await signIn(system, 'reviewer-1');
    await eventually('the review', async () => {
      const { status, body } = await reviewer.get('/reviews/lost');
      return status === 200 && body.state === 'PENDING' ? true : undefined;
    });
    const byOldToken = new SendTaskSuccessCommand({ taskToken: oldToken, output: '{"decision":"REJECT"}' });
    await expect(system.sfn.send(byOldToken)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    const decided = await reviewer.post('/reviews/lost/decision', { decision: 'APPROVE' });
    expect([decided.status, decided.body.state]).toEqual([200, 'REVIEW_APPROVED']);
    await recordIn(system, 'lost', 'APPROVED');

    const ask = new GetExecutionHistoryCommand({ executionArn: String(executionArn), maxResults: 1000 });
    const { events = [] } = await system.sfn.send(ask);
    const entered = events.filter(
      ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === 'Pending Review',
    );
    expect(entered).toHaveLength(2);
    const answered = events.filter(
      ({ taskSucceededEventDetails }) => taskSucceededEventDetails?.resource === 'sendMessage.waitForTaskToken',
    );
    expect(answered).toHaveLength(1);
  },
);
