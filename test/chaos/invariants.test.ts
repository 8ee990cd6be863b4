import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { judge } from '../../chaos/invariants.ts';
import type { Journal } from '../../chaos/journal.ts';
import { type KindName, kindOf } from '../../chaos/kinds.ts';
import { type Planned, review, reviewerNamed, submit } from '../../chaos/load.ts';
import { type Observation, observe, type Run } from '../../chaos/observation.ts';
import { settledViolations } from '../../chaos/settle.ts';
import { startTarget, type Target } from '../../chaos/target.ts';
import type { Violation } from '../../chaos/violation.ts';
import { configFor } from '../support/clients.ts';
import { advance, ended, MACHINE_ARN, recordIn } from '../support/system.ts';

const PLANNED: readonly Planned[] = [
  { id: 'approved-1', kind: 'approve' },
  { id: 'approved-2', kind: 'approve' },
  { id: 'approved-3', kind: 'approve' },
  { id: 'review-approved', kind: 'review-approve' },
  { id: 'review-rejected', kind: 'review-reject' },
  { id: 'contested', kind: 'contested' },
  { id: 'expired', kind: 'expire' },
  { id: 'amended', kind: 'return-amend' },
  { id: 'unanswered', kind: 'return-silent' },
  { id: 'unprocessable-1', kind: 'unprocessable' },
  { id: 'unprocessable-2', kind: 'unprocessable' },
  { id: 'invalid', kind: 'invalid' },
];

const directory = mkdtempSync(join(tmpdir(), 'invariants-'));
let target: Target;
let known: readonly Violation[] = [];

beforeAll(async () => {
  target = await startTarget(directory);
  const reviewers = [reviewerNamed('reviewer-1'), reviewerNamed('reviewer-2')];
  for (const planned of PLANNED) await submit(target, [planned]);
  await submit(target, [{ id: 'approved-1', kind: 'approve' }]);
  for (const planned of PLANNED) await review(target, reviewers, planned);
});

afterAll(async () => {
  await target.system().kill();
  rmSync(directory, { recursive: true, force: true });
});

const text = ({ invariant, subject, what }: Violation): string => `${invariant}: ${subject}: ${what}`;

/** Texts of the violations that the checker has not reported before. */
const reported = async (
  change: { readonly journal?: Partial<Journal>; readonly seen?: (seen: Observation) => Observation } = {},
): Promise<readonly string[]> => {
  const { journal = {}, seen = (same: Observation) => same } = change;
  const found = judge({ ...target.journal, ...journal }, seen(await observe(target.clients())));
  const before = new Set(known.map(text));
  return found.map(text).filter((each) => !before.has(each));
};

/** Marks the current violations as known, so that each test gets only its own violations. */
const keepAsKnown = async (): Promise<void> => {
  known = judge(target.journal, await observe(target.clients()));
};

const update = (TableName: string, Key: Record<string, string>, state: string): Promise<unknown> =>
  target.clients().tables.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': state },
    }),
  );

const remove = (TableName: string, Key: Record<string, string>): Promise<unknown> =>
  target.clients().tables.send(new DeleteCommand({ TableName, Key }));

const startByHand = async (id: string, kind: KindName): Promise<string> => {
  const { name, address } = kindOf(kind);
  const input = JSON.stringify({ application: { id, name, address } });
  const start = new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, input });
  return (await target.clients().sfn.send(start)).executionArn ?? '';
};

const historyChanged =
  (id: string, change: (history: readonly HistoryEvent[]) => readonly HistoryEvent[]) =>
  (seen: Observation): Observation => {
    const changed = (run: Run): Run => (run.applicationId === id ? { ...run, history: change(run.history) } : run);
    return { ...seen, runs: seen.runs.map(changed) };
  };

