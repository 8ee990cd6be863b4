import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../../../handlers/outcomes/record-outcome/decide.ts';
import { type Ports, recordOutcome } from '../../../../handlers/outcomes/record-outcome/record.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import { EXECUTION, InMemoryApplications, LATER_EXECUTION, NOON, recordOf } from '../../in-memory-applications.ts';

const BY_US = { applicationId: 'app-1', executionArn: EXECUTION };
const APPROVE: Command = { ...BY_US, outcome: 'APPROVED', decision: null };
const FLAG: Command = {
  ...BY_US,
  outcome: 'FLAGGED_FOR_REVIEW',
  reasons: ['NAME'],
  requestedAt: '2026-01-31T11:59:59.000Z',
  reviewDeadlineSeconds: 2_592_000,
};

const ONE_PERSON = { reasons: [], samplePercent: 0 };

function setUp(record: ApplicationRecord) {
  const applications = new InMemoryApplications(record);
  const { announced } = applications;
  const ports: Ports = { applications, policy: ONE_PERSON, now: () => NOON };
  const stored = () => applications.records.get('app-1');
  return { announced, ports, stored };
}

describe('An outcome', () => {
  test('is recorded and announced', async () => {
    const { announced, ports, stored } = setUp(recordOf());
    expect(await recordOutcome(ports, APPROVE)).toEqual({ applicationId: 'app-1', outcome: 'APPROVED' });
    expect(stored()).toEqual(recordOf({ state: 'APPROVED', updatedAt: '2026-01-31T12:00:00.000Z', version: 2 }));
    const occurredAt = '2026-01-31T12:00:00.000Z';
    const detail = { applicationId: 'app-1', outcome: 'APPROVED', occurredAt, reviewed: false };
    expect(announced).toEqual([{ name: 'ApplicationApproved', detail }]);
  });

  test('stores reviewer and comment of the decision and drops unknown members', async () => {
    const { ports, stored } = setUp(recordOf({ state: 'FLAGGED_FOR_REVIEW' }));
    const decision = { decision: 'REJECT', reviewer: 'kirk', comment: 'x'.repeat(3000), mood: 'bad' };
    await recordOutcome(ports, { ...BY_US, outcome: 'REJECTED', decision });
    expect(stored()?.decision).toEqual({ decision: 'REJECT', reviewer: 'kirk', comment: 'x'.repeat(2000) });
  });

  test('that is recorded again keeps the record, so that it is announced once, with the time of the record', async () => {
    const { announced, ports, stored } = setUp(recordOf());
    await recordOutcome(ports, APPROVE);
    await recordOutcome({ ...ports, now: () => new Date('2026-01-31T12:00:05.000Z') }, APPROVE);
    expect(announced.map(({ detail }) => detail.occurredAt)).toEqual(['2026-01-31T12:00:00.000Z']);
    expect(stored()?.version).toBe(2);
  });

  test('stores the reason for unprocessable data in the record but not in the event', async () => {
    const { announced, ports, stored } = setUp(recordOf());
    const reason = "Simulated error: Name 'UNPROCESSABLE_DATA' is not possible to check.";
    await recordOutcome(ports, { ...BY_US, outcome: 'FLAGGED_WITH_UNPROCESSABLE_DATA', reason });
    expect(stored()).toMatchObject({ state: 'FLAGGED_WITH_UNPROCESSABLE_DATA', unprocessableReason: reason });
    expect(JSON.stringify(announced)).not.toContain('Simulated');
  });
});

describe('A review', () => {
  test('is requested with its reasons and a deadline counted from the time of the request', async () => {
    const { announced, ports, stored } = setUp(recordOf());
    expect(await recordOutcome(ports, FLAG)).toEqual({
      applicationId: 'app-1',
      outcome: 'FLAGGED_FOR_REVIEW',
      reviewDeadline: '2026-03-02T11:59:59.000Z',
      decisionsRequired: 1,
    });
    expect(stored()).toMatchObject({ reasons: ['NAME'], reviewDeadline: '2026-03-02T11:59:59.000Z' });
    expect(announced.map(({ name }) => name)).toEqual(['ReviewRequested']);
  });

  test('keeps in the record what the checks said, with the version of their rules, and not in the event', async () => {
    const { announced, ports, stored } = setUp(recordOf());
    const checks = [
      { flagged: true, rulesVersion: 1, ruleId: 'watched-word', rule: 'A name that contains "evil".', met: 'evil' },
      { flagged: false, rulesVersion: 1 },
    ];
    await recordOutcome(ports, { ...FLAG, checks });
    expect(stored()?.checks).toEqual(checks);
    expect(JSON.stringify(announced)).not.toContain('evil');
  });

  test('keeps its deadline if it is requested again', async () => {
    const { ports } = setUp(recordOf());
    await recordOutcome(ports, FLAG);
    const again = await recordOutcome(ports, { ...FLAG, requestedAt: '2026-01-31T12:01:00.000Z' });
    expect(again).toMatchObject({ reviewDeadline: '2026-03-02T11:59:59.000Z' });
  });
});

describe('An outcome is refused without a change or an announcement', () => {
  test.each([
    ['an approval of what was rejected', recordOf({ state: 'REJECTED' }), APPROVE],
    ['an approval by an execution that lost the application', recordOf({ executionArn: LATER_EXECUTION }), APPROVE],
    ['a rejection without a review', recordOf(), { ...BY_US, outcome: 'REJECTED', decision: null }],
    ['an expiry of what was approved', recordOf({ state: 'APPROVED' }), { ...BY_US, outcome: 'REVIEW_EXPIRED' }],
    ['an outcome for an unknown id', recordOf(), { ...APPROVE, applicationId: 'unknown' }],
    ['the same outcome by another execution', recordOf({ state: 'APPROVED', executionArn: LATER_EXECUTION }), APPROVE],
  ] as const)('for %s', async (_, record, command) => {
    const { announced, ports, stored } = setUp(record);
    await expect(recordOutcome(ports, command)).rejects.toMatchObject({ name: 'OutcomeConflictException' });
    expect(stored()).toEqual(record);
    expect(announced).toEqual([]);
  });
});
