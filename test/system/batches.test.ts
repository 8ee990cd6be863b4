import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runApps } from '../cli/apps-process.ts';
import { configFor } from '../support/clients.ts';
import { setMappingsOf } from '../support/mappings.ts';
import { advance, eventually, mailbox, recordIn, type System, startSystem, submit } from '../support/system.ts';

const GOOD = { name: 'Spock', address: '123 Enterprise Street' };
/** In seconds. Longer than five deliveries of each queue, and shorter than the reconciler's interval. */
const ALL_DELIVERIES = 700;
const DELIVERIES = 5;
const QUEUES = ['notify', 'open-account'] as const;

let system: System;
beforeAll(async () => {
  system = await startSystem();
  // Case files are not the subject, and their function would be counted as well.
  await setMappingsOf(system, 'append-case-entries', false);
});
afterAll(async () => {
  expect(await system.stop()).toBe(0);
});

const queueUrl = async (QueueName: string) => (await system.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;

/** Enables or disables the event source mappings of the functions, so that messages collect in their queues. */
const setMappings = async (Enabled: boolean): Promise<void> => {
  for (const name of QUEUES) await setMappingsOf(system, name, Enabled);
};

const endingOf = (id: string, executionArn: unknown, stopDate: number) => {
  const input = JSON.stringify({ application: { id } });
  return {
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn, status: 'SUCCEEDED', stopDate, input },
  };
};

const approvalOf = (applicationId: string) => ({
  'detail-type': 'ApplicationApproved',
  detail: { applicationId, outcome: 'APPROVED', occurredAt: '2026-01-31T12:00:00.000Z' },
});

/** Sends at most ten messages; resolves with their message ids. */
const send = async (queue: string, bodies: readonly unknown[]): Promise<readonly string[]> => {
  const Entries = bodies.map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) }));
  const sent = await system.sqs.send(new SendMessageBatchCommand({ QueueUrl: await queueUrl(queue), Entries }));
  return (sent.Successful ?? []).map(({ MessageId = '' }) => MessageId);
};

/** Resolves when the function has received all messages of its queue. */
const received = (queue: string) =>
  eventually(`the messages of ${queue}`, async () => {
    const read = { QueueUrl: await queueUrl(queue), AttributeNames: ['ApproximateNumberOfMessages' as const] };
    const { Attributes } = await system.sqs.send(new GetQueueAttributesCommand(read));
    return Attributes?.ApproximateNumberOfMessages === '0' ? true : undefined;
  });

const subjects = async () => (await mailbox(system)).map(({ subject }) => subject);
const accounts = async () => (await system.tables.send(new ScanCommand({ TableName: 'accounts' }))).Items ?? [];

const approveAll = async (ids: readonly string[]): Promise<readonly Record<string, unknown>[]> => {
  await Promise.all(ids.map((id) => submit(system, { id, ...GOOD })));
  return Promise.all(ids.map((id) => recordIn(system, id, 'APPROVED')));
};

