import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { OutgoingEvent } from '../../../../events/outgoing.ts';
import { announceChanges } from '../../../../handlers/outcomes/announce-outcomes/announce.ts';
import { announceAgain } from '../../../../handlers/outcomes/announce-outcomes/announce-again.ts';
import type { AnnounceAll } from '../../../../handlers/shared/announcer.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import { recordOf } from '../../in-memory-applications.ts';

const APPROVED = recordOf({ state: 'APPROVED', updatedAt: '2026-01-31T12:00:00.000Z', version: 2 });

/** A bus that refuses the events of some applications. */
const bus = (...refused: readonly string[]) => {
  const events: OutgoingEvent[] = [];
  const announceAll: AnnounceAll = (asked) =>
    Promise.allSettled(
      asked.map(async (event) => {
        const { applicationId } = event.detail as { readonly applicationId: string };
        if (refused.includes(applicationId)) throw new Error(`no event of ${applicationId} today`);
        events.push(event);
      }),
    );
  return { events, announceAll };
};

const changed = (sequence: number, former: ApplicationRecord | undefined, current: ApplicationRecord | undefined) => ({
  eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/applications/stream/1',
  dynamodb: {
    SequenceNumber: String(sequence),
    ApproximateCreationDateTime: 0,
    ...(former && { OldImage: marshall(former) }),
    ...(current && { NewImage: marshall(current) }),
  },
});

const announce = async (announceAll: AnnounceAll, records: readonly ReturnType<typeof changed>[]) => {
  const failures: string[] = [];
  let announced = 0;
  const { batchItemFailures } = await announceChanges(announceAll, records, {
    onDone: (count) => {
      announced = count;
    },
    onFailure: (applicationId) => failures.push(applicationId),
  });
  return { announced, failures, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
};

describe('A change of a record', () => {
  test('to another state is announced, with the time of the record and without applicants’ data', async () => {
    const { events, announceAll } = bus();
    expect(await announce(announceAll, [changed(1, recordOf(), APPROVED)])).toEqual({
      announced: 1,
      failures: [],
      failed: [],
    });
    const occurredAt = '2026-01-31T12:00:00.000Z';
    const detail = { applicationId: 'app-1', outcome: 'APPROVED', occurredAt, reviewed: false };
    expect(events).toEqual([{ name: 'ApplicationApproved', detail }]);
  });

  test.each([
    ['a new record', undefined, recordOf()],
    ['a deletion', APPROVED, undefined],
    ['a change within a state', APPROVED, { ...APPROVED, name: 'erased', version: 3 }],
    ['a take-over by another run', recordOf({ state: 'FLAGGED_FOR_REVIEW' }), recordOf()],
  ])('is not announced if it is %s', async (_, former, current) => {
    const { events, announceAll } = bus();
    expect(await announce(announceAll, [changed(1, former, current)])).toMatchObject({ announced: 0, failed: [] });
    expect(events).toEqual([]);
  });
});

test('If the bus refuses events, the first of them is named, and all are reported', async () => {
  const { events, announceAll } = bus('app-2', 'app-3');
  const records = ['app-1', 'app-2', 'app-3'].map((id, index) =>
    changed(index + 1, recordOf({ id }), { ...APPROVED, id }),
  );
  expect(await announce(announceAll, records)).toEqual({ announced: 1, failures: ['app-2', 'app-3'], failed: ['2'] });
  expect(events).toHaveLength(1);
});

describe('An operator', () => {
  const findApplications = async (ids: readonly string[]) =>
    new Map(ids.map((id) => [id, id === 'unknown' ? undefined : { ...APPROVED, id }]));

  test('can announce the present states of applications again', async () => {
    const { events, announceAll } = bus();
    expect(await announceAgain({ findApplications, announceAll }, ['app-1', 'app-2'])).toEqual({ announced: 2 });
    expect(events.map(({ name }) => name)).toEqual(['ApplicationApproved', 'ApplicationApproved']);
  });

  test.each([['unknown'], ['app-2']])('is told if one of them, such as %s, was not announced', async (id) => {
    const { announceAll } = bus('app-2');
    await expect(announceAgain({ findApplications, announceAll }, ['app-1', id])).rejects.toThrow(
      '1 of 2 applications were announced.',
    );
  });
});
