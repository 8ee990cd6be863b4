import {
  DisableRuleCommand,
  EnableRuleCommand,
  ListReplaysCommand,
  ListTargetsByRuleCommand,
  type Replay,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { duration } from '../../cli/terminal/durations.ts';
import { ended, eventually, readRecord, recordIn, type System, startSystem, submit } from '../support/system.ts';
import { documentIn, runApps } from './apps-process.ts';
import { type HeldReplays, holdReplays } from './held-replays.ts';

const GOOD = { name: 'Canary Quillfeather', address: '77 Canary Wharf' };
const EVIL = { name: 'evil Quillfeather', address: '77 Canary Wharf' };
const CANARY = /Quillfeather|Canary|Wharf/;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await system.stop();
});

const START_RULE = { Name: 'start-account-application', EventBusName: 'account-applications' };

const queueUrl = async (name: string) =>
  (await system.sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl ?? '';

const depth = async (name: string) => {
  const attributes = new GetQueueAttributesCommand({ QueueUrl: await queueUrl(name), AttributeNames: ['All'] });
  return Number((await system.sqs.send(attributes)).Attributes?.ApproximateNumberOfMessages);
};

const depthOf = (name: string, expected: number) =>
  eventually(`${expected} messages in ${name}`, async () => ((await depth(name)) === expected ? true : undefined));

/** Starts a run that waits for a reviewer, then stops the run. Returns its ARN. */
const abort = async (id: string): Promise<string> => {
  await submit(system, { id, ...EVIL });
  const executionArn = String((await recordIn(system, id, 'FLAGGED_FOR_REVIEW')).executionArn);
  await system.sfn.send(new StopExecutionCommand({ executionArn, error: 'Operator' }));
  await ended(system, executionArn);
  return executionArn;
};

/** The texts that `apps` writes for all durations between `fromMs` and `toMs`. */
const durationsBetween = (fromMs: number, toMs: number): readonly string[] =>
  Array.from({ length: Math.ceil((toMs - fromMs) / 1000) + 1 }, (_, s) => duration(fromMs + s * 1000));

describe('apps executions and apps redrive', () => {
  test('list runs without data of the applicant, and redrive a run, which requests its review again', async () => {
    const executionArn = await abort('redriven');
    const listed = await runApps(system, ['executions', '--failed', '--json']);
    expect(listed.output).not.toMatch(CANARY);
    expect(documentIn(listed).executions).toContainEqual(
      expect.objectContaining({
        executionArn,
        applicationId: 'redriven',
        status: 'ABORTED',
        error: 'Operator',
        redrives: 0,
      }),
    );
    const { code, output } = await runApps(system, ['redrive', 'redriven', '--yes', '--json']);
    expect([code, JSON.parse(output)]).toEqual([
      0,
      { executionArn, applicationId: 'redriven', isReviewRequestedAgain: true },
    ]);
    const running = await runApps(system, ['executions', '--running', '--plain']);
    expect(running.output).toMatch(/^APPLICATION +STATUS +AGE +EXECUTION +ERROR\n/);
    expect(running.output).toMatch(/^redriven +RUNNING /m);
    expect(running.output).toMatch(/\n\nShowing \d+ of \d+\n$/);
  });

  test('show the invalid fields of a refused submission', async () => {
    await submit(system, { id: 'refused', name: '', address: 'Canary Wharf' });
    const execution = await eventually('the refusal', async () => {
      const { executions } = documentIn(await runApps(system, ['executions', '--status', 'FAILED', '--json']));
      return (executions as { applicationId?: string; executionArn: string; reason?: string }[]).find(
        ({ applicationId }) => applicationId === 'refused',
      );
    });
    expect(execution.reason).toMatch(/^application\.name must be 1 to 200 characters/);
    const { code, errors } = await runApps(system, ['redrive', execution.executionArn]);
    expect([code, errors]).toEqual([
      4,
      'The submission was refused and would be refused again; the sender must submit again.\n',
    ]);
  });

  test('explain why a run cannot be redriven: it is active, has succeeded, was replaced by another run, or is unknown', async () => {
    const former = await abort('taken-over');
    await submit(system, { id: 'taken-over', ...EVIL });
    const now = await eventually('the take-over', async () => {
      const record = await readRecord(system, 'taken-over');
      return record?.executionArn === former ? undefined : record;
    });
    const over = await runApps(system, ['redrive', former]);
    expect([over.code, over.errors]).toEqual([4, `Another run works on the application now: ${now.executionArn}\n`]);
    const running = await runApps(system, ['redrive', 'taken-over']);
    expect([running.code, running.errors]).toEqual([4, 'The run is active; there is nothing to redrive.\n']);
    const unknown = await runApps(system, ['redrive', 'nobody']);
    expect(unknown.code).toBe(3);
    expect(unknown.errors).toMatch(/^There is no record of the application nobody\./);
  });
});

describe('apps dlq', () => {
  test('ends with exit code 3 for an unknown queue, and lists the existing queues', async () => {
    const { code, errors } = await runApps(system, ['dlq', 'show', 'nothing']);
    expect(code).toBe(3);
    expect(errors).toMatch(
      /^There is no dead-letter queue nothing; there are: .*review-queue-dlq, seal-case-files-dlq, submissions-dlq, take-amendment-dlq\.\n$/,
    );
  });

  test('changes nothing for an empty queue', async () => {
    const { code, output } = await runApps(system, ['dlq', 'redrive', 'keep-reviews-dlq']);
    expect([code, output]).toEqual([0, 'keep-reviews-dlq is empty: there is nothing to redrive.\n']);
  });

  test('redrives submissions that EventBridge could not deliver to the workflow', async () => {
    const sinceMs = Date.now();
    await deadSubmission('dead-1');
    await deadSubmission('dead-2');

    const failing = await runApps(system, ['dlq', 'list', '--plain']);
    const row =
      /^submissions-dlq +2 +(\S.*?) +NO_PERMISSIONS: not authorized to perform states:StartExecution for \[left out\]$/m;
    expect(durationsBetween(0, Date.now() - sinceMs)).toContain(row.exec(failing.output)?.[1]);
    const shown = await runApps(system, ['dlq', 'show', 'submissions-dlq']);
    expect(shown.output).toMatch(/ApplicationSubmitted dead-1 +starts the state machine account-application/);
    expect(failing.output + shown.output).not.toMatch(CANARY);
    expect(await depth('submissions-dlq')).toBe(2);

    const dry = await runApps(system, ['dlq', 'redrive', 'submissions-dlq', '--dry-run']);
    expect(dry.output).toMatch(/Nothing was changed\.\n$/);
    const unanswered = await runApps(system, ['dlq', 'redrive', 'submissions-dlq']);
    expect([unanswered.code, unanswered.errors.split('\n')[0]]).toEqual([
      1,
      expect.stringContaining('Redrive 2 messages of submissions-dlq? [y/N]'),
    ]);
    const declined = await runApps(system, ['dlq', 'redrive', 'submissions-dlq'], { input: 'n\n' });
    expect([declined.code, await depth('submissions-dlq')]).toEqual([1, 2]);
    const { code, output } = await runApps(system, ['dlq', 'redrive', 'submissions-dlq'], { input: 'y\n' });
    expect([code, output.trim().split('\n').at(-1)]).toEqual([0, '2 messages sent back.']);
    await recordIn(system, 'dead-1', 'APPROVED');
    await recordIn(system, 'dead-2', 'APPROVED');
    expect(await depth('submissions-dlq')).toBe(0);
  });

  test('redrives events that failed for a missing permission, after the permission is restored', async () => {
    const restore = await takePermissionAway();
    const sinceMs = Date.now();
    await submit(system, { id: 'forbidden', ...GOOD });
    await depthOf('submissions-dlq', 1);
    const listed = await runApps(system, ['dlq', 'list', '--plain']);
    const [, age] = /^submissions-dlq +1 +(\S.*?) +NO_PERMISSIONS: /m.exec(listed.output) ?? [];
    expect(durationsBetween(0, Date.now() - sinceMs)).toContain(age);
    await restore();
    const { code, output } = await runApps(system, ['dlq', 'redrive', 'submissions-dlq', '--yes']);
    expect([code, output.trim().split('\n').at(-1)]).toEqual([0, '1 message sent back.']);
    await recordIn(system, 'forbidden', 'APPROVED');
  });

  test('leaves a message in the queue if it fails again, and shows the reason', async () => {
    const rule = { Rule: 'close-review', EventBusName: START_RULE.EventBusName };
    const { Targets = [] } = await system.events.send(new ListTargetsByRuleCommand(rule));
    const body = '{"detail-type":"ReviewExpired","detail":{"name":"Quillfeather"}}';
    await sendDead('close-review-dlq', body, {
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/account-applications/close-review',
      TARGET_ARN: Targets[0]?.Arn ?? '',
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'Rate exceeded',
    });
    const { code, output } = await runApps(system, ['dlq', 'redrive', 'close-review-dlq', '--yes']);
    expect(code).toBe(1);
    expect(output).toMatch(/calls the function close-review +THROTTLING: Rate exceeded\n/);
    expect(output).toMatch(/0 messages sent back\.\n1 message left in close-review-dlq: TypeError: \w.*\n$/);
    expect(output).not.toMatch(CANARY);
    expect(await depth('close-review-dlq')).toBe(1);
  });

  test('moves dead-letter messages of the review queue back into it', async () => {
    const QueueUrl = await queueUrl('review-queue-dlq');
    await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no review request' }));
    const listed = documentIn(await runApps(system, ['dlq', 'list', '--json']));
    expect(listed.queues).toContainEqual(
      expect.objectContaining({
        queue: 'review-queue-dlq',
        causes: [expect.objectContaining({ code: 'GIVEN_UP', message: 'the body is not a JSON object', count: 1 })],
      }),
    );
    const { code, output } = await runApps(system, ['dlq', 'redrive', 'review-queue-dlq', '--yes', '--json']);
    expect([code, JSON.parse(output)]).toEqual([0, { queue: 'review-queue-dlq', sentBack: 1, refused: {} }]);
    await depthOf('review-queue-dlq', 0);
  });

  /** Removes the rule's permission to start the workflow. Returns a function that restores the permission. */
  const takePermissionAway = async (): Promise<() => Promise<unknown>> => {
    const { endpoint } = system;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
    const { Name: Rule, EventBusName } = START_RULE;
    const { Targets = [] } = await system.events.send(new ListTargetsByRuleCommand({ Rule, EventBusName }));
    const RoleName = Targets[0]?.RoleArn?.split('/').at(-1);
    const { PolicyNames: [PolicyName] = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    const restored = { RoleName, PolicyName, PolicyDocument: decodeURIComponent(PolicyDocument) };
    return () => iam.send(new PutRolePolicyCommand(restored));
  };

  /** The error text of EventBridge if the rule may not start the workflow. */
  const deadSubmission = async (id: string): Promise<void> => {
    const { Targets: [target] = [] } = await system.events.send(
      new ListTargetsByRuleCommand({ Rule: START_RULE.Name, EventBusName: START_RULE.EventBusName }),
    );
    const event = { version: '0', id, 'detail-type': 'ApplicationSubmitted', source: 'account-applications' };
    await sendDead('submissions-dlq', JSON.stringify({ ...event, detail: { application: { id, ...GOOD } } }), {
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/account-applications/start-account-application',
      TARGET_ARN: target?.Arn ?? '',
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: `not authorized to perform states:StartExecution for ${GOOD.name}`,
    });
  };

  const sendDead = async (queue: string, MessageBody: string, attributes: Record<string, string>): Promise<void> => {
    const entries = Object.entries(attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]);
    const MessageAttributes = Object.fromEntries(entries);
    await system.sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(queue), MessageBody, MessageAttributes }));
  };
});

