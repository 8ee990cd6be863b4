import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentIn, runApps } from '../cli/apps-process.ts';
import { type Person, signIn } from '../support/api.ts';
import { configFor } from '../support/clients.ts';
import {
  advance,
  ended,
  eventually,
  MACHINE_ARN,
  pendingToken,
  readRecord,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const EVIL = { name: 'evil Spock', address: '123 Enterprise Street' };
const REVIEW_TASK = 'sendMessage.waitForTaskToken';

let system: System;
let lambda: LambdaClient;
beforeAll(async () => {
  system = await startSystem();
  lambda = new LambdaClient(configFor(system.endpoint));
});
afterAll(async () => {
  await system.stop();
});

const queueUrl = async () =>
  (await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }))).QueueUrl ?? '';

/** Number of messages in the review queue, including messages in flight. */
const messagesLeft = async (): Promise<number> => {
  const read = new GetQueueAttributesCommand({ QueueUrl: await queueUrl(), AttributeNames: ['All'] });
  const { Attributes = {} } = await system.sqs.send(read);
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
};

const consumed = () =>
  eventually('an empty review queue', async () => ((await messagesLeft()) === 0 ? true : undefined));

/** Resolves when the run has requested its review `times` times. */
const requested = (executionArn: string, times: number) =>
  eventually(`request ${times} of ${executionArn}`, async () => {
    const history = new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 });
    const { events = [] } = await system.sfn.send(history);
    const sent = events.filter(({ taskSubmittedEventDetails: sent }) => sent?.resource === REVIEW_TASK);
    return sent.length >= times ? true : undefined;
  });

interface Pending {
  readonly id: string;
  readonly executionArn: string;
  readonly taskToken: string;
}

const pending = async (id: string): Promise<Pending> => {
  await submit(system, { id, ...EVIL });
  const taskToken = await pendingToken(system, id);
  const { executionArn } = await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
  return { id, executionArn: String(executionArn), taskToken };
};

const stop = async ({ executionArn }: Pending): Promise<void> => {
  await system.sfn.send(new StopExecutionCommand({ executionArn }));
};
const failTask = async ({ id }: Pending): Promise<void> => {
  const taskToken = await pendingToken(system, id);
  await system.sfn.send(new SendTaskFailureCommand({ taskToken, error: 'ToolCrashed' }));
};

const redrive = async ({ executionArn }: Pending): Promise<void> => {
  await ended(system, executionArn);
  await system.sfn.send(new RedriveExecutionCommand({ executionArn }));
};

const reviewer = (): Promise<Person> => signIn(system, 'reviewer-1');

/** Approves with one request to the API, without retries. */
const approve = async (id: string) => {
  const { status, body } = await (await reviewer()).post(`/reviews/${id}/decision`, { decision: 'APPROVE' });
  return { status, state: body.state, code: body.code };
};

const APPROVED = { status: 200, state: 'REVIEW_APPROVED', code: undefined };

/** Approves as soon as the review queue is empty. Checks that the run ends and that the record is APPROVED. */
const approvedImmediately = async ({ id, executionArn }: Pending, requests: number): Promise<void> => {
  await requested(executionArn, requests);
  await consumed();
  expect(await approve(id)).toEqual(APPROVED);
  expect((await ended(system, executionArn)).status).toBe('SUCCEEDED');
  expect((await readRecord(system, id))?.state).toBe('APPROVED');
};

const setWorker = async (Enabled: boolean): Promise<void> => {
  const list = new ListEventSourceMappingsCommand({ FunctionName: 'receive-reviews' });
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(list);
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
};

/** Receives one message from the queue and deletes it. Returns its body. */
const takeMessage = () =>
  eventually('a review request', async () => {
    const QueueUrl = await queueUrl();
    const { Messages: [message] = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    if (message?.Body === undefined) return undefined;
    await system.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return message.Body;
  });

const sendMessage = async (MessageBody: string): Promise<void> => {
  await system.sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(), MessageBody }));
};

