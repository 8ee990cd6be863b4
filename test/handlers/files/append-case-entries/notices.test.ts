import { describe, expect, test } from '@jest/globals';
import { verifyFile } from '../../../../case-file/verify.ts';
import { appendNotices } from '../../../../handlers/files/append-case-entries/append.ts';
import { appendAll } from '../../../../handlers/files/append-case-entries/append-all.ts';
import { noticeOf } from '../../../../handlers/files/append-case-entries/notice.ts';
import { TryAgainException } from '../../../../handlers/shared/errors.ts';
import type { StreamRecord } from '../../../../handlers/shared/stream-record.ts';
import type { Repair } from '../../../../repair/tell-case-file.ts';
import { V1 } from '../../shared/check-rules/rules.ts';
import { recordOf, SUBMITTED } from './changes.ts';
import { InMemoryFiles } from './in-memory-files.ts';
import { InMemoryIndex } from './in-memory-index.ts';

async function append(files: InMemoryFiles, records: readonly StreamRecord[]): Promise<readonly string[]> {
  const ports = { files, measures: { add: async () => {} }, index: new InMemoryIndex(), newSalt: () => 'salt' };
  const report = { onEnded: () => {}, onDone: () => {}, onFailure: () => {} };
  const { batchItemFailures } = await appendAll({ ...ports, rules: V1 }, records, report);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const END = { applicationId: 'a-1', outcome: 'APPROVED', run: 'run-1', endedAt: '2026-01-31T12:00:00.000Z' };
const CLAIMED = { id: 'key-1', claimedUntil: '2026-01-31T12:00:40.000Z' };
const SENT = { ...CLAIMED, sentAt: '2026-01-31T12:00:01.000Z', endOfRun: END };
const mailed = recordOf('notifications', { former: CLAIMED, current: SENT }, 1);

/** The end of the run `run-<number>`, which was a duplicate. */
function ignored(number: number): StreamRecord {
  const { outcome: _, ...end } = { ...END, run: `run-${number}` };
  return recordOf(
    'notifications',
    { current: { id: `key-${number}`, ignoredAt: '2026-02-01T00:00:00.000Z', endOfRun: end } },
    number,
  );
}

const known = { applicationId: 'a-1', items: [{ table: 'applications', version: 1, isRecent: false }] };

describe('A mail about the end of a run', () => {
  test('has an entry with its outcome and its run', async () => {
    const files = new InMemoryFiles();
    expect(await append(files, [recordOf('applications', { current: SUBMITTED }), mailed])).toEqual([]);
    expect(files.of('a-1')[1]).toMatchObject({
      number: 2,
      at: '2026-01-31T12:00:01.000Z',
      kind: 'MAIL_SENT',
      source: 'notifications#1/1/1',
      facts: { outcome: 'APPROVED', run: 'run-1', endedAt: '2026-01-31T12:00:00.000Z' },
    });
    expect(verifyFile(files.of('a-1'), known)).toEqual([]);
  });

  test('has one entry although it is delivered again, or marked as sent and as reconciled later', async () => {
    const files = new InMemoryFiles();
    const later = { ...SENT, sentAt: '2026-01-31T12:00:50.000Z' };
    await append(files, [mailed, recordOf('notifications', { former: SENT, current: later }, 2)]);
    await append(files, [recordOf('applications', { current: SUBMITTED })]);
    const reconciled = { ...later, reconciledAt: '2026-01-31T13:00:00.000Z' };
    await append(files, [mailed, recordOf('notifications', { former: later, current: reconciled }, 3)]);
    expect(files.of('a-1').map(({ kind }) => kind)).toEqual(['MAIL_SENT', 'SUBMITTED']);
  });

  test('has a second entry when the run was redriven and has ended again', async () => {
    const files = new InMemoryFiles();
    const again = { ...END, endedAt: '2026-01-31T13:00:00.000Z', redriveCount: 1 };
    const sentAgain = { id: 'key-2', sentAt: '2026-01-31T13:00:01.000Z', endOfRun: again };
    await append(files, [mailed, recordOf('notifications', { current: sentAgain }, 2)]);
    expect(files.of('a-1')).toMatchObject([
      { source: 'notifications#1/1/1' },
      { source: 'notifications#2/1/1', facts: { redriveCount: 1 } },
    ]);
  });
});

describe('A repair', () => {
  const repair = (files: InMemoryFiles, done: Omit<Repair, 'applicationId' | 'who'>) =>
    appendNotices({ files, newSalt: () => 'salt', rules: V1 }, 'a-1', [
      noticeOf({ applicationId: 'a-1', who: 'operator-1', ...done }),
    ]);
  const letter = (messageId: string) => ({ queue: 'notify-dlq', what: 'ApplicationApproved', messageId });
  const at = '2026-02-01T00:00:00.000Z';

  test('of a dead letter has one entry, also if its deletion failed and it was sent back again', async () => {
    const files = new InMemoryFiles();
    await append(files, [mailed]);
    for (const time of [at, '2026-02-01T00:01:00.000Z'])
      await repair(files, { kind: 'DEAD_LETTER_REDRIVEN', at: time, facts: letter('m-1') });
    expect(files.of('a-1').slice(1)).toMatchObject([
      {
        kind: 'DEAD_LETTER_REDRIVEN',
        at,
        source: 'notifications#2/1/1',
        facts: { ...letter('m-1'), who: 'operator-1' },
      },
    ]);
  });

  test('has an entry of its own for each dead letter, and for its deletion', async () => {
    const files = new InMemoryFiles();
    await repair(files, { kind: 'DEAD_LETTER_REDRIVEN', at, facts: letter('m-1') });
    await repair(files, { kind: 'DEAD_LETTER_REDRIVEN', at, facts: letter('m-2') });
    await repair(files, { kind: 'DEAD_LETTER_DELETED', at, facts: letter('m-2') });
    expect(files.of('a-1').map(({ kind, facts }) => [kind, facts.messageId])).toEqual([
      ['DEAD_LETTER_REDRIVEN', 'm-1'],
      ['DEAD_LETTER_REDRIVEN', 'm-2'],
      ['DEAD_LETTER_DELETED', 'm-2'],
    ]);
  });

  test('of a run has an entry for each stop and each redrive', async () => {
    const files = new InMemoryFiles();
    const first = { at, facts: { run: 'run-1' } };
    const again = { at, facts: { run: 'run-1', redriveCount: 1 } };
    await repair(files, { kind: 'RUN_STOPPED', ...first });
    await repair(files, { kind: 'RUN_STOPPED', ...first });
    await repair(files, { kind: 'RUN_REDRIVEN', ...again });
    await repair(files, { kind: 'RUN_STOPPED', ...again });
    expect(files.of('a-1').map(({ kind, facts }) => [kind, facts.redriveCount])).toEqual([
      ['RUN_STOPPED', undefined],
      ['RUN_REDRIVEN', 1],
      ['RUN_STOPPED', 1],
    ]);
  });
});

describe('Runs that were duplicates', () => {
  test('have an entry each, numbered by the file', async () => {
    const files = new InMemoryFiles();
    await append(files, [mailed, ignored(2), ignored(3), ignored(2)]);
    expect(files.of('a-1').map(({ kind, source, facts }) => [kind, source, facts.run])).toEqual([
      ['MAIL_SENT', 'notifications#1/1/1', 'run-1'],
      ['RUN_IGNORED', 'notifications#2/1/1', 'run-2'],
      ['RUN_IGNORED', 'notifications#3/1/1', 'run-3'],
    ]);
  });

  test('have one entry each after a crash before any of them', async () => {
    for (let crashAt = 1; crashAt <= 3; crashAt += 1) {
      const files = new InMemoryFiles();
      files.beforeAdd = ({ number }) => {
        if (number === crashAt) throw new TryAgainException('crashed');
      };
      expect(await append(files, [mailed, ignored(2), ignored(3)])).toEqual(['1']);
      files.beforeAdd = () => {};
      expect(await append(files, [mailed, ignored(2), ignored(3)])).toEqual([]);
      expect(files.of('a-1').map(({ facts }) => facts.run)).toEqual(['run-1', 'run-2', 'run-3']);
      expect(verifyFile(files.of('a-1'), { applicationId: 'a-1', items: [] })).toEqual([]);
    }
  });

  test('of which the file lacks one in the middle are a finding', async () => {
    const files = new InMemoryFiles();
    await append(files, [mailed, ignored(2), ignored(3)]);
    const cut = files.of('a-1').filter(({ number }) => number !== 2);
    expect(verifyFile(cut, { applicationId: 'a-1', items: [] })[0]).toMatchObject({ number: 2, what: 'MISSING' });
  });
});

test('a notification that is not about the end of a run goes to the dead-letter queue', async () => {
  const files = new InMemoryFiles();
  const reminder = { id: 'REMINDER#a-1', sentAt: '2026-01-31T12:00:01.000Z' };
  expect(await append(files, [recordOf('notifications', { current: reminder }, 7)])).toEqual(['7']);
  expect(files.of('a-1')).toEqual([]);
});

test('the tables of a deployment with a prefix are the same tables', async () => {
  const files = new InMemoryFiles();
  const prefixed = [
    recordOf('team-b-applications', { current: SUBMITTED }),
    recordOf('team-b-notifications', { current: SENT }),
  ];
  expect(await append(files, prefixed)).toEqual([]);
  expect(files.of('a-1').map(({ source }) => source)).toEqual(['applications#1/1/1', 'notifications#1/1/1']);
});
