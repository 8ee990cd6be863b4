import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { deadLetterFinding } from '../../../cli/doctor/check-queues.ts';
import { latestWaitIn, requestsFinding } from '../../../cli/doctor/check-review-requests.ts';
import { pendingFinding, workerFinding } from '../../../cli/doctor/check-reviews.ts';
import { rulesFindings } from '../../../cli/doctor/check-rules.ts';
import { abandonedFinding, withoutRecordFindings } from '../../../cli/doctor/check-runs.ts';

const NOW = new Date('2026-03-01T12:00:00.000Z');

describe('Pending reviews', () => {
  const review = (applicationId: string, requestedAt: string, reviewDeadline: string) => ({
    applicationId,
    requestedAt,
    reviewDeadline,
  });

  test('are ok if there are none', () => {
    expect(pendingFinding([], NOW)).toEqual({ check: 'pending reviews', severity: 'ok', text: 'none' });
  });

  test('are ok more than three days before the deadline; the text has the oldest review and the nearest deadline', () => {
    const finding = pendingFinding(
      [
        review('redriven', '2026-02-28T12:00:00.000Z', '2026-03-06T12:00:00.000Z'),
        review('oldest', '2026-02-20T12:00:00.000Z', '2026-03-22T12:00:00.000Z'),
      ],
      NOW,
    );
    expect(finding).toEqual({
      check: 'pending reviews',
      severity: 'ok',
      text: '2; the oldest is oldest, for 9 d; the nearest deadline is of redriven, 5 d away',
    });
  });

  test('cause a warning within three days of the deadline, and a failure after it', () => {
    const finding = (deadline: string) => pendingFinding([review('a', '2026-02-20T12:00:00.000Z', deadline)], NOW);
    expect(finding('2026-03-04T12:00:00.000Z').severity).toBe('ok');
    expect(finding('2026-03-04T11:59:59.000Z').severity).toBe('warn');
    expect(finding('2026-03-01T12:00:00.000Z').severity).toBe('fail');
    expect(finding('2026-03-01T11:00:00.000Z').text).toMatch(/, 1 h ago$/);
  });
});

