import { describe, expect, test } from '@jest/globals';
import { type Known, remainingCopies } from '../../../../handlers/privacy/erase-applicants/remaining.ts';

const RETENTION = { archiveDays: 30, backupDays: 35 };
const KNOWN: Known = {
  record: { submittedAt: '2026-01-01T12:00:00.000Z' },
  run: { startedAt: '2026-01-01T12:00:00.100Z', stoppedAt: '2026-01-10T12:00:00.000Z' },
  replays: [],
  erasedAt: '2026-01-20T12:00:00.000Z',
};

const untilOf = (known: Partial<Known>, now = '2026-01-20T12:00:00.000Z') =>
  Object.fromEntries(
    remainingCopies({ ...KNOWN, ...known }, RETENTION, new Date(now)).map(({ store, until }) => [store, until]),
  );

describe('Copies of erased data remain', () => {
  test('in the archive 30 days after the submission, in executions 90 days after their end, in backups for 35 days', () => {
    expect(remainingCopies(KNOWN, RETENTION, new Date('2026-01-20T12:00:00.000Z'))).toEqual([
      {
        store: 'archive',
        until: '2026-01-31T12:00:00.100Z',
        says: 'The archive of the event bus has the submission until 2026-01-31T12:00:00.100Z.',
      },
      {
        store: 'executions',
        until: '2026-04-10T12:00:00.000Z',
        says: 'Step Functions has the history of the runs with this submission until 2026-04-10T12:00:00.000Z.',
      },
      {
        store: 'backups',
        until: '2026-02-24T12:00:00.000Z',
        says: 'The tables can be restored to a time before the erasure until 2026-02-24T12:00:00.000Z.',
      },
    ]);
  });

  test('no longer than that', () => {
    expect(untilOf({}, '2026-02-25T00:00:00.000Z')).toEqual({ executions: '2026-04-10T12:00:00.000Z' });
    expect(untilOf({}, '2026-04-10T12:00:00.000Z')).toEqual({});
  });

  test('in no backup that is counted before the data is erased', () => {
    expect(untilOf({ erasedAt: undefined })).not.toHaveProperty('backups');
  });

  test('90 days from now while the run is not over', () => {
    const run = { startedAt: '2026-01-01T12:00:00.100Z' };
    expect(untilOf({ run }).executions).toBe('2026-04-20T12:00:00.000Z');
  });

  test('longer after a replay that sent the submission again', () => {
    const replay = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };
    expect(untilOf({ replays: [{ ...replay, endedAt: '2026-01-15T12:00:00.000Z' }] }).executions).toBe(
      '2026-04-15T12:00:00.000Z',
    );
    expect(untilOf({ replays: [replay] }).executions).toBe('2026-04-20T12:00:00.000Z');
    const other = { from: '2026-01-05T00:00:00.000Z', to: '2026-01-06T00:00:00.000Z' };
    expect(untilOf({ replays: [other] }).executions).toBe('2026-04-10T12:00:00.000Z');
  });

  test('in the archive by the newest submission, whose run owns the record', () => {
    const run = { startedAt: '2026-01-05T12:00:00.000Z', stoppedAt: '2026-01-05T12:00:01.000Z' };
    expect(untilOf({ run }).archive).toBe('2026-02-04T12:00:00.000Z');
    expect(untilOf({ run: undefined })).toEqual({
      archive: '2026-01-31T12:00:00.000Z',
      backups: '2026-02-24T12:00:00.000Z',
    });
  });
});
