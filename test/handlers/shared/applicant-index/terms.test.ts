import { describe, expect, test } from '@jest/globals';
import { entriesOf, identifyingTerms } from '../../../../handlers/shared/applicant-index/terms.ts';
import { recordOf } from '../../in-memory-applications.ts';

const AMENDED = recordOf({
  name: 'Ann Smith',
  address: '1 Elm Street',
  email: 'ann@mail.example',
  amendments: [
    { version: 2, name: 'Ann Miller', amendedAt: '2026-01-31T11:30:00.000Z' },
    { version: 3, name: 'ANN SMITH', address: '2 Oak Lane', amendedAt: '2026-01-31T11:40:00.000Z' },
  ],
});

const ERASURE = {
  reason: 'OBJECTION',
  requestedBy: 'privacy-1',
  requestedAt: '2026-01-31T11:50:00.000Z',
  confirmedBy: 'privacy-2',
  confirmedAt: '2026-01-31T11:51:00.000Z',
  erasedAt: '2026-01-31T11:51:00.000Z',
} as const;

describe('An application is identified', () => {
  test('by every value that its name, address and e-mail had', () => {
    const { NAME, ADDRESS, EMAIL } = identifyingTerms(AMENDED);
    expect([NAME.length, ADDRESS.length, EMAIL.length]).toEqual([2, 2, 1]);
    const other = identifyingTerms(recordOf({ id: 'b', name: 'ann miller', address: '2, Oak Lane.' }));
    expect(NAME).toContain(other.NAME[0]);
    expect(ADDRESS).toContain(other.ADDRESS[0]);
    expect(other.EMAIL).toEqual([]);
  });

  test('by a name only among names: the same text as an address is another term', () => {
    const { NAME, ADDRESS } = identifyingTerms(recordOf({ name: 'Elm 1', address: 'Elm 1' }));
    expect(NAME).not.toEqual(ADDRESS);
  });

  test('by nothing if a text has no letter and no digit, or if it is erased', () => {
    expect(identifyingTerms(recordOf({ name: '???', address: '---' }))).toEqual({ NAME: [], ADDRESS: [], EMAIL: [] });
    const erased = recordOf({ name: 'erased', address: 'erased', erasure: ERASURE });
    expect(entriesOf(erased)).toEqual([]);
  });
});

test('An application has at most 30 words in the index, those of the name and the e-mail first', () => {
  const address = Array.from({ length: 100 }, (_, number) => `word${number}`).join(' ');
  const words = entriesOf(recordOf({ name: 'Ann B Smith', address, email: 'ann@mail.example' }))
    .filter(({ term }) => term.startsWith('WORD#'))
    .map(({ term, entry }) => [term, entry.split('#')[0]]);
  expect(words.length).toBe(30);
  expect(words.slice(0, 5)).toEqual([
    ['WORD#AN', 'ANN'],
    ['WORD#SM', 'SMITH'],
    ['WORD#MA', 'MAIL'],
    ['WORD#EX', 'EXAMPLE'],
    ['WORD#WO', 'WORD0'],
  ]);
});

test('An entry is in the order of submission within its term and fits the keys of DynamoDB, whatever the text', () => {
  const long = recordOf({ name: '\ufdfa'.repeat(200), address: '\u{1d400}'.repeat(500) });
  const entries = entriesOf(long);
  expect(entries.length).toBeLessThanOrEqual(33);
  expect(entries.map(({ entry }) => entry)).toContain('2026-01-31T11:00:00.000Z#app-1');
  for (const { term, entry } of entries) {
    expect(Buffer.byteLength(term)).toBeLessThanOrEqual(2_048);
    expect(Buffer.byteLength(entry)).toBeLessThanOrEqual(1_024);
  }
});
