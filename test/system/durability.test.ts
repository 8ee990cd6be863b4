import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import {
  advance,
  ended,
  eventually,
  everyEightHours,
  mailbox,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

let directory: string;
let system: System;
const start = async () => {
  system = await startSystem('--data-dir', directory, '--context', 'reviewWorker=off');
};
beforeEach(async () => {
  directory = temporaryDirectory();
  await start();
});
afterEach(async () => {
  await system.kill();
  removeDirectory(directory);
});

const reviewMessage = async (): Promise<{ taskToken: string; applicationId: string }> => {
  const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }));
  return eventually('a review message', async () => {
    const { Messages: [message] = [] } = await system.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }),
    );
    return message?.Body ? JSON.parse(message.Body) : undefined;
  });
};

describe('After kill -9 and a restart on the same data directory', () => {
  test('a pending review keeps its token and is decided once, with one mail', async () => {
    await submit(system, { id: 'patient', name: 'evil Spock', address: '1 Street' });
    await recordIn(system, 'patient', 'FLAGGED_FOR_REVIEW');
    const { taskToken } = await reviewMessage();
    await system.kill();
    await start();
    const output = JSON.stringify({ decision: 'APPROVE' });
    await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
    const { executionArn } = await recordIn(system, 'patient', 'APPROVED');
    expect((await ended(system, String(executionArn))).status).toBe('SUCCEEDED');
    await eventually('the mail', async () => (await mailbox(system))[0]);
    expect(await mailbox(system)).toHaveLength(1);
  });

  test('a review message that was not received is still in the queue', async () => {
    await submit(system, { id: 'queued', name: 'evil Spock', address: '1 Street' });
    await recordIn(system, 'queued', 'FLAGGED_FOR_REVIEW');
    await eventually('the wait', async () => ((await isWaiting()) ? true : undefined));
    await system.kill();
    await start();
    expect((await reviewMessage()).applicationId).toBe('queued');
  });

  test('applications that were acknowledged just before the kill are decided', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `burst-${index}`);
    await Promise.all(ids.map((id) => submit(system, { id, name: 'Spock', address: '1 Street' })));
    await system.kill();
    await start();
    await Promise.all(ids.map((id) => recordIn(system, id, 'APPROVED')));
  });

  test('an advanced clock stays advanced and a review still expires at its deadline', async () => {
    await submit(system, { id: 'forgotten', name: 'evil Spock', address: '1 Street' });
    await recordIn(system, 'forgotten', 'FLAGGED_FOR_REVIEW');
    await eventually('the wait', async () => ((await isWaiting()) ? true : undefined));
    await everyEightHours(system);
    await advance(system, 20 * 86_400);
    await system.kill();
    await start();
    await advance(system, 11 * 86_400);
    await recordIn(system, 'forgotten', 'REVIEW_EXPIRED');
  });
});

const isWaiting = async (): Promise<boolean> => {
  const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }));
  const { GetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
  const { Attributes } = await system.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages) > 0;
};

test('A second runtime on the same data directory refuses to start and says why', async () => {
  await expect(startSystem('--data-dir', directory)).rejects.toThrow(/is in use by another runtime/);
});
