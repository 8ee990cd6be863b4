import { DisableRuleCommand, EnableRuleCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  paginateListExecutions,
  SendTaskSuccessCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { paginateScan, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentIn, runApps } from '../cli/apps-process.ts';
import {
  ended,
  eventually,
  MACHINE_ARN,
  mailbox,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

/** Number of submitted applications. */
const SUBMITTED = 1_000;
/** Number of applications whose execution an operator stops during review. */
const STOPPED = 50;
/** Number of applications that are submitted while the rule that starts the workflow is disabled. */
const MISSED = 3;
/** Number of applications that end before the replay. */
const FINISHED = SUBMITTED - STOPPED - MISSED;
/** Interval in milliseconds of polls that read a thousand items. */
const BULK_POLL_MS = 500;

const START_RULE = { Name: 'start-account-application', EventBusName: 'account-applications' };
const HEARD = 'heard-from-the-system';

let system: System;
let heardUrl: string;
beforeAll(async () => {
  system = await startSystem('--context', 'reviewWorker=off', '--context', 'notificationEmail=operator@example.com');
  heardUrl = await listen();
});
afterAll(async () => {
  await system.stop();
});

/** Creates a queue that receives every event that the system sends. The test reads only its number of messages. */
const listen = async (): Promise<string> => {
  const Statement = [
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*' },
  ];
  const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
  const { QueueUrl = '' } = await system.sqs.send(new CreateQueueCommand({ QueueName: HEARD, Attributes }));
  const detailTypes = [
    'ReviewRequested',
    'ApplicationApproved',
    'ApplicationRejected',
    'ApplicationUnprocessable',
    'ReviewExpired',
    'AccountOpened',
  ];
  const EventBusName = START_RULE.EventBusName;
  const EventPattern = JSON.stringify({ 'detail-type': detailTypes });
  await system.events.send(new PutRuleCommand({ Name: HEARD, EventBusName, EventPattern }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${HEARD}`;
  await system.events.send(new PutTargetsCommand({ Rule: HEARD, EventBusName, Targets: [{ Id: '1', Arn }] }));
  return QueueUrl;
};

const allRecords = async (): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: system.tables }, { TableName: 'applications' }))
    found.push(...Items);
  return found.toSorted((a, b) => String(a.id).localeCompare(String(b.id)));
};

/**
 * Waits for this number of approved records. Uses one query for all, because a thousand polls would slow down the
 * system.
 */
const approved = (count: number) =>
  eventually(
    `${count} approved records`,
    async () => {
      const { Count } = await system.tables.send(
        new QueryCommand({
          TableName: 'applications',
          IndexName: 'state',
          Select: 'COUNT',
          KeyConditionExpression: '#state = :approved',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':approved': 'APPROVED' },
        }),
      );
      return Count === count ? true : undefined;
    },
    BULK_POLL_MS,
  );

const executionArns = async (): Promise<string[]> => {
  const arns: string[] = [];
  for await (const { executions = [] } of paginateListExecutions(
    { client: system.sfn },
    { stateMachineArn: MACHINE_ARN },
  ))
    arns.push(...executions.flatMap(({ executionArn }) => executionArn ?? []));
  return arns;
};

/** Cache of results by execution ARN. It is safe, because the result of an ended execution does not change. */
const outputs = new Map<string, string>();

const outputOf = async (executionArn: string): Promise<string> => {
  const { output = '' } = await system.sfn.send(new DescribeExecutionCommand({ executionArn }));
  outputs.set(executionArn, output);
  return output;
};

/** Waits until all executions have ended. Returns the ARNs of those that were not duplicates. */
const effectiveExecutions = async (): Promise<string[]> => {
  const effective: string[] = [];
  for (const executionArn of await executionArns()) {
    const output = outputs.get(executionArn) ?? (await outputOf(executionArn));
    if (!output.includes('DUPLICATE_IGNORED')) effective.push(executionArn);
  }
  return effective.toSorted();
};

const noneRuns = () =>
  eventually('the end of every run', async () => {
    const running = new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, statusFilter: 'RUNNING' });
    return (await system.sfn.send(running)).executions?.length === 0 ? true : undefined;
  });

const depth = async (queueUrl: string): Promise<number> => {
  const read = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
  return Number((await system.sqs.send(read)).Attributes?.ApproximateNumberOfMessages);
};

const heard = () => depth(heardUrl);

const reviewQueueUrl = async () =>
  (await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }))).QueueUrl ?? '';

/** Waits for this number of review requests in the queue. A record is flagged slightly before its request is sent. */
const requested = async (count: number) => {
  const queueUrl = await reviewQueueUrl();
  await eventually(`${count} review requests`, async () => ((await depth(queueUrl)) === count ? true : undefined));
};

interface Expected {
  readonly records: number;
  readonly events: number;
  readonly mails: number;
}

/** Waits until all applications are approved and announced, and no work is in progress. */
const settled = async ({ records, events, mails }: Expected) => {
  await approved(records);
  const allHeard = async () => ((await heard()) >= events ? true : undefined);
  await eventually('every event', allHeard, BULK_POLL_MS);
  await noneRuns();
  const allMailed = async () => ((await mailbox(system)).length >= mails ? true : undefined);
  await eventually('every mail', allMailed, BULK_POLL_MS);
};

/** All state that a replay could change. */
const stateOfTheWorld = async () => ({
  records: await allRecords(),
  effective: await effectiveExecutions(),
  mails: (await mailbox(system)).length,
  events: await heard(),
});

const counts = ({ records, effective, mails, events }: Awaited<ReturnType<typeof stateOfTheWorld>>) => ({
  records: records.length,
  effective: effective.length,
  mails,
  events,
});

/** Receives this number of review requests and approves each. Resolves to the accepted decisions. */
const approveAll = async (requests: number): Promise<string[]> => {
  const QueueUrl = await reviewQueueUrl();
  const bodies: string[] = [];
  await eventually(`${requests} review requests`, async () => {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    bodies.push(...((await system.sqs.send(receive)).Messages ?? []).map(({ Body = '' }) => Body));
    return bodies.length === requests ? true : undefined;
  });
  return Promise.all(bodies.map((body) => approve(String(JSON.parse(body).taskToken))));
};

const approve = async (taskToken: string): Promise<string> => {
  try {
    await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"decision":"APPROVE"}' }));
    return 'TAKEN';
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist) return 'TASK ENDED';
    throw error;
  }
};

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

const replayAll = async () => {
  const ended = await runApps(system, ['replay', '--from', '-1h', '--yes', '--json']);
  expect(ended.errors).toBe('');
  expect(ended.code).toBe(0);
  return documentIn(ended).summary;
};

describe('Replaying the whole archive', () => {
  test('completes exactly the applications whose execution failed or never started', async () => {
    const finished = ids('finished', FINISHED);
    await Promise.all(finished.map((id) => submit(system, { id, name: 'Spock', address: '1 Street' })));
    // Each application causes two events: ApplicationApproved and AccountOpened.
    await settled({ records: FINISHED, events: 2 * FINISHED, mails: FINISHED });
    const stopped = ids('stopped', STOPPED);
    await Promise.all(stopped.map((id) => submit(system, { id, name: 'evil Spock', address: '1 Street' })));
    await requested(STOPPED);
    for (const id of stopped) {
      const executionArn = String((await recordIn(system, id, 'FLAGGED_FOR_REVIEW')).executionArn);
      await system.sfn.send(new StopExecutionCommand({ executionArn }));
      await ended(system, executionArn);
    }
    await system.events.send(new DisableRuleCommand(START_RULE));
    const missed = ids('missed', MISSED);
    await Promise.all(missed.map((id) => submit(system, { id, name: 'Spock', address: '1 Street' })));
    await system.events.send(new EnableRuleCommand(START_RULE));
    const before = await allRecords();
    expect(before).toHaveLength(FINISHED + STOPPED);

    const preview = documentIn(await runApps(system, ['replay', '--from', '-1h', '--dry-run', '--json']));
    expect(preview.summary).toMatchObject({
      events: 1000,
      fates: {
        new: { events: 3, applications: 3 },
        again: { events: 50, applications: 50 },
        decided: { events: 947, applications: 947 },
        inHand: { events: 0, applications: 0 },
      },
    });
    expect(await allRecords()).toEqual(before);

    expect(await replayAll()).toMatchObject({
      state: 'COMPLETED',
      replayed: 1000,
      started: 3,
      takenUpAgain: 50,
      leftAlone: 947,
      missing: 0,
    });
    await Promise.all(missed.map((id) => recordIn(system, id, 'APPROVED')));
    await Promise.all(stopped.map((id) => recordIn(system, id, 'FLAGGED_FOR_REVIEW')));
    await requested(2 * STOPPED);
    // The tokens of the stopped executions are still in the queue, but are no longer valid.
    const answers = await approveAll(2 * STOPPED);
    expect(answers.toSorted()).toEqual([...Array(50).fill('TASK ENDED'), ...Array(50).fill('TAKEN')].toSorted());
    await Promise.all(stopped.map((id) => recordIn(system, id, 'APPROVED')));
    const changed = (await allRecords()).filter(
      (record) => !before.some((former) => former.version === record.version && former.id === record.id),
    );
    expect(changed.map(({ id }) => id).toSorted()).toEqual([...missed, ...stopped].toSorted());
  });

  test('twice after all work has ended changes nothing: no record, no decision, no mail, no event', async () => {
    // Each stopped application has two executions: both requested a review, and the end of the first one caused a mail.
    const all = { records: 1000, events: 2100, mails: 1050 };
    await settled(all);
    const before = await stateOfTheWorld();
    expect(counts(before)).toEqual({ ...all, effective: 1050 });
    // Executions: one for each submission that started one, and one for each submission in each replay.
    for (const replays of [2, 3]) {
      expect(await replayAll()).toMatchObject({
        state: 'COMPLETED',
        replayed: 1000,
        started: 0,
        takenUpAgain: 0,
        leftAlone: 1000,
        missing: 0,
      });
      const started = SUBMITTED - MISSED + replays * SUBMITTED;
      const allThere = async () => ((await executionArns()).length === started ? true : undefined);
      await eventually(`${started} executions`, allThere, BULK_POLL_MS);
      await noneRuns();
    }
    expect(await stateOfTheWorld()).toEqual(before);
  });
});
