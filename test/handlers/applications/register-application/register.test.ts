import { describe, expect, test } from '@jest/globals';
import type { OutgoingEvent } from '../../../../events/outgoing.ts';
import type { ExecutionStatus } from '../../../../handlers/applications/register-application/ports.ts';
import { type Ports, register } from '../../../../handlers/applications/register-application/register.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import { EXECUTION, InMemoryApplications, LATER_EXECUTION, NOON, recordOf } from '../../in-memory-applications.ts';

const DETAIL = { application: { id: 'app-1', name: 'Spock', address: '123 Enterprise Street' } };

function setUp(earlierRun: ExecutionStatus = 'RUNNING', ...records: ApplicationRecord[]) {
  const announced: OutgoingEvent[] = [];
  const applications = new InMemoryApplications(...records);
  const ports: Ports = {
    applications,
    statusOfExecution: async () => earlierRun,
    announce: async (event) => void announced.push(event),
    now: () => NOON,
  };
  return { announced, applications, ports };
}

describe('A submission', () => {
  test('creates a record that belongs to its execution', async () => {
    const { applications, ports } = setUp();
    expect(await register(ports, { executionArn: EXECUTION, detail: DETAIL })).toEqual({ applicationId: 'app-1' });
    expect(applications.records.get('app-1')).toEqual({
      id: 'app-1',
      state: 'SUBMITTED',
      name: 'Spock',
      address: '123 Enterprise Street',
      executionArn: EXECUTION,
      submittedAt: '2026-01-31T12:00:00.000Z',
      updatedAt: '2026-01-31T12:00:00.000Z',
      version: 1,
    });
  });

  test('is registered again by a retry of the same execution whose first response was lost', async () => {
    const { applications, ports } = setUp('RUNNING', recordOf());
    expect(await register(ports, { executionArn: EXECUTION, detail: DETAIL })).toEqual({ applicationId: 'app-1' });
    expect(applications.records.get('app-1')).toEqual(recordOf());
  });

  test('that does not match the schema is refused without a record, and the reason contains no data', async () => {
    const { applications, ports } = setUp();
    const detail = { application: { ...DETAIL.application, address: '' } };
    await expect(register(ports, { executionArn: EXECUTION, detail })).rejects.toMatchObject({
      name: 'InvalidApplicationException',
      message: 'application.address must be 1 to 500 characters without control characters',
    });
    expect(applications.records.size).toBe(0);
  });

  test('that is sent five times concurrently creates one record and four duplicates', async () => {
    const { applications, ports } = setUp();
    const runs = ['a', 'b', 'c', 'd', 'e'].map((executionArn) => register(ports, { executionArn, detail: DETAIL }));
    const results = await Promise.allSettled(runs);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
    expect(reasons).toEqual(Array(4).fill('DuplicateApplicationException'));
    expect(applications.records.size).toBe(1);
  });
});

describe('A submission whose id has a record of another execution', () => {
  test.each(['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED'] as const)(
    'is a duplicate if that execution is %s',
    async (status) => {
      const { announced, applications, ports } = setUp(status, recordOf({ state: 'FLAGGED_FOR_REVIEW' }));
      await expect(register(ports, { executionArn: LATER_EXECUTION, detail: DETAIL })).rejects.toMatchObject({
        name: 'DuplicateApplicationException',
        applicationId: 'app-1',
      });
      expect(applications.records.get('app-1')).toEqual(recordOf({ state: 'FLAGGED_FOR_REVIEW' }));
      expect(announced).toEqual([]);
    },
  );

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'MISSING'] as const)(
    'takes the application over if that execution is %s',
    async (status) => {
      const former = recordOf({ state: 'FLAGGED_FOR_REVIEW', reasons: ['NAME'], version: 2 });
      const { applications, ports } = setUp(status, former);
      await register(ports, { executionArn: LATER_EXECUTION, detail: DETAIL });
      expect(applications.records.get('app-1')).toEqual({
        ...recordOf(),
        executionArn: LATER_EXECUTION,
        submittedAt: '2026-01-31T11:00:00.000Z',
        updatedAt: '2026-01-31T12:00:00.000Z',
        version: 3,
      });
    },
  );

  test('is a duplicate if a third execution takes the application over first', async () => {
    const { applications, ports } = setUp('FAILED', recordOf());
    const runs = ['second', 'third'].map((executionArn) => register(ports, { executionArn, detail: DETAIL }));
    const results = await Promise.allSettled(runs);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(applications.records.get('app-1')?.version).toBe(2);
  });

  test.each([
    ['APPROVED', 'ApplicationApproved', { reviewed: false }],
    ['REJECTED', 'ApplicationRejected', {}],
    ['REVIEW_EXPIRED', 'ReviewExpired', {}],
    ['FLAGGED_WITH_UNPROCESSABLE_DATA', 'ApplicationUnprocessable', {}],
  ] as const)(
    'announces %s again and is a duplicate if that execution failed after the decision',
    async (state, name, more) => {
      const { announced, applications, ports } = setUp('FAILED', recordOf({ state }));
      await expect(register(ports, { executionArn: LATER_EXECUTION, detail: DETAIL })).rejects.toMatchObject({
        name: 'DuplicateApplicationException',
      });
      const detail = { applicationId: 'app-1', outcome: state, occurredAt: '2026-01-31T11:00:00.000Z', ...more };
      expect(announced).toEqual([{ name, detail }]);
      expect(applications.records.get('app-1')).toEqual(recordOf({ state }));
    },
  );
});