const tokenIn = (body: string): string => (JSON.parse(body) as { taskToken: string }).taskToken;

/** Adds a timeout for the whole execution to the definition. Returns a function that restores the old definition. */
const limitRuns = async (TimeoutSeconds: number): Promise<() => Promise<void>> => {
  const { definition = '' } = await system.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }));
  const update = (text: string) =>
    system.sfn.send(new UpdateStateMachineCommand({ stateMachineArn: MACHINE_ARN, definition: text }));
  await update(JSON.stringify({ ...JSON.parse(definition), TimeoutSeconds }));
  return async () => void (await update(definition));
};

describe('A redriven review can be decided immediately', () => {
  test.each([
    ['stop-execution', stop],
    ['send-task-failure', failTask],
  ])('after %s', async (how, fail) => {
    const review = await pending(`after-${how}`);
    await fail(review);
    await redrive(review);
    await approvedImmediately(review, 2);
  });

  test('after the run timed out', async () => {
    const takeBack = await limitRuns(600);
    try {
      const review = await pending('after-timeout');
      await advance(system, 601);
      expect((await ended(system, review.executionArn)).status).toBe('TIMED_OUT');
      await redrive(review);
      await approvedImmediately(review, 2);
    } finally {
      await takeBack();
    }
  });

  test('after three redrives in a row', async () => {
    const review = await pending('three-times');
    for (const [redrives, fail] of [stop, failTask, stop].entries()) {
      await requested(review.executionArn, redrives + 1);
      await consumed();
      await fail(review);
      await redrive(review);
    }
    await approvedImmediately(review, 4);
  });

  test('after keep-reviews has closed the review of the failed run', async () => {
    const review = await pending('kept');
    await stop(review);
    await advance(system, HOUR);
    await reviewIn(system, 'kept', 'REVIEW_EXPIRED');
    await redrive(review);
    await approvedImmediately(review, 2);
  });

  test('after a decision was refused because the run had failed', async () => {
    const review = await pending('refused');
    await stop(review);
    await ended(system, review.executionArn);
    expect(await approve('refused')).toMatchObject({ status: 410 });
    await redrive(review);
    await approvedImmediately(review, 2);
  });

  test('after a lost heartbeat and a redrive of the renewed request', async () => {
    const review = await pending('lost');
    await setWorker(false);
    await stop(review);
    await redrive(review);
    await requested(review.executionArn, 2);
    await takeMessage();
    await setWorker(true);
    await advance(system, DAY);
    await requested(review.executionArn, 3);
    await consumed();
    await stop(review);
    await redrive(review);
    await approvedImmediately(review, 4);
  });

  test('with apps redrive, and the ledger refuses the old token', async () => {
    const review = await pending('by-command');
    await stop(review);
    await ended(system, review.executionArn);
    const { code } = await runApps(system, ['redrive', 'by-command', '--yes']);
    expect(code).toBe(0);
    const output = '{"decision":"REJECT"}';
    const late = system.sfn.send(new SendTaskSuccessCommand({ taskToken: review.taskToken, output }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await approvedImmediately(review, 2);
  });
});

test('A redriven review keeps the deadline of its first request', async () => {
  const review = await pending('deadline');
  const { reviewDeadline } = await recordIn(system, 'deadline', 'FLAGGED_FOR_REVIEW');
  await advance(system, 10 * DAY);
  await stop(review);
  await redrive(review);
  await requested(review.executionArn, 2);
  await advance(system, 20 * DAY + HOUR);
  const { updatedAt } = await recordIn(system, 'deadline', 'REVIEW_EXPIRED');
  expect(Date.parse(String(updatedAt)) - Date.parse(String(reviewDeadline))).toBeLessThan(HOUR * 1000);
});

test('If an earlier run is redriven after another run took over the application, the valid token is not replaced', async () => {
  const former = await pending('taken-over');
  await stop(former);
  await ended(system, former.executionArn);
  await submit(system, { id: 'taken-over', ...EVIL });
  const executionArn = await eventually('the other run', async () => {
    const record = await readRecord(system, 'taken-over');
    const isOther = record?.executionArn !== former.executionArn && record?.state === 'FLAGGED_FOR_REVIEW';
    return isOther ? String(record?.executionArn) : undefined;
  });
  await requested(executionArn, 1);
  await consumed();
  await redrive(former);
  await requested(former.executionArn, 2);
  await approvedImmediately({ ...former, executionArn }, 1);
});

test('Requests that arrive late, twice and in the wrong order never replace the latest token', async () => {
  await setWorker(false);
  await submit(system, { id: 'unordered', ...EVIL });
  const executionArn = String((await recordIn(system, 'unordered', 'FLAGGED_FOR_REVIEW')).executionArn);
  const review = { id: 'unordered', executionArn, taskToken: '' };
  const first = await takeMessage();
  await stop(review);
  await redrive(review);
  const second = await takeMessage();
  expect(tokenIn(second)).not.toBe(tokenIn(first));
  await sendMessage(second);
  await setWorker(true);
  await consumed();
  for (const late of [first, second, first]) {
    await sendMessage(late);
    await consumed();
    expect(await pendingToken(system, 'unordered')).toBe(tokenIn(second));
  }
  await approvedImmediately(review, 2);
});

test('A consumer of the review queue decides with the token of the redriven run', async () => {
  await setWorker(false);
  await submit(system, { id: 'raw', ...EVIL });
  const executionArn = String((await recordIn(system, 'raw', 'FLAGGED_FOR_REVIEW')).executionArn);
  const first = JSON.parse(await takeMessage());
  await stop({ id: 'raw', executionArn, taskToken: '' });
  await redrive({ id: 'raw', executionArn, taskToken: '' });
  const second = JSON.parse(await takeMessage());
  await setWorker(true);
  expect(first).toMatchObject({ applicationId: 'raw', executionArn, attempt: 0 });
  expect(second).toMatchObject({ applicationId: 'raw', executionArn, attempt: 10 });
  expect(second.requestedAt > first.requestedAt).toBe(true);
  const output = '{"decision":"APPROVE"}';
  await system.sfn.send(new SendTaskSuccessCommand({ taskToken: second.taskToken, output }));
  await recordIn(system, 'raw', 'APPROVED');
});

test('A decision that is noted before the redriven request arrives is sent with the new token', async () => {
  const review = await pending('noted');
  await setWorker(false);
  await stop(review);
  await redrive(review);
  await requested(review.executionArn, 2);
  expect(await approve('noted')).toMatchObject({ status: 503, code: 'TRY_AGAIN' });
  await setWorker(true);
  await consumed();
  expect(await approve('noted')).toEqual(APPROVED);
  await recordIn(system, 'noted', 'APPROVED');
});

test('The doctor fails for a pending review whose new token is lost, and warns while the token may still arrive', async () => {
  const finding = async () => {
    const { findings } = documentIn(await runApps(system, ['doctor', '--json']));
    const found = (findings as { check: string; severity: string; text: string }[]).find(
      ({ check }) => check === 'review requests',
    );
    return [found?.severity, found?.text];
  };
  const review = await pending('stale');
  await setWorker(false);
  expect(await finding()).toEqual(['ok', 'every pending review has a valid token']);
  await stop(review);
  await ended(system, review.executionArn);
  expect(await finding()).toEqual(['warn', '1 without a valid token: stale (its run does not wait)']);
  await redrive(review);
  await requested(review.executionArn, 2);
  expect(await finding()).toEqual(['warn', '1 without a valid token: stale (its new token is on its way)']);
  const message = await takeMessage();
  expect(await finding()).toEqual(['fail', '1 without a valid token: stale (its new token is lost)']);
  await sendMessage(message);
  await setWorker(true);
  await consumed();
  expect(await finding()).toEqual(['ok', 'every pending review has a valid token']);
});
