import { describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained, ERASED, ERASURE_CONFIRMED, entryHash, UNRECORDED } from '../../case-file/entry.ts';
import type { Finding } from '../../case-file/finding.ts';
import { verifyFile } from '../../case-file/verify.ts';
import { randomFrom, SEED, seeded } from '../support/seed.ts';
import { erasedFile, withoutPersonal } from './erased-file.ts';
import { below, type RandomFile, randomFile } from './random-file.ts';

/** A stored file after an edit, and one finding of each list that it must have at least. */
interface Edit {
  readonly entries: readonly CaseEntry[];
  readonly expected: readonly { readonly what: readonly Finding['what'][]; readonly number: number }[];
}

type Editor = (file: RandomFile, random: () => number) => Edit;

const rehashed = (entry: CaseEntry): CaseEntry => ({ ...entry, hash: entryHash(entry) });
const at = (entries: readonly CaseEntry[], index: number): CaseEntry => {
  const entry = entries[index];
  if (entry === undefined) throw new Error(`The file has no entry at ${index}.`);
  return entry;
};
const renumbered = (entries: readonly CaseEntry[]): CaseEntry[] =>
  entries.map((entry, index) => ({ ...entry, number: index + 1 }));

const CHANGES: readonly ((entry: CaseEntry, random: () => number) => CaseEntry)[] = [
  (entry) => ({ ...entry, at: '2001-01-01T00:00:00.000Z' }),
  (entry) => ({ ...entry, kind: 'OTHER' }),
  (entry) => ({ ...entry, facts: { ...entry.facts, state: 'APPROVED' } }),
  (entry) => ({ ...entry, source: 'applications#99/1/1' }),
  (entry) => ({ ...entry, latest: {} }),
  (entry) => ({ ...entry, hash: entry.hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) }),
  (entry) => ({ ...entry, previousHash: 'f'.repeat(64) }),
  (entry) => ({ ...entry, personal: { ...entry.personal, name: 'Mallory' } }),
  (entry) => rehashed({ ...entry, kind: 'OTHER' }),
  (entry) => ({ ...entry, applicationId: 'another-application' }),
];

const change: Editor = ({ entries, known }, random) => {
  const isProven = (index: number) => index + 1 < entries.length || entries.length <= (known.sealed?.number ?? 0);
  const index = below(random, entries.length);
  const changer = CHANGES[below(random, CHANGES.length)] ?? ((entry) => entry);
  const altered = changer(at(entries, index), random);
  // A last entry that is hashed again after the last seal has nothing that could contradict it.
  if (entryHash(altered) === altered.hash && !isProven(index)) return remove({ entries, known }, random);
  const expected = [{ what: ['CHANGED'] as const, number: index + 1 }];
  return { entries: entries.with(index, altered), expected };
};

/** Also with all later entries renumbered, so that no number is missing. */
const remove: Editor = ({ entries }, random) => {
  const index = below(random, entries.length - 1);
  const rest = entries.toSpliced(index, 1);
  const expected = [{ what: ['MISSING'] as const, number: index + 1 }];
  return { entries: random() < 0.5 ? rest : renumbered(rest), expected };
};

/** In a table the two entries exchange their numbers; in an exported list they do not. */
const swap: Editor = ({ entries }, random) => {
  const left = below(random, entries.length - 1);
  const right = left + 1 + below(random, entries.length - left - 1);
  const swapped = entries.with(left, at(entries, right)).with(right, at(entries, left));
  const expected = [left + 1, right + 1].map((number) => ({ what: ['REORDERED'] as const, number }));
  return { entries: random() < 0.5 ? swapped : renumbered(swapped), expected };
};

const cut: Editor = ({ entries }, random) => {
  const kept = below(random, entries.length);
  return { entries: entries.slice(0, kept), expected: [{ what: ['CUT'], number: kept + 1 }] };
};

/** A forged entry with a correct hash or not, before an entry or at the end, with all later entries renumbered or not. */
const insert: Editor = ({ entries, known }, random) => {
  const index = below(random, entries.length + 1);
  const source = { table: 'reviews', version: 1 + below(random, 9), part: 1, parts: 1 };
  const forged = chained(known.applicationId, entries[index - 1], {
    at: '2026-01-01T00:00:00.000Z',
    kind: 'REVIEW_CLAIMED',
    source,
    facts: { who: 'mallory' },
  });
  const isHashed = random() < 0.5;
  const added = isHashed ? forged : { ...forged, facts: { who: 'kirk' } };
  const longer = entries.toSpliced(index, 0, added);
  const isAtEnd = index === entries.length;
  // At the end without a correct hash, or with a version that may be the next one, it looks like a changed entry.
  const what: Finding['what'][] = isAtEnd ? ['ADDED', 'CHANGED', 'MISSING'] : ['ADDED'];
  return { entries: random() < 0.5 ? longer : renumbered(longer), expected: [{ what, number: index + 1 }] };
};

const EDITORS = { change, remove, swap, cut, insert };

