import { describe, expect, test } from '@jest/globals';
import { indexChange } from '../../../../handlers/files/append-case-entries/index-applicants.ts';
import { entriesOf } from '../../../../handlers/shared/applicant-index/terms.ts';
import type { StreamRecord } from '../../../../handlers/shared/stream-record.ts';
import { recordOf as applicationOf } from '../../in-memory-applications.ts';
import { changeOf, FLAGGED, PENDING, recordOf, SUBMITTED } from './changes.ts';
import { InMemoryIndex } from './in-memory-index.ts';

/** Applies what a batch with these records changes. */
const index = async (writer: InMemoryIndex, ...records: readonly StreamRecord[]) => {
  const { added, removed } = indexChange('a-1', records.map(changeOf));
  if (added.length > 0) await writer.add(added);
  if (removed.length > 0) await writer.remove(removed);
};

const ANN = applicationOf({ id: 'a-1', name: 'Ann Smith', address: '1 Elm Street' });
const AMENDED = { ...ANN, amendments: [{ version: 2, name: 'Ann Miller', amendedAt: ANN.updatedAt }], version: 2 };
const { name: _, address: __, ...rest } = AMENDED;
const ERASED = { ...rest, name: 'erased', address: 'erased', amendments: [], erasure: { erasedAt: 'now' }, version: 3 };

describe('The applicant index', () => {
  test('gets the entries of a new record once, and nothing from changes of its state or of other tables', async () => {
    const writer = new InMemoryIndex();
    await index(writer, recordOf('applications', { current: SUBMITTED }));
    expect(writer.calls).toBe(1);
    expect(writer.keys.size).toBeGreaterThanOrEqual(3);
    await index(
      writer,
      recordOf('applications', { former: SUBMITTED, current: FLAGGED }),
      recordOf('reviews', { current: PENDING }),
    );
    expect(writer.calls).toBe(1);
  });

  test('keeps the former values when the applicant amends the application', async () => {
    const writer = new InMemoryIndex();
    await index(writer, recordOf('applications', { current: ANN }));
    const before = [...writer.keys];
    await index(writer, recordOf('applications', { former: ANN, current: AMENDED }));
    expect([...writer.keys]).toEqual(expect.arrayContaining(before));
    expect(writer.keys.size).toBeGreaterThan(before.length);
  });

  test('has nothing about a record that was erased or removed, also if its changes are delivered again in one batch', async () => {
    for (const end of [{ former: AMENDED, current: ERASED }, { former: AMENDED }]) {
      const writer = new InMemoryIndex();
      const changes = [
        recordOf('applications', { current: ANN }),
        recordOf('applications', { former: ANN, current: AMENDED }),
        recordOf('applications', end),
      ];
      for (const change of changes) await index(writer, change);
      expect([...writer.keys]).toEqual([]);
      await index(writer, ...changes);
      expect([...writer.keys]).toEqual([]);
    }
  });

  test('loses what a batch added that was not finished, if its next delivery contains the erasure', async () => {
    const writer = new InMemoryIndex();
    const begin = [
      recordOf('applications', { current: ANN }),
      recordOf('applications', { former: ANN, current: AMENDED }),
    ];
    await index(writer, ...begin);
    expect(writer.keys.size).toBeGreaterThan(0);
    await index(writer, ...begin, recordOf('applications', { former: AMENDED, current: ERASED }));
    expect([...writer.keys]).toEqual([]);
  });

  test('has the entries of the latest submission if a submission takes over a record of a failed run', async () => {
    const writer = new InMemoryIndex();
    const later = { ...ANN, name: 'Bob Jones', submittedAt: '2026-01-31T11:30:00.000Z', version: 2 };
    await index(
      writer,
      recordOf('applications', { current: ANN }),
      recordOf('applications', { former: ANN, current: later }),
    );
    expect([...writer.keys].toSorted()).toEqual(
      entriesOf(later)
        .map(({ term, entry }) => `${term} ${entry}`)
        .toSorted(),
    );
  });
});
