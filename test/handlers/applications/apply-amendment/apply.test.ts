import { expect, test } from '@jest/globals';
import { applyAmendment } from '../../../../handlers/applications/apply-amendment/apply.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import { EXECUTION, InMemoryApplications, LATER_EXECUTION, NOON, recordOf } from '../../in-memory-applications.ts';

const COMMAND = { applicationId: 'app-1', executionArn: EXECUTION, version: 2, isFinal: false };
const WAITING = {
  state: 'INFORMATION_REQUESTED',
  reasons: ['NAME'],
  reviewDeadline: '2026-03-02T11:00:00.000Z',
} as const satisfies Partial<ApplicationRecord>;
const AMENDED = {
  ...WAITING,
  amendments: [{ version: 2, name: 'Mister Spock', amendedAt: '2026-01-31T11:00:00.000Z' }],
} as const;

const portsWith = (record: Partial<ApplicationRecord>) => ({
  applications: new InMemoryApplications(recordOf(record)),
  now: () => NOON,
});

test('An amendment on record makes the record SUBMITTED without earlier results; repeated and after the deadline too', async () => {
  const ports = portsWith(AMENDED);
  const applied = { outcome: 'AMENDED', application: { name: 'Mister Spock', address: '123 Enterprise Street' } };
  for (const isFinal of [false, true, true])
    expect(await applyAmendment(ports, { ...COMMAND, isFinal })).toEqual(applied);
  const record = ports.applications.records.get('app-1');
  expect(record).toMatchObject({ state: 'SUBMITTED', name: 'Spock', version: 2 });
  expect(record).not.toHaveProperty('reasons');
  expect(record).not.toHaveProperty('reviewDeadline');
});

test('Without an amendment the application is awaited until the final call, which lets it expire; repeated too', async () => {
  const ports = portsWith(WAITING);
  expect(await applyAmendment(ports, COMMAND)).toEqual({ outcome: 'AWAITED' });
  expect(ports.applications.records.get('app-1')).toMatchObject({ ...WAITING, version: 1 });
  for (const isFinal of [true, true, false])
    expect(await applyAmendment(ports, { ...COMMAND, isFinal })).toEqual({ outcome: 'EXPIRED' });
  expect(ports.applications.records.get('app-1')).toMatchObject({ state: 'REVIEW_EXPIRED', version: 2 });
});

test.each([
  ['another run', { ...WAITING, executionArn: LATER_EXECUTION }],
  ['no wait', { state: 'FLAGGED_FOR_REVIEW' }],
] as const)('A record of %s is a conflict that fails the run', async (_, record) => {
  await expect(applyAmendment(portsWith(record), { ...COMMAND, isFinal: true })).rejects.toMatchObject({
    name: 'OutcomeConflictException',
  });
});
