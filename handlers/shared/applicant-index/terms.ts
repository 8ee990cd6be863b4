import { createHash } from 'node:crypto';
import { IDENTIFYING } from '../../../api/reason-codes.ts';
import type { Identifying } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../application-record.ts';
import { normalized } from './text.ts';
import { indexedWords, wordEntry, wordTerm } from './words.ts';

/** The members of a record from which its terms come. */
export type Applicant = Pick<
  ApplicationRecord,
  'id' | 'name' | 'address' | 'email' | 'submittedAt' | 'amendments' | 'erasure'
>;

/** Key of an item of the applicant index. Items of one term are in the order of their entries. */
export interface IndexEntry {
  readonly term: string;
  readonly entry: string;
}

const MEMBERS = { NAME: 'name', ADDRESS: 'address', EMAIL: 'email' } as const satisfies Record<
  Identifying,
  keyof Applicant
>;

/**
 * All values that a member had, normalized: as submitted, and of each amendment. Values without a letter or digit are left
 * out. An erased record has none.
 */
function valuesOf(applicant: Applicant, kind: Identifying): readonly string[] {
  if (applicant.erasure !== undefined) return [];
  const member = MEMBERS[kind];
  const values = [applicant, ...(applicant.amendments ?? [])].flatMap((version) => version[member] ?? []);
  return [...new Set(values.map(normalized))].filter((value) => value !== '');
}

/** The different words of all values: of names first, of addresses last, because they have the most words. */
export function wordsOfApplicant(applicant: Applicant): readonly string[] {
  const values = (['NAME', 'EMAIL', 'ADDRESS'] as const).flatMap((kind) => valuesOf(applicant, kind));
  return [...new Set(values.flatMap((value) => value.split(' ')))];
}

/**
 * The term of a value. It is hashed, because an address may be longer than a key of DynamoDB (2,048 bytes). The hash
 * protects nobody: it can be computed from a known name.
 */
const termOf = (kind: Identifying, value: string): string =>
  `${kind}#${createHash('sha256').update(value).digest('base64url')}`;

/** The terms of the values of each kind. */
export function identifyingTerms(applicant: Applicant): Readonly<Record<Identifying, readonly string[]>> {
  const termsOf = (kind: Identifying) => valuesOf(applicant, kind).map((value) => termOf(kind, value));
  return { NAME: termsOf('NAME'), ADDRESS: termsOf('ADDRESS'), EMAIL: termsOf('EMAIL') };
}

/**
 * All entries of a record. An amendment adds entries and removes none, so the former values stay findable. An erased
 * record has none. If this function changes, entries of earlier records keep their former keys.
 */
export function entriesOf(applicant: Applicant): readonly IndexEntry[] {
  const terms = identifyingTerms(applicant);
  const place = `${applicant.submittedAt}#${applicant.id}`;
  return [
    ...IDENTIFYING.flatMap((kind) => terms[kind]).map((term) => ({ term, entry: place })),
    ...indexedWords(wordsOfApplicant(applicant)).map((word) => ({
      term: wordTerm(word),
      entry: wordEntry(word, place),
    })),
  ];
}
