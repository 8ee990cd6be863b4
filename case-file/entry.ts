import { sha256OfText } from '#sha256';
import { canonicalJson } from './canonical-json.ts';

/** A value that JSON can represent. */
export type Json = string | number | boolean | null | readonly Json[] | Members;

export type Members = { readonly [name: string]: Json };

/**
 * One entry of the case file of an application. `hash` covers every member except `hash` and `personal`, so that an erasure
 * can remove the personal data and the chain still holds.
 */
export interface StoredEntry {
  readonly applicationId: string;
  /** Counts the entries of the file, from 1. */
  readonly number: number;
  /** When the described change happened, ISO 8601 in UTC. */
  readonly at: string;
  readonly kind: string;
  /** The change that the entry describes: see `sourceText`. */
  readonly source: string;
  /** The last part of each item's changes that the file has, this entry's included: `version/part/parts` by table. */
  readonly latest: object;
  /** Ids, states, reasons, codes and user names of staff. No applicant's data. */
  readonly facts: object;
  /** Applicant's data and free text, with a random `salt` that keeps `personalHash` from being guessed. */
  readonly personal?: object;
  /** Hash of `personal`. It stays when `personal` is erased. */
  readonly personalHash?: string;
  /** Hash of the entry before this one; of the first entry: `NO_HASH`. */
  readonly previousHash: string;
  readonly hash: string;
}

/** An entry as this system writes it. */
export interface CaseEntry extends StoredEntry {
  readonly latest: Readonly<Record<string, string>>;
  readonly facts: Members;
  readonly personal?: Members;
}

/** `previousHash` of the first entry of a file. */
export const NO_HASH = '0'.repeat(64);

/** Kind of the entry that stands for changes that were never delivered; its facts are `from` and `to`, both versions. */
export const UNRECORDED = 'CHANGES_NOT_RECORDED';

/** Kind of the entry about the request of an erasure. */
export const ERASURE_REQUESTED = 'ERASURE_REQUESTED';

/** Kind of the entry about the second person's consent. From then on the personal data of earlier entries may be missing. */
export const ERASURE_CONFIRMED = 'ERASURE_CONFIRMED';

/** Kind of the entry about a finished erasure. The personal data of earlier entries must then be missing. */
export const ERASED = 'PERSONAL_DATA_ERASED';

/**
 * Table whose items are notices about an application. They have no versions: the file counts its own entries about them, and
 * nothing else knows how many there should be.
 */
export const NOTICES = 'notifications';

/** A change of one item: its table, the version that it created, and which of its several entries. */
export interface Source {
  readonly table: string;
  readonly version: number;
  /** From 1 to `parts`. */
  readonly part: number;
  readonly parts: number;
}

const SOURCE = /^([a-z-]+)#(\d+)\/(\d+)\/(\d+)$/;

const positionText = ({ version, part, parts }: Omit<Source, 'table'>): string => `${version}/${part}/${parts}`;

const sourceText = (source: Source): string => `${source.table}#${positionText(source)}`;

/** Undefined for a text that `sourceText` does not write. */
export function parseSource(text: string): Source | undefined {
  const [, table, version, part, parts] = SOURCE.exec(text) ?? [];
  if (table === undefined) return undefined;
  return { table, version: Number(version), part: Number(part), parts: Number(parts) };
}

/** The last change of a table's item that a file with this last entry describes; undefined if it describes none. */
export function lastSource(last: CaseEntry | undefined, table: string): Source | undefined {
  const position = last?.latest[table];
  return position === undefined ? undefined : parseSource(`${table}#${position}`);
}

/** Hash of a value's canonical JSON, in hexadecimal. */
export const sha256 = (value: unknown): string => sha256OfText(canonicalJson(value));

export const personalHashOf = (personal: object): string => sha256(personal);

/** Hash of all members except `hash` and `personal`, also of members that this version does not know. */
export function entryHash(entry: Omit<StoredEntry, 'hash'>): string {
  const hashed = Object.entries(entry).filter(([name]) => name !== 'hash' && name !== 'personal');
  return sha256(Object.fromEntries(hashed));
}

/** What an entry says, before it has its place in the chain. */
export interface NewEntry {
  readonly at: string;
  readonly kind: string;
  readonly source: Source;
  readonly facts: Members;
  readonly personal?: Members;
}

/** The next entry of a file after `previous`; undefined: the file is empty. `personal` must have its salt. */
export function chained(applicationId: string, previous: CaseEntry | undefined, entry: NewEntry): CaseEntry {
  const { at, kind, source, facts, personal } = entry;
  const unhashed = {
    applicationId,
    number: (previous?.number ?? 0) + 1,
    at,
    kind,
    source: sourceText(source),
    latest: { ...previous?.latest, [source.table]: positionText(source) },
    facts,
    ...(personal === undefined ? {} : { personal, personalHash: personalHashOf(personal) }),
    previousHash: previous?.hash ?? NO_HASH,
  };
  return { ...unhashed, hash: entryHash(unhashed) };
}