const idsOf = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`);

describe('Thirty applications whose ends and approvals wait in the queues', () => {
  const ids = idsOf('waiting', 30);
  let usageBefore = 0;
  const requests = async () => {
    const usage = (await (await fetch(`${system.endpoint}/_local/usage`)).json()) as Record<
      string,
      Record<string, number>
    >;
    return usage.lambda?.requests ?? 0;
  };

  beforeAll(async () => {
    await setMappings(false);
    await approveAll(ids);
    await advance(system, 0);
    usageBefore = await requests();
    await setMappings(true);
    await eventually('thirty mails', async () => ((await subjects()).length >= ids.length ? true : undefined));
    await eventually('thirty accounts', async () => {
      const opened = await accounts();
      return opened.filter(({ announcedAt }) => announcedAt !== undefined).length >= ids.length ? true : undefined;
    });
    await advance(system, 0);
  });

  test('need three invocations of each function', async () => {
    expect((await requests()) - usageBefore).toBe(6);
  });

  test('get one mail and one account each', async () => {
    expect((await subjects()).toSorted()).toEqual(ids.map((id) => `${id}: APPROVED`).toSorted());
    const opened = await accounts();
    expect(opened.map(({ applicationId }) => applicationId).toSorted()).toEqual(ids.toSorted());
    expect(new Set(opened.map(({ accountId }) => accountId)).size).toBe(ids.length);
  });

  test('keep their account if approvals are delivered again, in another order and twice in one batch', async () => {
    const before = await accounts();
    const again = [...ids.slice(0, 5).toReversed(), ...ids.slice(0, 5)];
    await send('open-account', again.map(approvalOf));
    await advance(system, 0);
    expect(await accounts()).toEqual(before);
  });
});

describe('A message that cannot be processed', () => {
  const ids = idsOf('good', 4);
  const failed: Record<string, readonly string[]> = {};

  beforeAll(async () => {
    const records = await approveAll(ids);
    await advance(system, 0);
    const endings = records.map(({ executionArn }, index) =>
      endingOf(String(ids[index]), executionArn, Date.UTC(2026, 0, 31)),
    );
    await setMappings(false);
    const ends = await send('notify', [...endings.slice(0, 2), { detail: 'no status change' }, ...endings.slice(2)]);
    failed.notify = ends.slice(2, 3);
    const approvals = await send('open-account', [approvalOf('good-0'), approvalOf('forged'), approvalOf('good-1')]);
    failed['open-account'] = approvals.slice(1, 2);
    await setMappings(true);
    for (const queue of QUEUES) await received(queue);
    await advance(system, ALL_DELIVERIES);
  });

  test('does not keep the others of its batch from being mailed', async () => {
    const late = (await mailbox(system)).filter(({ text }) => text.includes('2026-01-31T00:00:00.000Z'));
    expect(late.map(({ subject }) => subject).toSorted()).toEqual(ids.map((id) => `${id}: APPROVED`));
  });

  test.each([
    ['notify', 'TypeError'],
    ['open-account', 'ApplicationNotApprovedError'],
  ])(
    'of the queue %s is alone in the dead-letter queue, and the log has five lines with its id and %s',
    async (queue, error) => {
      const logs = new CloudWatchLogsClient(configFor(system.endpoint));
      const [messageId] = failed[queue] ?? [];
      const read = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${queue}`, filterPattern: 'ERROR' });
      const events = await eventually('five lines', async () => {
        const { events: found = [] } = await logs.send(read);
        return found.length >= DELIVERIES ? found : undefined;
      });
      const lines = events.map(({ message = '{}' }) => JSON.parse(message) as Record<string, unknown>);
      expect(lines.map((line) => [line.messageId, line.error])).toEqual(Array(DELIVERIES).fill([messageId, error]));
      const receive = { QueueUrl: await queueUrl(`${queue}-dlq`), MaxNumberOfMessages: 10 };
      const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand(receive));
      expect(Messages.map(({ MessageId }) => MessageId)).toEqual([messageId]);
    },
  );

  test('opened no account for an application that the workflow did not approve', async () => {
    expect((await accounts()).filter(({ applicationId }) => applicationId === 'forged')).toEqual([]);
  });
});

test('apps dlq redrive sends undelivered and failed ends of runs back to the queue, and each causes one mail', async () => {
  const [record] = await approveAll(['redriven']);
  const { Targets = [] } = await system.events.send(new ListTargetsByRuleCommand({ Rule: 'notify' }));
  const MessageBody = JSON.stringify(endingOf('redriven', record?.executionArn, Date.UTC(2026, 1, 1)));
  const undelivered = {
    RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/notify',
    TARGET_ARN: Targets[0]?.Arn ?? '',
    ERROR_CODE: 'NO_PERMISSIONS',
  };
  const attributes = Object.entries(undelivered).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  const QueueUrl = await queueUrl('notify-dlq');
  await system.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const MessageAttributes = Object.fromEntries(attributes);
  await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
  const { code, output } = await runApps(system, ['dlq', 'redrive', 'notify-dlq', '--yes']);
  expect([code, output.trim().split('\n').at(-1)]).toEqual([0, '2 messages sent back.']);
  expect(output).toMatch(/to the queue notify +GIVEN_UP: an event that its function failed to process/);
  expect(output).toMatch(/to the queue notify +NO_PERMISSIONS/);
  await received('notify');
  await advance(system, 0);
  const mails = (await mailbox(system)).filter(({ text }) => text.includes('2026-02-01T00:00:00.000Z'));
  expect(mails.map(({ subject }) => subject)).toEqual(['redriven: APPROVED']);
});