describe('Review requests', () => {
  const resource = 'sendMessage.waitForTaskToken';
  const parameters = '{"MessageBody":{"taskToken":"secret","requestedAt":"2026-02-01T12:00:00.000Z","attempt":10}}';
  const [entered, scheduled, submitted, aborted, redriven, succeeded] = [
    { type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Pending Review' } },
    { type: 'TaskScheduled', taskScheduledEventDetails: { resource, parameters } },
    { type: 'TaskSubmitted', taskSubmittedEventDetails: { resource } },
    { type: 'ExecutionAborted' },
    { type: 'ExecutionRedriven' },
    { type: 'TaskSucceeded', taskSucceededEventDetails: { resource } },
  ] as unknown as HistoryEvent[];
  const waitAfter = (...events: (HistoryEvent | undefined)[]) =>
    latestWaitIn(events.toReversed().filter((event) => event !== undefined));

  test('get their state from the latest events of the run, without the task token', () => {
    expect(waitAfter(entered)).toBeUndefined();
    expect(waitAfter(entered, scheduled)).toEqual({ kind: 'SENDING' });
    const requested = { kind: 'REQUESTED', requestedAt: '2026-02-01T12:00:00.000Z', attempt: 10 };
    expect(waitAfter(entered, scheduled, submitted)).toEqual(requested);
    expect(waitAfter(scheduled, submitted, aborted)).toEqual({ kind: 'ENDED' });
    expect(waitAfter(scheduled, submitted, aborted, redriven)).toEqual({ kind: 'SENDING' });
    expect(waitAfter(scheduled, submitted, succeeded)).toEqual({ kind: 'ENDED' });
  });

  test('fail if a token is lost, and warn if its message may still be in the queue; lost tokens are named first', () => {
    expect(requestsFinding([]).severity).toBe('ok');
    expect(requestsFinding([{ id: 'a', why: 'ON_ITS_WAY' }]).severity).toBe('warn');
    const both = [
      { id: 'a', why: 'ENDED' },
      { id: 'b', why: 'LOST' },
    ] as const;
    expect(requestsFinding(both)).toMatchObject({
      severity: 'fail',
      text: '2 without a valid token: b (its new token is lost), a (its run does not wait)',
    });
  });
});

test.each([
  [[], 'warn'],
  [['Enabled'], 'ok'],
  [['Updating'], 'ok'],
  [['Disabled'], 'fail'],
  [['Enabled', 'Disabling'], 'fail'],
])('Event source mappings in the states %j are reported as %s', (states, severity) => {
  expect(workerFinding(states).severity).toBe(severity);
});

test('A dead-letter message is a failure; the advice is the command that shows the message', () => {
  expect(deadLetterFinding('notify-dlq', 0).severity).toBe('ok');
  expect(deadLetterFinding('notify-dlq', 2)).toEqual({
    check: 'notify-dlq',
    severity: 'fail',
    text: '2 messages',
    remedy: 'apps dlq show notify-dlq',
  });
});

describe('Rules', () => {
  const target = { Id: '1', Arn: 'arn', DeadLetterConfig: { Arn: 'dlq' } };
  const rule = (name: string, bus: string, parts = {}) => ({
    name,
    arn: name,
    bus,
    isEnabled: true,
    targets: [target],
    ...parts,
  });
  const own = (parts = {}) => [
    rule('start-account-application', 'account-applications', parts),
    rule('preview-replay', 'account-applications'),
    rule('take-amendment', 'account-applications'),
    rule('open-account', 'account-applications'),
    rule('close-review', 'account-applications'),
  ];
  const onDefault = ['notify', 'keep-reviews', 'reconcile-outcomes', 'seal-case-files', 'erase-applicants'].map(
    (name) => rule(name, 'default'),
  );
  const findingsOf = (ours: ReturnType<typeof own>, onDefaultBus = onDefault) =>
    rulesFindings({ own: ours, onDefaultBus, hasReviewWorker: true });
  const severities = (findings: ReturnType<typeof rulesFindings>) =>
    findings.filter(({ severity }) => severity !== 'ok').map(({ check, severity, text }) => [check, severity, text]);

  test('are ok if enabled and with a dead-letter queue', () => {
    expect(severities(findingsOf(own()))).toEqual([]);
  });

  test('fail if a system rule is missing, disabled, or has no target or no dead-letter queue', () => {
    const check = 'rule start-account-application';
    expect(severities(findingsOf(own().slice(1)))).toEqual([[check, 'fail', 'it does not exist']]);
    expect(severities(findingsOf(own({ isEnabled: false })))).toEqual([
      [check, 'fail', 'it is disabled: its targets receive no events'],
    ]);
    expect(severities(findingsOf(own({ targets: [] })))).toEqual([[check, 'fail', 'it has no target']]);
    expect(severities(findingsOf(own({ targets: [{ Id: '1', Arn: 'arn' }] })))).toEqual([
      [check, 'fail', 'it has no dead-letter queue'],
    ]);
  });

  test('that only the review worker needs cause warnings if there is no worker, and failures if there is one', () => {
    const rules = { own: own().filter(({ name }) => name !== 'close-review'), onDefaultBus: onDefault };
    const check = 'rule close-review';
    expect(rulesFindings({ ...rules, hasReviewWorker: false })).toContainEqual({
      check,
      severity: 'warn',
      text: 'it does not exist',
      remedy: 'right with reviewWorker=off; otherwise deploy the stack',
    });
    expect(severities(rulesFindings({ ...rules, hasReviewWorker: true }))).toEqual([
      [check, 'fail', 'it does not exist'],
    ]);
  });

  test('that do not belong to the system cause warnings on the system bus, and are ignored on the default bus', () => {
    const otherRule = rule('audit', 'account-applications', { targets: [{ Id: '1', Arn: 'arn' }] });
    const otherOnDefault = rule('other-on-default', 'default', { isEnabled: false });
    expect(severities(findingsOf([...own(), otherRule], [...onDefault, otherOnDefault]))).toEqual([
      ['rule audit', 'warn', 'it has no dead-letter queue'],
    ]);
  });
});

describe('Runs and records', () => {
  const execution = (applicationId: string, error: string) => ({
    executionArn: `arn-${applicationId}`,
    status: 'FAILED' as const,
    startedAt: NOW,
    redrives: 0,
    applicationId,
    error,
  });

  test('fail for a run without a record, and warn for a refused submission, which never has a record', () => {
    const findings = withoutRecordFindings([
      execution('lost', 'Lambda.Unknown'),
      execution('refused', 'InvalidApplicationException'),
    ]);
    expect(findings.map(({ severity, text }) => [severity, text])).toEqual([
      ['fail', '1: lost'],
      ['warn', '1'],
    ]);
  });

  test('fail for undecided applications without an active run, and name at most five', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const abandoned = ids.map((id) => ({ id, run: id === 'a' ? ('MISSING' as const) : ('FAILED' as const) }));
    expect(abandonedFinding(abandoned)).toMatchObject({
      severity: 'fail',
      text: '7: a (its run is gone), b (FAILED), c (FAILED), d (FAILED), e (FAILED) and 2 more',
    });
    expect(abandonedFinding([]).severity).toBe('ok');
  });
});
