import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CaseEntry } from '../../case-file/entry.ts';
import { runApps } from '../cli/apps-process.ts';
import { type Person, signIn } from '../support/api.ts';
import { eventually, recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

let system: System;
let operator: Person;
beforeAll(async () => {
  system = await startSystem();
  operator = await signIn(system, 'operator-1');
});
afterAll(async () => {
  await system.stop();
});

const EVENT = {
  version: '0',
  id: '1',
  account: '000000000000',
  region: 'us-east-1',
  time: '2026-01-31T12:00:00Z',
  resources: [],
  source: 'account-applications',
  'detail-type': 'ApplicationApproved',
  detail: { applicationId: 'a-1' },
};

const setPolicy = async (name: string, policy: object) => {
  const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const Attributes = { Policy: JSON.stringify(policy) };
  await system.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
};

const DENY_ALL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }],
};

describe('A run that waits for a reviewer', () => {
  test('can be stopped and redriven by the API and by apps; the case file says who did it, and the review is decided at the end', async () => {
    await submit(system, { id: 'steered', name: 'evil Spock', address: '1 Street' });
    await reviewIn(system, 'steered', 'PENDING');
    const { executionArn } = await recordIn(system, 'steered', 'FLAGGED_FOR_REVIEW');
    const run = String(executionArn).split(':').at(-1);
    const steer = (what: string) => operator.post(`/operations/executions/${run}/${what}`);
    expect((await steer('redrive')).body.code).toBe('NOT_REDRIVABLE');
    expect((await steer('stop')).body).toEqual({ name: run, applicationId: 'steered', isReviewRequestedAgain: false });
    expect((await steer('stop')).status).toBe(409);
    expect((await steer('redrive')).body).toEqual({
      name: run,
      applicationId: 'steered',
      isReviewRequestedAgain: true,
    });
    expect((await runApps(system, ['stop', 'steered', '--yes'])).code).toBe(0);
    expect((await runApps(system, ['redrive', 'steered', '--yes'])).code).toBe(0);

    const { body } = await operator.get('/applications/steered/case-file');
    const entries = body.entries as readonly CaseEntry[];
    const caller = expect.stringMatching(/^arn:aws:(iam|sts)::/);
    expect(entries.flatMap(({ kind, facts }) => (kind.startsWith('RUN_') ? [[kind, facts]] : []))).toEqual([
      ['RUN_STOPPED', { run, who: 'operator-1' }],
      ['RUN_REDRIVEN', { run, redriveCount: 1, who: 'operator-1' }],
      ['RUN_STOPPED', { run, redriveCount: 1, who: caller }],
      ['RUN_REDRIVEN', { run, redriveCount: 2, who: caller }],
    ]);

    await reviewIn(system, 'steered', 'PENDING');
    const reviewer = await signIn(system, 'reviewer-1');
    const decided = await eventually('a decision with the new token', async () => {
      const { status } = await reviewer.post('/reviews/steered/decision', { decision: 'APPROVE' });
      return status === 200 ? status : undefined;
    });
    expect(decided).toBe(200);
    await recordIn(system, 'steered', 'APPROVED');
  });

  test('is not found under a name that it does not have', async () => {
    expect((await operator.post('/operations/executions/nothing/stop')).status).toBe(404);
  });
});

describe('Chosen dead letters', () => {
  test('are sent back, the others stay; one that is gone is counted with its reason', async () => {
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'open-account-dlq' }));
    const leave = async () => {
      const { MessageId } = await system.sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(EVENT) }),
      );
      return MessageId;
    };
    const first = await leave();
    const second = await leave();
    const third = await leave();
    const path = '/operations/dead-letters/open-account-dlq';
    const answer = await operator.post(`${path}/redrive`, { ids: [third, 'gone'] });
    expect(answer.body).toEqual({
      sentBack: 1,
      refused: [{ reason: 'the message is no longer in the queue', count: 1 }],
      hasMore: false,
    });
    const left = (await operator.get(path)).body.items as readonly { readonly id: string }[];
    expect(left.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  });
});

