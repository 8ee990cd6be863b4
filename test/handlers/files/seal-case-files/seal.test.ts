import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rootOf } from '../../../../case-file/seal.ts';
import type { OutgoingEvent } from '../../../../events/outgoing.ts';
import { sealCaseFiles } from '../../../../handlers/files/seal-case-files/seal.ts';
import { createEntryReader, SealsTable } from '../../../../handlers/files/seal-case-files/seals-table.ts';
import { NOON } from '../../in-memory-applications.ts';
import { startTables, type Tables } from '../../tables.ts';

const hashOf = (digit: string): string => digit.repeat(64);

test('The root is the SHA-256 hash of the sorted ends: the format is a contract', () => {
  const heads = [
    { applicationId: 'b', number: 2, hash: hashOf('2') },
    { applicationId: 'a', number: 1, hash: hashOf('1') },
  ];
  expect(rootOf(heads)).toBe('7bf3f30cb00d6e42b1f8677177f2097f7dbdc2a8f7a74619d2df39ba8513149f');
  expect(rootOf([])).toBe('4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945');
});

let tables: Tables;
let run = 0;
let names: { readonly entries: string; readonly seals: string };
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  run += 1;
  names = { entries: `entries-${run}`, seals: `seals-${run}` };
  await tables.createNumbered(names.entries, 'applicationId', 'number');
  await tables.create(names.seals, 'id');
});

const put = async (applicationId: string, number: number, hash = hashOf(String(number))) => {
  await tables.client.send(new PutCommand({ TableName: names.entries, Item: { applicationId, number, hash } }));
};

const sealNow = async () => {
  const announced: OutgoingEvent[] = [];
  const seals = new SealsTable(tables.client, names.seals);
  const { seal, altered } = await sealCaseFiles({
    seals,
    readEntries: createEntryReader(tables.client, names.entries),
    announce: async (event) => void announced.push(event),
    now: () => NOON,
  });
  const heads = [];
  for await (const page of seals.heads()) heads.push(...page);
  heads.sort((left, right) => (left.applicationId < right.applicationId ? -1 : 1));
  return { seal, altered, announced, heads };
};

describe('The seal of all case files', () => {
  test('contains the end of each file, and is announced with hashes and counts only', async () => {
    await put('a', 1);
    await put('a', 2);
    await put('b', 1);
    const { seal, altered, announced, heads } = await sealNow();
    expect(altered).toEqual([]);
    expect(heads).toEqual([
      { applicationId: 'a', number: 2, hash: hashOf('2') },
      { applicationId: 'b', number: 1, hash: hashOf('1') },
    ]);
    expect(seal).toEqual({ number: 1, sealedAt: NOON.toISOString(), root: rootOf(heads), files: 2, entries: 3 });
    const { sealedAt: occurredAt, ...detail } = seal;
    expect(announced).toEqual([{ name: 'CaseFilesSealed', detail: { ...detail, occurredAt } }]);
  });

  test('follows the seal before, and keeps the ends of files that have not grown', async () => {
    await put('a', 1);
    await put('b', 1);
    const first = await sealNow();
    await put('a', 2);
    const second = await sealNow();
    expect(second.seal).toMatchObject({ number: 2, previousRoot: first.seal.root, files: 2, entries: 3 });
    expect(second.heads.map(({ number }) => number)).toEqual([2, 1]);
    const third = await sealNow();
    expect(third.seal.root).toBe(second.seal.root);
  });

  test('names files that were cut, removed or written again, and keeps their earlier ends', async () => {
    for (const id of ['cut', 'good', 'written-again']) {
      await put(id, 1);
      await put(id, 2);
    }
    const first = await sealNow();
    const other = { ...names, entries: `entries-altered-${run}` };
    await tables.createNumbered(other.entries, 'applicationId', 'number');
    names = other;
    await put('cut', 1);
    await put('good', 1);
    await put('good', 2);
    await put('good', 3);
    await put('written-again', 1);
    await put('written-again', 2, hashOf('f'));
    await put('written-again', 3);
    const { altered, heads } = await sealNow();
    expect(altered.toSorted()).toEqual(['cut', 'written-again']);
    const kept = first.heads.filter(({ applicationId }) => applicationId !== 'good');
    expect(heads.filter(({ applicationId }) => applicationId !== 'good')).toEqual(kept);
    expect(heads).toContainEqual({ applicationId: 'good', number: 3, hash: hashOf('3') });
  });

  test('of no file is a seal too', async () => {
    expect((await sealNow()).seal).toMatchObject({ number: 1, files: 0, entries: 0 });
  });
});
