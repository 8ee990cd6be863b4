import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readRules, readRulesText } from '../../../api/check-rules/read-rules.ts';
import { V1 } from '../../handlers/shared/check-rules/rules.ts';

const faultsOf = (value: unknown): readonly string[] => {
  const read = readRules(value);
  return read.ok ? [] : read.faults;
};

/** ajv's verdict, for which the schema file is written. */
const isValidForAjv = new Ajv2020({ discriminator: true, strict: true }).compile(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../workflow/check-rules/check-rules.schema.json'), 'utf8')),
);

const withName = (...rules: readonly object[]) => ({ ...V1, checks: { NAME: rules, ADDRESS: [] } });
const MATCHES = { id: 'r', kind: 'matches', pattern: 'a', says: 'It has an a.' };

test('Version 1 is valid', () => {
  expect(readRules(V1)).toEqual({ ok: true, rules: V1 });
});

test.each([
  [{}, 'The file has no member version; it must be an object with the members version, lists and checks.'],
  [{ ...V1, version: 0 }, 'version is 0; it must be a whole number from 1 to 999999; each check result names it.'],
  [{ ...V1, color: 'red' }, 'The file has the unknown member color; it must be an object with the members'],
  [{ ...V1, lists: { words: [] } }, 'lists.words is a list of 0; it must be a list of 1 to 2000 different words.'],
  [
    { ...V1, lists: { words: ['a', 'a'] } },
    'lists.words is a list of 2; it must be a list of 1 to 2000 different words.',
  ],
  [{ ...V1, lists: { Words: ['a'] } }, 'a name is a letter and up to 39 of a-z, 0-9 and hyphen'],
  [
    withName({ ...MATCHES, kind: 'starts-with' }),
    'checks.NAME.0 is an object; it must be a rule whose kind is contains,',
  ],
  [
    withName({ ...MATCHES, pattern: '' }),
    'checks.NAME.0.pattern is ""; it must be a regular expression of 1 to 200 characters.',
  ],
  [withName({ ...MATCHES, pattern: '(a+)+' }), 'checks.NAME.0.pattern is "(a+)+", which repeats a group'],
  [withName(MATCHES, MATCHES), 'checks.NAME.1.id is "r", as of another rule; each rule must have its own id.'],
  [
    withName({ id: 'r', kind: 'contains', list: 'constructor', says: 'It has one.' }),
    'checks.NAME.0.list is "constructor"; it must be one of the lists: watched-words, unprocessable-marks.',
  ],
])('%j has a fault, which names the member and what it must be', (value, fault) => {
  expect(faultsOf(value)).toContainEqual(expect.stringContaining(fault));
});

test('Rules of more than 60,000 bytes are refused, because a request with them would be too large', () => {
  const words = Array.from({ length: 2_000 }, (_, index) => `${index}`.padStart(40, 'x'));
  expect(faultsOf({ ...V1, lists: { ...V1.lists, words } })).toEqual([
    expect.stringMatching(/^The file has \d+ bytes of JSON; it must have at most 60000\.$/),
  ]);
});

test('A deeply nested value is refused, not followed', () => {
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  expect(faultsOf({ ...V1, lists: { words: [deep] } })).not.toEqual([]);
});

test('Text that is not JSON is refused', () => {
  expect(readRulesText('{')).toMatchObject({ ok: false, faults: [expect.stringMatching(/^The text is not JSON/)] });
});

test.each([
  V1,
  { ...V1, $schema: './check-rules.schema.json' },
  withName({ id: 'r', kind: 'longer-than', length: 500, says: 'x'.repeat(200) }),
  null,
  [],
  'rules',
  { ...V1, version: 1.5 },
  { ...V1, version: '1' },
  { ...V1, lists: [] },
  { ...V1, lists: { words: ['x'.repeat(101)] } },
  { ...V1, lists: { words: [1] } },
  { ...V1, checks: { ...V1.checks, NAME: {} } },
  { ...V1, checks: { ...V1.checks, EMAIL: [] } },
  withName(...Array.from({ length: 21 }, (_, index) => ({ ...MATCHES, id: `r-${index}` }))),
  withName([]),
  withName({ ...MATCHES, id: 'R' }),
  withName({ ...MATCHES, says: '' }),
  withName({ ...MATCHES, kind: ['matches'] }),
  withName({ ...MATCHES, list: 'watched-words' }),
  withName({ id: 'r', kind: 'longer-than', length: 501, says: 'It is long.' }),
  withName({ id: 'r', kind: 'contains', says: 'It has no list.' }),
])('The validator and ajv agree about %j', (value) => {
  expect(readRules(value).ok).toBe(isValidForAjv(value));
});
