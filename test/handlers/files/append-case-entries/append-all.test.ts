import { describe, expect, test } from '@jest/globals';
import { verifyFile } from '../../../../case-file/verify.ts';
import { appendAll } from '../../../../handlers/files/append-case-entries/append-all.ts';
import type { CaseFiles, Measures } from '../../../../handlers/files/append-case-entries/ports.ts';
import { TryAgainException } from '../../../../handlers/shared/errors.ts';
import type { KeyedRow } from '../../../../handlers/shared/measures/row.ts';
import type { StreamRecord } from '../../../../handlers/shared/stream-record.ts';
import { V1 } from '../../shared/check-rules/rules.ts';
import { FLAGGED, PENDING, REJECTED, recordOf, SUBMITTED } from './changes.ts';
import { InMemoryFiles } from './in-memory-files.ts';
import { InMemoryIndex } from './in-memory-index.ts';

/** The table of measures in memory. `beforeAdd` may throw, as a crash or a failed call does. */
class InMemoryMeasures implements Measures {
  readonly rows = new Map<string, KeyedRow>();
  beforeAdd: (row: KeyedRow) => void = () => {};

  async add(rows: readonly KeyedRow[]): Promise<void> {
    for (const row of rows) {
      this.beforeAdd(row);
      this.rows.set(`${row.day} ${row.id}`, row);
    }
  }
}

const append = (
  files: CaseFiles,
  records: readonly StreamRecord[],
  measures: Measures = new InMemoryMeasures(),
  index = new InMemoryIndex(),
) => {
  const failures: (string | undefined)[] = [];
  const ended: string[] = [];
  let salts = 0;
  const newSalt = () => {
    salts += 1;
    return `salt-${salts}`;
  };
  const report = {
    onEnded: (_: string, { id }: KeyedRow) => void ended.push(id),
    onDone: () => {},
    onFailure: (id: string | undefined) => void failures.push(id),
  };
  return appendAll({ files, measures, index, newSalt, rules: V1 }, records, report).then(({ batchItemFailures }) => ({
    failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    failures,
    ended,
  }));
};

const APPLICATION = [
  recordOf('applications', { current: SUBMITTED }, 1),
  recordOf('applications', { former: SUBMITTED, current: FLAGGED }, 2),
  recordOf('applications', { former: FLAGGED, current: REJECTED }, 3),
];
const REVIEW = [
  recordOf('reviews', { current: PENDING }, 11),
  recordOf(
    'reviews',
    { former: PENDING, current: { ...PENDING, remindedAt: '2026-02-02T12:00:00.000Z', version: 2 } },
    12,
  ),
];
const ITEMS = [
  { table: 'applications', version: 3, isRecent: false },
  { table: 'reviews', version: 2, isRecent: false },
];
const known = { applicationId: 'a-1', items: ITEMS };
const KINDS = [
  'SUBMITTED',
  'CHECKED',
  'CHECKED',
  'REVIEW_REQUESTED',
  'OUTCOME_RECORDED',
  'REVIEW_OPENED',
  'REMINDER_SENT',
];