describe('apps doctor', () => {
  test('fails for a disabled rule, an application without a run and a dead-letter message, each with advice', async () => {
    await abort('sick');
    await system.events.send(new DisableRuleCommand(START_RULE));
    const { code, output } = await runApps(system, ['doctor']);
    expect(code).toBe(1);
    expect(output).toMatch(/^fail +rule start-account-application +it is disabled/m);
    expect(output).toMatch(/→ aws events enable-rule --event-bus-name account-applications --name start-account-app/);
    expect(output).toMatch(/^fail +applications without a run +1: sick \(ABORTED\)/m);
    expect(output).toMatch(/^fail +close-review-dlq +1 message\n +→ apps dlq show close-review-dlq/m);
    expect(output).toMatch(/^ok +review worker +Enabled/m);
    expect(output).not.toMatch(CANARY);
    await system.events.send(new EnableRuleCommand(START_RULE));
    await runApps(system, ['redrive', 'sick', '--yes']);
    const { findings } = documentIn(await runApps(system, ['doctor', '--json']));
    expect(findings).toContainEqual({ check: 'applications without a run', severity: 'ok', text: 'none' });
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'rule start-account-application', severity: 'ok' }),
    );
  });

  interface Pending {
    readonly applicationId: string;
    readonly requestedAt: string;
    readonly reviewDeadline: string;
  }

  const pendingReviews = async (): Promise<Pending[]> => {
    const { Items = [] } = await system.tables.send(new ScanCommand({ TableName: 'reviews' }));
    return Items.filter(({ state }) => state === 'PENDING') as Pending[];
  };

  test('shows the oldest pending review and its deadline', async () => {
    await submit(system, { id: 'waiting', ...EVIL });
    const pending = await eventually('the review', async () => {
      const found = await pendingReviews();
      return found.some(({ applicationId }) => applicationId === 'waiting') ? found : undefined;
    });
    const beforeMs = Date.now();
    const { findings } = documentIn(await runApps(system, ['doctor', '--json']));
    const afterMs = Date.now();
    const review = (findings as { check: string; text: string }[]).find(({ check }) => check === 'pending reviews');
    const told = /^(\d+); the oldest is ([\w-]+), for (.+); the nearest deadline is of ([\w-]+), (.+) away$/;
    const [, count, oldest, age = '', nearest, left = ''] = told.exec(String(review?.text)) ?? [];
    const [first] = pending.toSorted((a, b) => a.requestedAt.localeCompare(b.requestedAt));
    expect([count, oldest, nearest]).toEqual([String(pending.length), first?.applicationId, first?.applicationId]);
    const requestedMs = Date.parse(String(first?.requestedAt));
    const deadlineMs = Date.parse(String(first?.reviewDeadline));
    expect(durationsBetween(beforeMs - requestedMs, afterMs - requestedMs)).toContain(age);
    expect(durationsBetween(deadlineMs - afterMs, deadlineMs - beforeMs)).toContain(left);
  });
});

