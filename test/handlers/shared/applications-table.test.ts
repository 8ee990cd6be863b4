import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationsTable } from '../../../handlers/shared/applications-table.ts';
import { EXECUTION, LATER_EXECUTION, recordOf } from '../in-memory-applications.ts';
import { startTables, type Tables } from '../tables.ts';

let tables: Tables;
let applications: ApplicationsTable;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('applications', 'id', 'submittedAt');
  applications = new ApplicationsTable(tables.client, 'applications');
});
afterAll(() => tables.stop());

const approve = (id: string, executionArn = EXECUTION) =>
  applications.change({
    id,
    executionArn,
    from: ['SUBMITTED', 'FLAGGED_FOR_REVIEW'],
    set: {
      state: 'APPROVED',
      updatedAt: '2026-01-31T12:00:00.000Z',
      decision: { decision: 'APPROVE', reviewer: 'kirk' },
    },
  });

describe('The applications table', () => {
  test('stores a record and finds it', async () => {
    const record = recordOf({ id: 'stored', email: 'spock@enterprise.example' });
    expect(await applications.createOnce(record)).toEqual(record);
    expect(await applications.find('stored')).toEqual(record);
    expect(await applications.find('unknown')).toBeUndefined();
  });

  test("returns a view with state, run and deadline of an application, without applicant's data", async () => {
    const reviewDeadline = '2026-03-02T12:00:00.000Z';
    await applications.createOnce(recordOf({ id: 'viewed', state: 'FLAGGED_FOR_REVIEW', reviewDeadline }));
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:account-application:first';
    expect(await applications.view('viewed')).toEqual({ state: 'FLAGGED_FOR_REVIEW', executionArn, reviewDeadline });
    expect(await applications.view('unknown')).toBeUndefined();
  });

  test('stores one record per id under concurrent writes, and all callers get that record', async () => {
    const creations = ['a', 'b', 'c', 'd', 'e'].map((executionArn) =>
      applications.createOnce(recordOf({ id: 'contended', executionArn })),
    );
    const stored = await applications.find('contended');
    expect(await Promise.all(creations)).toEqual(Array(5).fill(stored));
  });

  test('lets only one of several executions take a record over', async () => {
    await applications.createOnce(recordOf({ id: 'abandoned', reasons: ['NAME'] }));
    const wanted = ['a', 'b', 'c'].map((executionArn) =>
      applications.takeOver(recordOf({ id: 'abandoned', executionArn, version: 2 }), EXECUTION),
    );
    expect((await Promise.all(wanted)).filter(Boolean)).toHaveLength(1);
    expect(await applications.find('abandoned')).not.toHaveProperty('reasons');
  });

  test('lets no execution take an erased record over', async () => {
    const at = '2026-01-31T12:00:00.000Z';
    const people = { requestedBy: 'privacy-1', requestedAt: at, confirmedBy: 'privacy-2', confirmedAt: at };
    const erased = recordOf({
      id: 'erased',
      name: 'erased',
      erasure: { reason: 'OBJECTION', ...people, erasedAt: at },
    });
    await applications.createOnce(erased);
    const again = recordOf({ id: 'erased', executionArn: 'a', version: 2 });
    expect(await applications.takeOver(again, EXECUTION)).toBe(false);
    expect(await applications.find('erased')).toEqual(erased);
  });

  test('changes a record and returns the changed record', async () => {
    await applications.createOnce(recordOf({ id: 'changed' }));
    const expected = {
      ...recordOf({ id: 'changed', state: 'APPROVED', updatedAt: '2026-01-31T12:00:00.000Z', version: 2 }),
      decision: { decision: 'APPROVE', reviewer: 'kirk' },
    };
    expect(await approve('changed')).toEqual({ isChanged: true, record: expected });
    expect(await applications.find('changed')).toEqual(expected);
  });

  test('changes nothing for another execution, from another state, or under an unknown id', async () => {
    await applications.createOnce(recordOf({ id: 'owned' }));
    await applications.createOnce(recordOf({ id: 'rejected', state: 'REJECTED' }));
    const owned = recordOf({ id: 'owned' });
    const rejected = recordOf({ id: 'rejected', state: 'REJECTED' });
    expect(await approve('owned', LATER_EXECUTION)).toEqual({ isChanged: false, record: owned });
    expect(await approve('rejected')).toEqual({ isChanged: false, record: rejected });
    expect(await approve('unknown')).toEqual({ isChanged: false, record: undefined });
    expect(await applications.find('owned')).toEqual(owned);
    expect(await applications.find('unknown')).toBeUndefined();
  });
});