describe('The changes of an application', () => {
  test('become numbered entries of one verifiable file', async () => {
    const files = new InMemoryFiles();
    expect((await append(files, [...APPLICATION, ...REVIEW])).failed).toEqual([]);
    expect(files.of('a-1').map(({ kind }) => kind)).toEqual(KINDS);
    expect(files.of('a-1').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(files.of('a-1')[1]).toMatchObject({
      source: 'applications#2/1/3',
      latest: { applications: '2/1/3' },
      personal: { salt: 'salt-2', evidence: 'evil Spock' },
    });
    expect(verifyFile(files.of('a-1'), known)).toEqual([]);
  });

  test('that are delivered again add no entry', async () => {
    const files = new InMemoryFiles();
    await append(files, APPLICATION);
    const before = files.of('a-1');
    await append(files, APPLICATION.slice(1));
    await append(files, APPLICATION);
    expect(files.of('a-1')).toEqual(before);
  });

  test('are completed by the next delivery after a crash before any entry', async () => {
    for (let crashAt = 1; crashAt <= KINDS.length; crashAt += 1) {
      const files = new InMemoryFiles();
      files.beforeAdd = ({ number }) => {
        if (number === crashAt) throw new TryAgainException('crashed');
      };
      const { failed, failures } = await append(files, [...APPLICATION, ...REVIEW]);
      expect([failed, failures]).toEqual([['1'], ['a-1']]);
      files.beforeAdd = () => {};
      await append(files, [...APPLICATION, ...REVIEW]);
      expect(files.of('a-1').map(({ kind }) => kind)).toEqual(KINDS);
      expect(verifyFile(files.of('a-1'), known)).toEqual([]);
    }
  });

  test('do not read the file of a new application, unless another change has begun it', async () => {
    const files = new InMemoryFiles();
    let reads = 0;
    files.last = async (id) => {
      reads += 1;
      return files.of(id).at(-1);
    };
    await append(files, APPLICATION);
    expect([reads, files.of('a-1').length]).toEqual([0, 5]);
    const begun = new InMemoryFiles();
    await append(begun, REVIEW);
    await append(begun, APPLICATION);
    expect(begun.of('a-1').map(({ kind }) => kind)).toEqual([...KINDS.slice(5), ...KINDS.slice(0, 5)]);
    expect(verifyFile(begun.of('a-1'), known)).toEqual([]);
  });

  test('of two tables that are written at the same time share one chain', async () => {
    const files = new InMemoryFiles();
    await append(files, APPLICATION.slice(0, 1));
    const bothHaveRead = Promise.withResolvers<void>();
    let reads = 0;
    files.last = async (id) => {
      reads += 1;
      if (reads === 2) bothHaveRead.resolve();
      await bothHaveRead.promise;
      return files.of(id).at(-1);
    };
    await Promise.all([append(files, APPLICATION.slice(1)), append(files, REVIEW)]);
    expect(reads).toBeGreaterThan(2);
    expect(
      files
        .of('a-1')
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(KINDS.toSorted());
    expect(verifyFile(files.of('a-1'), known)).toEqual([]);
  });
});

describe('The applicant index', () => {
  test('gets its entries before the file, and by the next delivery if they could not be written', async () => {
    const files = new InMemoryFiles();
    const index = new InMemoryIndex();
    index.beforeAdd = () => {
      throw new TryAgainException('throttled');
    };
    expect((await append(files, APPLICATION, new InMemoryMeasures(), index)).failed).toEqual(['1']);
    expect(files.of('a-1')).toEqual([]);
    index.beforeAdd = () => {};
    expect((await append(files, APPLICATION, new InMemoryMeasures(), index)).failed).toEqual([]);
    expect(index.keys.size).toBeGreaterThanOrEqual(3);
    expect(files.of('a-1')).toHaveLength(5);
  });
});

describe('A change that follows changes that were never delivered', () => {
  const [, second, third] = APPLICATION;

  test('gets an entry that names the missing versions', async () => {
    const files = new InMemoryFiles();
    if (third !== undefined) await append(files, [third]);
    expect(files.of('a-1')).toMatchObject([
      {
        kind: 'CHANGES_NOT_RECORDED',
        source: 'applications#3/1/2',
        facts: { table: 'applications', from: 1, to: 2 },
      },
      { kind: 'OUTCOME_RECORDED', source: 'applications#3/2/2' },
    ]);
    expect(verifyFile(files.of('a-1'), { ...known, items: ITEMS.slice(0, 1) })).toEqual([]);
    await append(files, APPLICATION);
    expect(files.of('a-1')).toHaveLength(2);
  });

  test('gets it also if an earlier version of the function crashed between that entry and its own', async () => {
    const complete = new InMemoryFiles();
    if (second !== undefined) await append(complete, [second]);
    const files = new InMemoryFiles();
    files.entries.set('a-1', complete.of('a-1').slice(0, 1));
    if (second !== undefined) await append(files, [second]);
    expect(files.of('a-1').map(({ source }) => source)).toEqual([
      'applications#2/1/4',
      'applications#2/2/4',
      'applications#2/3/4',
      'applications#2/4/4',
    ]);
    expect(
      verifyFile(files.of('a-1'), {
        applicationId: 'a-1',
        items: [{ table: 'applications', version: 2, isRecent: false }],
      }),
    ).toEqual([]);
  });
});

describe('Of a batch', () => {
  test('a record that cannot be read fails alone', async () => {
    const files = new InMemoryFiles();
    const unreadable = { ...SUBMITTED, id: 'b-2', name: 2 };
    const { failed, failures } = await append(files, [
      recordOf('applications', { current: unreadable }, 1),
      recordOf('applications', { current: SUBMITTED }, 2),
    ]);
    expect([failed, failures]).toEqual([['1'], ['b-2']]);
    expect(files.of('a-1')).toHaveLength(1);
  });

  test('the files without a failure are written, and each failed file names its first record', async () => {
    const files = new InMemoryFiles();
    files.beforeAdd = ({ applicationId }) => {
      if (applicationId === 'b-2') throw new TryAgainException('throttled');
    };
    const other = { ...SUBMITTED, id: 'b-2' };
    const { failed, failures } = await append(files, [
      recordOf('applications', { current: SUBMITTED }, 1),
      recordOf('applications', { current: other }, 2),
      recordOf('applications', { former: other, current: { ...other, state: 'APPROVED', version: 2 } }, 3),
      recordOf('submissions', { current: { id: 'c-3' } }, 4),
    ]);
    expect([failed.toSorted(), failures]).toEqual([
      ['2', '4'],
      [undefined, 'b-2'],
    ]);
    expect(files.of('a-1')).toHaveLength(1);
  });
});

const CLOSED = {
  ...PENDING,
  state: 'REVIEW_REJECTED',
  audit: [{ at: '2026-01-31T12:10:00.000Z', what: 'CLAIMED', who: 'reviewer-1' }],
  decision: { decision: 'REJECT', reviewer: 'reviewer-1', reasonCode: 'OTHER', at: '2026-01-31T12:29:59.500Z' },
  closedAt: '2026-01-31T12:30:01.000Z',
  version: 2,
};
const REVIEW_TO_ITS_END = [
  recordOf('reviews', { current: PENDING }, 11),
  recordOf('reviews', { former: PENDING, current: CLOSED }, 12),
];

describe('The measures', () => {
  test('get a row for the ended application and one for the ended review, without the applicant’s data', async () => {
    const measures = new InMemoryMeasures();
    const { ended } = await append(new InMemoryFiles(), [...APPLICATION, ...REVIEW_TO_ITS_END], measures);
    expect(ended).toEqual(['application#a-1#3', 'review#a-1#2']);
    expect([...measures.rows.values()]).toEqual([
      {
        kind: 'application',
        at: '2026-01-31T12:30:00.000Z',
        state: 'REJECTED',
        isReviewed: true,
        day: '2026-01-31',
        id: 'application#a-1#3',
      },
      {
        kind: 'review',
        at: '2026-01-31T12:30:01.000Z',
        state: 'REVIEW_REJECTED',
        reasons: ['NAME'],
        requestedAt: '2026-01-31T11:59:59.500Z',
        dueAt: '2026-02-03T11:59:59.500Z',
        claimedAt: '2026-01-31T12:10:00.000Z',
        decisions: [
          { decision: 'REJECT', at: '2026-01-31T12:29:59.500Z', reviewer: 'reviewer-1', reasonCode: 'OTHER' },
        ],
        final: { decision: 'REJECT', at: '2026-01-31T12:29:59.500Z', reviewer: 'reviewer-1', reasonCode: 'OTHER' },
        day: '2026-01-31',
        id: 'review#a-1#2',
      },
    ]);
  });

  test('get no second row from changes that are delivered again', async () => {
    const files = new InMemoryFiles();
    const measures = new InMemoryMeasures();
    const records = [...APPLICATION, ...REVIEW_TO_ITS_END];
    await append(files, records, measures);
    const before = structuredClone(measures.rows);
    expect((await append(files, records, measures)).ended).toEqual([]);
    expect((await append(files, REVIEW_TO_ITS_END.slice(1), measures)).ended).toEqual([]);
    expect(measures.rows).toEqual(before);
  });

  test('get their rows by the next delivery if the entries were written and the rows were not', async () => {
    const files = new InMemoryFiles();
    const measures = new InMemoryMeasures();
    const records = [...APPLICATION, ...REVIEW_TO_ITS_END];
    measures.beforeAdd = ({ kind }) => {
      if (kind === 'review') throw new TryAgainException('throttled');
    };
    const first = await append(files, records, measures);
    expect([first.failed, first.ended]).toEqual([['1'], ['application#a-1#3', 'review#a-1#2']]);
    const entries = files.of('a-1');
    measures.beforeAdd = () => {};
    expect(await append(files, records, measures)).toMatchObject({ failed: [], ended: [] });
    expect(files.of('a-1')).toEqual(entries);
    expect(measures.rows.size).toBe(2);
  });
});
