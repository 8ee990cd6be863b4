import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained } from '../../../../case-file/entry.ts';
import { CaseEntriesTable } from '../../../../handlers/files/append-case-entries/case-entries-table.ts';
import { startTables, type Tables } from '../../tables.ts';

let tables: Tables;
let files: CaseEntriesTable;
beforeAll(async () => {
  tables = await startTables();
  await tables.createNumbered('case-entries', 'applicationId', 'number');
  files = new CaseEntriesTable(tables.client, 'case-entries');
});
afterAll(() => tables.stop());

/** Entries of a file, from the beginning. */
const entriesOf = (applicationId: string, kinds: readonly string[]): readonly CaseEntry[] => {
  const entries: CaseEntry[] = [];
  for (const [index, kind] of kinds.entries())
    entries.push(
      chained(applicationId, entries.at(-1), {
        at: '2026-02-01T00:00:00.000Z',
        kind,
        facts: {},
        source: { table: 'applications', version: index + 1, part: 1, parts: 1 },
      }),
    );
  return entries;
};

describe('The table of case entries', () => {
  test('adds one entry, and several, in their order', async () => {
    const [first, ...others] = entriesOf('a-1', ['SUBMITTED', 'CHECKED', 'OUTCOME_RECORDED']);
    expect(await files.add([first as CaseEntry])).toBe(true);
    expect(await files.add(others)).toBe(true);
    expect((await files.read('a-1')).map(({ kind }) => kind)).toEqual(['SUBMITTED', 'CHECKED', 'OUTCOME_RECORDED']);
    expect(await files.last('a-1')).toEqual(others.at(-1));
  });

  test('adds none of several entries if the file has one of their numbers already', async () => {
    const [first, second, third] = entriesOf('a-2', ['SUBMITTED', 'CHECKED', 'CHECKED']) as CaseEntry[];
    expect(await files.add([first as CaseEntry, second as CaseEntry])).toBe(true);
    expect(await files.add([second as CaseEntry, third as CaseEntry])).toBe(false);
    expect(await files.add([second as CaseEntry])).toBe(false);
    expect(await files.read('a-2')).toEqual([first, second]);
  });

  test('adds nothing if there is nothing to add', async () => {
    expect(await files.add([])).toBe(true);
    expect(await files.read('a-3')).toEqual([]);
  });
});