describe('While one dead-letter queue denies everything', () => {
  beforeAll(() => setPolicy('notify-dlq', DENY_ALL));

  test('the list of queues shows it as not readable, and the counts of the others', async () => {
    const { status, body } = await operator.get('/operations/queues');
    expect(status).toBe(200);
    const items = body.items as readonly { readonly name: string }[];
    expect(items.find(({ name }) => name === 'notify-dlq')).toEqual({
      name: 'notify-dlq',
      isForDeadLetters: true,
      notReadable: expect.stringMatching(/^AccessDenied/),
    });
    const others = items.filter(({ name }) => name !== 'notify-dlq');
    expect(others.length).toBeGreaterThan(3);
    for (const item of others) expect(item).toMatchObject({ waiting: expect.any(Number) });
  });

  test('every dead-letter queue has a page', async () => {
    const { status, body } = await operator.get('/operations/dead-letters/submissions-dlq');
    expect([status, body.notReadable]).toEqual([200, undefined]);
    const closed = await operator.get('/operations/dead-letters/notify-dlq');
    expect([closed.status, closed.body.notReadable]).toEqual([200, expect.stringMatching(/^AccessDenied/)]);
  });

  test('a redrive of it is refused, and a redrive of another queue is accepted', async () => {
    expect((await operator.post('/operations/dead-letters/notify-dlq/redrive')).status).toBe(409);
    expect((await operator.post('/operations/dead-letters/submissions-dlq/redrive')).status).toBe(200);
  });
});

describe('A queue with the policy {}', () => {
  beforeAll(() => setPolicy('notify-dlq', {}).catch(() => undefined));

  test('does not prevent the list of queues', async () => {
    expect((await operator.get('/operations/queues')).status).toBe(200);
    expect((await operator.get('/operations/dead-letters/submissions-dlq')).status).toBe(200);
  });

  test('does not prevent apps dlq list', async () => {
    const { code, output } = await runApps(system, ['dlq', 'list']);
    expect([code, output]).toEqual([0, expect.stringContaining('submissions-dlq')]);
  });
});

describe('A test of patterns beside unusual rules on the default bus', () => {
  const PATTERNS: Readonly<Record<string, object>> = {
    dots: { detail: { 'a.b': ['x'] } },
    empty: { detail: { '': ['x'] } },
    prototype: JSON.parse('{"detail":{"__proto__":{"a":["x"]}}}'),
    either: { detail: { $or: [{ a: ['x'] }, { b: [{ 'anything-but': { wildcard: '*x' } }] }] } },
    wildcard: { source: [{ wildcard: '*a*' }], detail: { c: [{ cidr: '10.0.0.0/8' }] } },
  };

  test('returns for each rule the fields that do not match', async () => {
    for (const [Name, pattern] of Object.entries(PATTERNS))
      await system.events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
    const { status, body } = await operator.post('/operations/pattern-test', { event: EVENT });
    expect(status).toBe(200);
    const items = body.items as readonly { readonly rule: string; readonly unmet: readonly { field: string }[] }[];
    const fields = items.flatMap(({ rule, unmet }) =>
      rule in PATTERNS ? [[rule, unmet.map(({ field }) => field)]] : [],
    );
    expect(Object.fromEntries(fields)).toEqual({
      dots: ['detail.a.b'],
      empty: ['detail.'],
      prototype: ['detail.__proto__.a'],
      either: ['detail.$or'],
      wildcard: ['detail.c'],
    });
  });

  test('is refused for an event without the required members', async () => {
    const { status, body } = await operator.post('/operations/pattern-test', { event: { source: 'a' } });
    expect([status, body.field]).toEqual([400, 'event']);
  });
});

test('A replay with a misspelt isPreview does not start', async () => {
  const body = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z', preview: true };
  const answer = await operator.post('/operations/replays', body);
  expect([answer.status, answer.body.field]).toEqual([400, 'preview']);
  const archive = await operator.get('/operations/archive');
  expect(archive.body.replays).toEqual([]);
});
