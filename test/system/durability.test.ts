import { GetExecutionHistoryCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
beforeAll(async () => {
  directory = temporaryDirectory();
  await start();
});
afterAll(async () => {
  await system.kill();
  removeDirectory(directory);
});

/** Receives messages of the review queue until one is about this application. */
const reviewMessage = async (id: string): Promise<{ taskToken: string }> => {
  const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }));
  return eventually(`the review message of ${id}`, async () => {
    const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body)).find(({ applicationId }) => applicationId === id);
  });
};

/** Submits an application that a reviewer must decide; resolves when its execution waits for the decision. */
const submitDoubtful = async (id: string): Promise<void> => {
  await submit(system, { id, name: 'evil Spock', address: '1 Street' });
  const { executionArn } = await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
  const read = new GetExecutionHistoryCommand({ executionArn: String(executionArn) });
  await eventually(`the wait of ${id}`, async () =>
    (await system.sfn.send(read)).events?.find(({ type }) => type === 'TaskSubmitted'),
  );
};

describe('After kill -9 and a restart on the same data directory', () => {
  test('a pending review keeps its token and is decided once, with one mail', async () => {
    await submitDoubtful('patient');
    const { taskToken } = await reviewMessage('patient');
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
    await submitDoubtful('queued');
    await system.kill();
    await start();
    expect((await reviewMessage('queued')).taskToken).toEqual(expect.any(String));
  });

  test('applications that were acknowledged just before the kill are decided', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `burst-${index}`);
    await Promise.all(ids.map((id) => submit(system, { id, name: 'Spock', address: '1 Street' })));
    await system.kill();
    await start();
    await Promise.all(ids.map((id) => recordIn(system, id, 'APPROVED')));
  });

  test('an advanced clock stays advanced and a review still expires at its deadline', async () => {
    await submitDoubtful('forgotten');
    await everyEightHours(system);
    await advance(system, 20 * 86_400);
    await system.kill();
    await start();
    await advance(system, 11 * 86_400);
    await recordIn(system, 'forgotten', 'REVIEW_EXPIRED');
  });
});

test('A second runtime on the same data directory refuses to start and says why', async () => {
  await expect(startSystem('--data-dir', directory)).rejects.toThrow(/is in use by another runtime/);
});