/** Edits 200 random files, and fails if an expected finding is missing. */
const expectEachFound = (edit: Editor, fileOf: (random: () => number, index: number) => RandomFile) =>
  seeded(async (random) => {
    for (let index = 0; index < 200; index += 1) {
      const file = fileOf(random, index);
      const { entries, expected } = edit(file, random);
      const findings = verifyFile(entries, file.known);
      for (const { what, number } of expected) {
        const named = findings.filter((finding) => what.includes(finding.what) && finding.number === number);
        if (named.length === 0)
          throw new Error(`File ${index}: expected ${what} at ${number}, found ${JSON.stringify(findings)}`);
      }
    }
  });

const alarmsIn = (fileOf: (random: () => number, index: number) => RandomFile) => {
  const random = randomFrom(SEED);
  const alarms: unknown[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    const { entries, known } = fileOf(random, index);
    const findings = verifyFile(entries, known);
    if (findings.length > 0) alarms.push({ seed: SEED, index, findings });
  }
  return alarms;
};

describe('The verification of a case file', () => {
  test.each(Object.entries(EDITORS))('finds each of 200 random edits of the kind "%s" and names its place', (_, edit) =>
    expectEachFound(edit, randomFile),
  );

  test('finds nothing in 10,000 correct files', () => {
    expect(alarmsIn(randomFile)).toEqual([]);
  });
});

const LATER = '2026-02-28T12:00:00.000Z';

/** A file with personal data, so that an erasure can be pretended. */
const personalFile = (random: () => number, index: number): RandomFile => {
  for (;;) {
    const file = randomFile(random, index);
    if (file.entries.some(({ personal }) => personal !== undefined)) return file;
  }
};

const missingPersonal = (entries: readonly CaseEntry[]) =>
  entries.flatMap(({ personalHash, number }) =>
    personalHash === undefined ? [] : [{ what: ['CHANGED'] as const, number }],
  );

/** Personal data is removed, and nothing says so. */
const removedInSilence: Editor = ({ entries }) => {
  return { entries: entries.map(withoutPersonal), expected: missingPersonal(entries) };
};

/** Personal data is removed, and an entry at the end, or before a random entry, pretends an erasure. */
const falseErasure: Editor = ({ entries, known }, random) => {
  const index = random() < 0.5 ? entries.length : below(random, entries.length);
  const source = { table: 'erasures', version: 1, part: 1, parts: 1 };
  const kind = random() < 0.5 ? ERASED : ERASURE_CONFIRMED;
  const mark = chained(known.applicationId, entries[index - 1], { at: LATER, kind, source, facts: {} });
  const marked = entries.map(withoutPersonal).toSpliced(index, 0, mark);
  return { entries: marked, expected: [{ what: ['ADDED'], number: index + 1 }] };
};

/** Personal data is removed, and an entry is changed so that it pretends an erasure. */
const changedToErasure: Editor = ({ entries }, random) => {
  const index = below(random, entries.length);
  const altered = { ...at(entries, index), kind: ERASED };
  const expected = [{ what: ['CHANGED'] as const, number: index + 1 }, ...missingPersonal(entries)];
  return { entries: entries.with(index, altered).map(withoutPersonal), expected };
};

/** An entry of an erased file has personal data again: its own or other data. */
const putBack: Editor = ({ entries }, random) => {
  const index = below(random, entries.length - 1);
  const { personalHash: _, ...entry } = at(entries, index);
  const personal = { salt: String(random()), name: 'Mallory' };
  return {
    entries: entries.with(index, { ...entry, personal }),
    expected: [{ what: ['CHANGED'], number: index + 1 }],
  };
};

describe('The verification of an erased case file', () => {
  const erased = (random: () => number, index: number) => erasedFile(randomFile(random, index));

  test.each(Object.entries({ ...EDITORS, putBack }))(
    'finds each of 200 random edits of the kind "%s" and names its place',
    (_, edit) => expectEachFound(edit, erased),
  );

  test('finds nothing in 10,000 erased files', () => {
    expect(alarmsIn(erased)).toEqual([]);
  });

  test.each(Object.entries({ removedInSilence, falseErasure, changedToErasure }))(
    'finds each of 200 erasures that never happened: %s',
    (_, edit) => expectEachFound(edit, personalFile),
  );

  test('finds personal data that is in the file although an entry says that it was erased', () => {
    const original = fileOf(2);
    const { entries, known } = erasedFile({ entries: original, known: { applicationId: ID, items: applications(2) } });
    expect(verifyFile(entries.with(0, at(original, 0)), known)).toEqual([
      { number: 1, what: 'CHANGED', text: 'Entry 1 has personal data, and entry 5 says that it was erased.' },
    ]);
  });

  test('has no finding while the erasure is confirmed and removes the data', () => {
    const original = fileOf(2);
    const { entries, known } = erasedFile({ entries: original, known: { applicationId: ID, items: applications(2) } });
    const halfDone = entries.slice(0, -1).with(0, at(original, 0));
    const items = [...applications(2), { table: 'erasures', version: 2, isRecent: false }];
    expect(verifyFile(halfDone, { ...known, items })).toEqual([]);
  });
});

