import { describe, expect, test } from '@jest/globals';
import { takeAmendment } from '../../../../handlers/applications/take-amendment/take.ts';
import type { InformationRequest } from '../../../../handlers/shared/application-record.ts';
import { InMemoryApplications, NOON, recordOf } from '../../in-memory-applications.ts';

const REQUEST: InformationRequest = {
  round: 1,
  reasonCode: 'NAME_UNCLEAR',
  questions: ['Is this your real name?'],
  requestedAt: '2026-01-31T11:00:00.000Z',
  deadline: '2026-02-14T11:00:00.000Z',
};
const WAITING = { state: 'INFORMATION_REQUESTED', informationRequests: [REQUEST] } as const;
const DETAIL = { application: { id: 'app-1', version: 2, name: 'Mister Spock' }, submittedBy: 'operator-1' };
/** As the API sends it. */
const EVENT = { source: 'account-applications.api', detail: DETAIL };
const plain = (detail: object) => ({ source: 'account-applications', detail });

const systemWith = (...results: readonly ('CONTINUED' | 'GONE')[]) => {
  const applications = new InMemoryApplications(recordOf(WAITING));
  const left = [...results];
  const continued: string[] = [];
  const ports = {
    applications,
    continueRun: async (id: string) => {
      continued.push(id);
      return left.shift() ?? ('CONTINUED' as const);
    },
    now: () => NOON,
  };
  return { ports, continued, record: () => applications.records.get('app-1') };
};

describe('An amendment that was asked for', () => {
  test('is added to the record beside the submission, and the run continues', async () => {
    const { ports, continued, record } = systemWith();
    expect(await takeAmendment(ports, EVENT)).toEqual({ applicationId: 'app-1', result: 'TAKEN' });
    expect(continued).toEqual(['app-1']);
    expect(record()).toMatchObject({
      name: 'Spock',
      state: 'INFORMATION_REQUESTED',
      amendments: [
        { version: 2, name: 'Mister Spock', amendedAt: '2026-01-31T12:00:00.000Z', amendedBy: 'operator-1' },
      ],
    });
  });

  test('has no author if another sender than the API says who sent it', async () => {
    const { ports, record } = systemWith();
    await takeAmendment(ports, plain(DETAIL));
    expect(record()?.amendments).toEqual([{ version: 2, name: 'Mister Spock', amendedAt: '2026-01-31T12:00:00.000Z' }]);
  });

  test('continues the run when it is delivered again, if the first call ended before that', async () => {
    const { ports, continued, record } = systemWith();
    await expect(
      takeAmendment({ ...ports, continueRun: () => Promise.reject(new Error('killed')) }, EVENT),
    ).rejects.toThrow('killed');
    expect(await takeAmendment(ports, EVENT)).toEqual({ applicationId: 'app-1', result: 'KNOWN' });
    expect(continued).toEqual(['app-1']);
    expect(record()?.amendments).toHaveLength(1);
  });

  test('is delivered again if the run is renewing its wait, and changes nothing when the run has moved on', async () => {
    const { ports, continued } = systemWith('GONE');
    await expect(takeAmendment(ports, EVENT)).rejects.toThrow('renewing its wait');
    const record = recordOf({ ...WAITING, state: 'SUBMITTED', amendments: [] });
    const moved = { ...record, amendments: [{ version: 2, name: 'Mister Spock', amendedAt: '' }] } as const;
    ports.applications.records.set('app-1', moved);
    expect(await takeAmendment(ports, EVENT)).toEqual({ applicationId: 'app-1', result: 'KNOWN' });
    expect(continued).toEqual(['app-1']);
    expect(ports.applications.records.get('app-1')).toBe(moved);
  });

  test('is judged again if another write changes the record meanwhile: the first of two different ones counts', async () => {
    const { ports, record } = systemWith();
    const other = { application: { id: 'app-1', version: 2, name: 'Other' } };
    const results = await Promise.allSettled([takeAmendment(ports, EVENT), takeAmendment(ports, plain(other))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(record()?.amendments).toHaveLength(1);
  });
});

describe('An event that is refused', () => {
  test.each([
    [
      'without a changed member',
      { application: { id: 'app-1', version: 2 } },
      'at least one of name, address and email',
    ],
    [
      'of the first version',
      { application: { id: 'app-1', version: 1, name: 'x' } },
      'application.version must be 2, 3',
    ],
    ['that nobody asked for', { application: { id: 'app-1', version: 3, name: 'Secret' } }, 'WRONG_VERSION'],
    ['of an unknown application', { application: { id: 'other', version: 2, name: 'Secret' } }, 'NOT_FOUND'],
  ])('%s says why, without the data of the applicant', async (_, detail, reason) => {
    const { ports, continued, record } = systemWith();
    const error = await takeAmendment(ports, plain(detail)).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain(reason);
    expect(error?.message).not.toContain('Secret');
    expect(continued).toEqual([]);
    expect(record()?.amendments).toBeUndefined();
  });
});