describe('The invariants', () => {
  test('hold for a system without faults, with every kind of application, a duplicate and a contested review', async () => {
    expect(await settledViolations(target)).toEqual([]);
    const { submissions, decisions } = target.journal;
    expect(submissions.get('approved-1')?.acknowledged).toBe(2);
    expect(decisions.filter(({ id }) => id === 'contested')).toHaveLength(1);
  });

  test('hold if a run is started again by hand, because it ends as a duplicate', async () => {
    await ended(target.clients(), await startByHand('approved-2', 'approve'));
    // A clock move by 0 seconds waits until the work after the end of the run is done.
    await fetch(`${target.clients().endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":0}' });
    expect(await reported()).toEqual([]);
  });

  describe('report', () => {
    test('an acknowledged submission without a run', async () => {
      const submissions = new Map(target.journal.submissions).set('approved-3', { kind: 'approve', acknowledged: 2 });
      expect(await reported({ journal: { submissions } })).toEqual([
        'no loss: approved-3: 1 runs for 2 acknowledged submissions',
      ]);
    });

    test('a deleted record', async () => {
      await remove('applications', { id: 'unprocessable-1' });
      expect(await reported()).toEqual(['no loss: unprocessable-1: acknowledged, and not on record']);
      await keepAsKnown();
    });

    test('a second run that decides an application again', async () => {
      await remove('applications', { id: 'unprocessable-1' });
      await ended(target.clients(), await startByHand('unprocessable-1', 'unprocessable'));
      await advance(target.clients(), 0);
      expect(await reported({ journal: { crashes: 1 } })).toEqual([
        'one effective run: unprocessable-1: 2 effective runs',
      ]);
      await keepAsKnown();
    });

    test('two acknowledged decisions about one review', async () => {
      const second = { id: 'review-approved', reviewer: 'reviewer-2', decision: 'REJECT' } as const;
      expect(await reported({ journal: { decisions: [...target.journal.decisions, second] } })).toEqual([
        'one decision: review-approved: acknowledged: APPROVE by reviewer-1, REJECT by reviewer-2',
      ]);
    });

    test('an acknowledged decision that is not the outcome', async () => {
      const other = { id: 'review-rejected', reviewer: 'reviewer-2', decision: 'APPROVE' } as const;
      const decisions = target.journal.decisions.filter(({ id }) => id !== other.id);
      expect(await reported({ journal: { decisions: [...decisions, other] } })).toEqual([
        'one decision: review-rejected: acknowledged APPROVED, and on record as REJECTED',
      ]);
    });

    test('two decisions in the history of a review', async () => {
      const twice = (history: readonly HistoryEvent[]) => {
        const decision = history.findIndex(
          ({ taskSucceededEventDetails }) => taskSucceededEventDetails?.resource === 'sendMessage.waitForTaskToken',
        );
        const last = history.slice(decision);
        return [...history.slice(0, decision + 1), ...last.map((event) => ({ ...event, id: Number(event.id) + 1 }))];
      };
      expect(await reported({ seen: historyChanged('review-approved', twice) })).toEqual([
        'one decision: review-approved: 2 decisions were taken',
      ]);
    });

    test('a return and an amendment that were acknowledged and are not on record', async () => {
      const decision = { id: 'review-rejected', reviewer: 'reviewer-1', decision: 'RETURN' } as const;
      const decisions = [...target.journal.decisions.filter(({ id }) => id !== decision.id), decision];
      expect(await reported({ journal: { decisions, amended: new Set(['approved-1']) } })).toEqual([
        'no loss: approved-1: amended once, and not so on record',
        'one decision: review-rejected: returned once, and not so on record',
      ]);
    });

    test('a record in another state than its run ended with', async () => {
      await update('applications', { id: 'unprocessable-2' }, 'REVIEW_EXPIRED');
      expect(await reported()).toEqual([
        'records agree: unprocessable-2: on record as REVIEW_EXPIRED, and its run is SUCCEEDED with FLAGGED_WITH_UNPROCESSABLE_DATA',
        'records agree: unprocessable-2: on record as REVIEW_EXPIRED instead of FLAGGED_WITH_UNPROCESSABLE_DATA',
      ]);
      await update('applications', { id: 'unprocessable-2' }, 'FLAGGED_WITH_UNPROCESSABLE_DATA');
    });

    test('a record that nobody has submitted', async () => {
      const Item = { id: 'stranger', state: 'REJECTED', executionArn: 'none', submittedAt: '2026-01-01T00:00:00.000Z' };
      await target.clients().tables.send(new PutCommand({ TableName: 'applications', Item }));
      expect(await reported()).toEqual(['records agree: stranger: on record, and nobody has submitted it']);
      await remove('applications', { id: 'stranger' });
    });

    test('an entry of the ledger that is still pending', async () => {
      await update('reviews', { applicationId: 'review-rejected' }, 'PENDING');
      expect(await reported()).toEqual([
        'ledger agrees: review-rejected: in the ledger as PENDING, and on record as REJECTED',
      ]);
      await update('reviews', { applicationId: 'review-rejected' }, 'REVIEW_REJECTED');
    });

    test('a missing account', async () => {
      await remove('accounts', { applicationId: 'approved-2' });
      expect(await reported()).toEqual(['accounts agree: approved-2: approved without an account']);
      await keepAsKnown();
    });

    test('an account without approval', async () => {
      const Item = { applicationId: 'expired' };
      await target.clients().tables.send(new PutCommand({ TableName: 'accounts', Item }));
      expect(await reported()).toEqual(['accounts agree: expired: an account without approval']);
      await remove('accounts', Item);
    });

    test('a second mail, unless the process has crashed', async () => {
      const topic = { TopicArn: 'arn:aws:sns:us-east-1:000000000000:application-outcomes' };
      const mail = { Subject: 'approved-3: APPROVED', Message: 'Again' };
      const kind = { DataType: 'String', StringValue: 'outcome' };
      const { endpoint } = target.clients();
      await new SNSClient(configFor(endpoint)).send(
        new PublishCommand({ ...topic, ...mail, MessageAttributes: { kind } }),
      );
      await advance(target.clients(), 0);
      expect(await reported()).toEqual(['mails agree: approved-3: 2 mails after 0 crashes']);
      expect(await reported({ journal: { crashes: 1 } })).toEqual([]);
      await keepAsKnown();
    });

    test('a missing mail, and a mail with another outcome', async () => {
      const renamed = (to: string) => (seen: Observation) => ({
        ...seen,
        mails: seen.mails.map((mail) => (mail.subject === 'expired: REVIEW_EXPIRED' ? { ...mail, subject: to } : mail)),
      });
      expect(await reported({ seen: renamed('another subject') })).toEqual([
        'mails agree: expired: no mail about REVIEW_EXPIRED',
      ]);
      expect(await reported({ seen: renamed('expired: APPROVED') })).toEqual([
        'mails agree: expired: mails say APPROVED instead of REVIEW_EXPIRED',
      ]);
    });

    test('a dead-letter message that is left', async () => {
      const { sqs } = target.clients();
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue-dlq' }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
      expect(await reported()).toEqual(['nothing stuck: review-queue-dlq: 1 messages are left']);
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    });

    test('a run that has not ended', async () => {
      const submissions = new Map(target.journal.submissions).set('open', { kind: 'expire', acknowledged: 1 });
      const executionArn = await startByHand('open', 'expire');
      await recordIn(target.clients(), 'open', 'FLAGGED_FOR_REVIEW');
      await advance(target.clients(), 0);
      const { status } = await target.clients().sfn.send(new DescribeExecutionCommand({ executionArn }));
      expect(status).toBe('RUNNING');
      expect(await reported({ journal: { submissions } })).toEqual(['nothing stuck: open: still running']);
      await keepAsKnown();
    });

    test('a gap in the event ids of a history', async () => {
      const gap = (history: readonly HistoryEvent[]) => history.toSpliced(2, 1);
      expect(await reported({ seen: historyChanged('approved-3', gap) })).toEqual([
        'legal histories: approved-3: event ids have a gap',
      ]);
    });

    test('a history that ends twice, or not', async () => {
      const twice = (history: readonly HistoryEvent[]) => {
        const end = history.at(-1);
        return end === undefined ? history : [...history, { ...end, id: history.length + 1 }];
      };
      expect(await reported({ seen: historyChanged('approved-3', twice) })).toEqual([
        'legal histories: approved-3: 2 events end the run',
      ]);
      expect(await reported({ seen: historyChanged('approved-3', (history) => history.slice(0, -1)) })).toEqual([
        'legal histories: approved-3: 0 events end the run',
      ]);
    });

    test('an event after the end of a history', async () => {
      const after = (history: readonly HistoryEvent[]): readonly HistoryEvent[] => [
        ...history,
        { id: history.length + 1, type: 'PassStateEntered', timestamp: new Date(8.64e15) },
      ];
      expect(await reported({ seen: historyChanged('approved-3', after) })).toEqual([
        'legal histories: approved-3: an event follows the end of the run',
      ]);
    });

    test('time that goes back in a history', async () => {
      const back = (history: readonly HistoryEvent[]) =>
        history.map((event, index) => (index === 3 ? { ...event, timestamp: new Date(0) } : event));
      expect(await reported({ seen: historyChanged('approved-3', back) })).toEqual([
        'legal histories: approved-3: time goes back',
      ]);
    });

    test('an application after the faults that is not approved', async () => {
      const tail = [{ id: 'tail-lost', isServed: false }];
      expect(await reported({ journal: { tail } })).toEqual([
        'served afterwards: tail-lost: not approved in ten minutes',
      ]);
    });
  });
});