const ID = 'a-1';
const fileOf = (count: number): CaseEntry[] => {
  const entries: CaseEntry[] = [];
  for (let version = 1; version <= count; version += 1)
    entries.push(
      chained(ID, entries.at(-1), {
        at: '2026-01-31T12:00:00.000Z',
        kind: 'SUBMITTED',
        source: { table: 'applications', version, part: 1, parts: 1 },
        facts: {},
        personal: { salt: 's', name: 'Spock' },
      }),
    );
  return entries;
};
const applications = (version: number, isRecent = false) => [{ table: 'applications', version, isRecent }];

describe('A file', () => {
  test('whose first entry has a literal hash keeps that hash: the format is a contract', () => {
    const [first] = fileOf(1);
    expect(first).toEqual({
      applicationId: 'a-1',
      number: 1,
      at: '2026-01-31T12:00:00.000Z',
      kind: 'SUBMITTED',
      source: 'applications#1/1/1',
      latest: { applications: '1/1/1' },
      facts: {},
      personal: { salt: 's', name: 'Spock' },
      personalHash: '130345c7655522119feb9cc666996d84ecf07e4e7620c5a0a710c0dac2c8605f',
      previousHash: '0000000000000000000000000000000000000000000000000000000000000000',
      hash: '84dbc018b4ceeac23c96c4ab7a31b95a434234f43e741984a61feb2d4e77a79e',
    });
  });

  test('that was written again as a whole differs from its seal', () => {
    const [, second] = fileOf(3);
    const forged = fileOf(3).map((entry) => ({ ...entry, facts: { state: 'APPROVED' } }));
    const rewritten: CaseEntry[] = [];
    for (const entry of forged) {
      const previousHash = rewritten.at(-1)?.hash ?? entry.previousHash;
      rewritten.push(rehashed({ ...entry, previousHash }));
    }
    expect(verifyFile(rewritten, { applicationId: ID, items: applications(3) })).toEqual([]);
    const sealed = { number: 2, hash: second?.hash ?? '' };
    expect(verifyFile(rewritten, { applicationId: ID, sealed })).toEqual([
      {
        number: 2,
        what: 'CHANGED',
        text: 'Entry 2 has another hash than in the seal: entries up to it were written again.',
      },
    ]);
  });

  test('that is cut is found by its seal alone', () => {
    const entries = fileOf(3);
    const sealed = { number: 3, hash: entries[2]?.hash ?? '' };
    expect(verifyFile(entries.slice(0, 1), { applicationId: ID, sealed })).toEqual([
      { number: 2, what: 'CUT', text: 'The file ends with entry 1; it was sealed with 3 entries.' },
    ]);
  });

  test('that was removed as a whole is cut at its first entry', () => {
    expect(verifyFile([], { applicationId: ID, items: applications(2) })).toEqual([
      {
        number: 1,
        what: 'CUT',
        text: 'The file describes applications up to version 0; the item has version 2.',
      },
    ]);
  });

  test('that lags behind a recent write has no finding', () => {
    expect(verifyFile(fileOf(1), { applicationId: ID, items: applications(2, true) })).toEqual([]);
  });

  test('with an entry for changes that were not recorded has no finding for them', () => {
    const [first] = fileOf(1);
    const late = chained(ID, first, {
      at: '2026-01-31T12:00:00.000Z',
      kind: UNRECORDED,
      source: { table: 'applications', version: 4, part: 1, parts: 2 },
      facts: { from: 2, to: 3 },
    });
    const last = chained(ID, late, {
      at: '2026-01-31T12:00:00.000Z',
      kind: 'OUTCOME_RECORDED',
      source: { table: 'applications', version: 4, part: 2, parts: 2 },
      facts: {},
    });
    const entries = first === undefined ? [] : [first, late, last];
    expect(verifyFile(entries, { applicationId: ID, items: applications(4) })).toEqual([]);
  });

  test('may lose its personal data only if an entry records the erasure', () => {
    const entries = fileOf(2).map(({ personal: _, ...entry }) => entry);
    expect(verifyFile(entries, { applicationId: ID, items: applications(2) })).toMatchObject([
      { number: 1, what: 'CHANGED', text: 'The personal data of entry 1 is missing, and no entry records an erasure.' },
      { number: 2, what: 'CHANGED' },
    ]);
    const erased = chained(ID, entries.at(-1), {
      at: '2026-02-28T12:00:00.000Z',
      kind: ERASED,
      source: { table: 'erasures', version: 1, part: 1, parts: 1 },
      facts: {},
    });
    expect(verifyFile([...entries, erased], { applicationId: ID })).toEqual([]);
  });

  test('with an entry of another file has an added entry', () => {
    const entries = fileOf(2);
    const foreign = rehashed({ ...at(entries, 1), applicationId: 'b-2' });
    expect(verifyFile([...entries, foreign], { applicationId: ID, items: applications(2) })).toMatchObject([
      { number: 2, what: 'ADDED' },
    ]);
  });
});