describe('apps replay', () => {
  const replays = async () =>
    (await system.events.send(new ListReplaysCommand({ NamePrefix: 'replay-' }))).Replays ?? [];
  const lastState = async () => (await replays()).toSorted((a, b) => names(a, b)).at(-1)?.State;
  const names = (a: Replay, b: Replay) => (a.ReplayName ?? '').localeCompare(b.ReplayName ?? '');

  let held: HeldReplays;
  beforeAll(async () => {
    held = await holdReplays(system, Number.POSITIVE_INFINITY);
  });
  afterAll(() => held?.close());

  test('refuses a replay while the rule that starts the workflow is disabled, but allows a preview', async () => {
    await system.events.send(new DisableRuleCommand(START_RULE));
    await submit(system, { id: 'missed', ...GOOD });
    const { code, errors } = await runApps(system, ['replay', '--from', '-1h', '--yes']);
    expect([code, errors]).toEqual([4, expect.stringMatching(/^The rule start-account-application is disabled/)]);
    const preview = await runApps(system, ['replay', '--from', '-1h', '--dry-run']);
    expect(preview.code).toBe(0);
    expect(preview.output).toMatch(/^ +1 +1 {2}new: there is no record, the workflow starts$/m);
    expect(preview.output).toMatch(/Nothing was changed\.\n$/);
    expect(preview.output).not.toMatch(CANARY);
    await system.events.send(new EnableRuleCommand(START_RULE));
    expect(await readRecord(system, 'missed')).toBeUndefined();
    expect(await replays()).toEqual([]);
  });

  test('changes nothing if there is no answer or the answer is no', async () => {
    expect((await runApps(system, ['replay', '--from', '-1h'])).code).toBe(1);
    const { code, errors } = await runApps(system, ['replay', '--from', '-1h'], { input: 'no\n' });
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(/Replay these \d+ events\? \[y\/N\] Nothing was changed\.\n$/),
    ]);
    expect(await replays()).toEqual([]);
  });

  test('changes nothing for a range without events', async () => {
    const { code, output } = await runApps(system, [
      'replay',
      '--from',
      '2020-01-01',
      '--to',
      '2020-02-01',
      '--yes',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ summary: { events: 0 } });
  });

  test('is cancelled after Ctrl-C and the answer c (cancel)', async () => {
    const interrupt = { when: 'Started the replay', answer: 'c\n' };
    const { code, output, errors } = await runApps(held, ['replay', '--from', '-1h', '--yes'], { interrupt });
    expect(errors).toContain('Cancel the replay (c), leave it running and go (l), or keep watching (Enter)?');
    expect(output).toContain('Cancelling; what was replayed stays replayed.');
    expect(output).toMatch(/^CANCELLED: 0 events replayed/m);
    expect([code, held.states()]).toEqual([1, ['CANCELLED']]);
    expect(await replays()).toEqual([]);
  });

  test('continues and completes after Ctrl-C and the answer l (leave it running)', async () => {
    const interrupt = { when: 'Started the replay', answer: 'l\n' };
    const { code, output } = await runApps(held, ['replay', '--from', '-1h', '--yes'], { interrupt });
    expect(code).toBe(1);
    expect(output).toMatch(/The replay continues: aws events describe-replay --replay-name replay-\w+-\d+\n$/);
    await held.release();
    await recordIn(system, 'missed', 'APPROVED');
    await eventually('the end', async () => ((await lastState()) === 'COMPLETED' ? true : undefined));
  });

  test('writes JSON lines of progress and a summary', async () => {
    await submit(system, { id: 'later', ...GOOD });
    await recordIn(system, 'later', 'APPROVED');
    const seenOnce = await holdReplays(system, 1);
    const { code, output } = await runApps(seenOnce, ['replay', '--from', '-1h', '--yes', '--json']);
    await seenOnce.close();
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ progress: { state: 'STARTING', replayed: 0, percent: 0 } });
    expect(lines.at(-1)).toMatchObject({ summary: { state: 'COMPLETED', started: 0, takenUpAgain: 0, missing: 0 } });
    expect(output).not.toMatch(CANARY);
  });
});
