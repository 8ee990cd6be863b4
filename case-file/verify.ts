import { ERASED, ERASURE_CONFIRMED, entryHash, NO_HASH, personalHashOf, type StoredEntry } from './entry.ts';
import type { Finding } from './finding.ts';
import { findGaps, type ItemState } from './versions.ts';

/** The end of a file as a seal has it. */
interface SealedHead {
  readonly number: number;
  readonly hash: string;
}

/** What is known about a file from elsewhere. */
export interface Known {
  readonly applicationId: string;
  readonly sealed?: SealedHead | undefined;
  /** The items that the file describes; without them, a cut after the last seal is not found. */
  readonly items?: readonly ItemState[] | undefined;
}

/** An entry with the number under which its hash is correct; undefined if there is none. */
interface Placed {
  readonly entry: StoredEntry;
  readonly trueNumber: number | undefined;
}

/** The stored entries, sorted out. */
interface File {
  readonly placed: readonly Placed[];
  /** The genuine entry of each number. */
  readonly chain: ReadonlyMap<number, StoredEntry>;
  /** Entries whose hash is wrong, and those whose number another entry has. */
  readonly strangers: readonly Placed[];
}

/**
 * Everything that is wrong with the entries of a file, given in their stored order, by number. No finding means that no
 * entry was changed, removed, moved or added, as far as `known` reaches.
 */
export function verifyFile(entries: readonly StoredEntry[], known: Known): readonly Finding[] {
  const file = sortOut(entries, known.applicationId);
  const findings = [...strangers(file), ...reordered(file), ...missing(file), ...brokenLinks(file)];
  const inChain = [...findings, ...againstSeal(file, known.sealed, findings)];
  const gaps = inChain.length > 0 || known.items === undefined ? [] : findGaps(entries, known.items);
  return [...inChain, ...gaps, ...personalData(file)].toSorted((left, right) => left.number - right.number);
}

/** Of several entries with one number, the entry that the next entry refers to is genuine. */
function sortOut(entries: readonly StoredEntry[], applicationId: string): File {
  const placed = entries.map((entry) => ({ entry, trueNumber: trueNumberOf(entry, applicationId, entries.length) }));
  const referred = new Set(entries.map(({ previousHash }) => previousHash));
  const chain = new Map<number, StoredEntry>();
  for (const { entry, trueNumber } of placed) {
    if (trueNumber === undefined) continue;
    const other = chain.get(trueNumber);
    if (other === undefined || (referred.has(entry.hash) && !referred.has(other.hash))) chain.set(trueNumber, entry);
  }
  const genuine = new Set(chain.values());
  return { placed, chain, strangers: placed.filter(({ entry }) => !genuine.has(entry)) };
}

/**
 * The stored number, if the hash is correct. Else the number under which it is: an entry that was moved or renumbered keeps
 * the hash of its former number.
 */
function trueNumberOf(entry: StoredEntry, applicationId: string, count: number): number | undefined {
  if (entry.applicationId !== applicationId) return undefined;
  if (entryHash(entry) === entry.hash) return entry.number;
  const farthest = Math.max(count, entry.number) + 1;
  for (let number = 1; number <= farthest; number += 1)
    if (entryHash({ ...entry, number }) === entry.hash) return number;
  return undefined;
}

/** An entry that is not genuine fills the place of a genuine one, or stands beside it. */
function strangers({ strangers: found, chain, placed }: File): Finding[] {
  const genuine = new Set(chain.values());
  const taken = new Set(placed.flatMap(({ entry }) => (genuine.has(entry) ? [entry.number] : [])));
  return found.map(({ entry, trueNumber }) => {
    const number = trueNumber ?? entry.number;
    return chain.has(number) || taken.has(number)
      ? { number, what: 'ADDED', text: `More than one entry has the number ${number}.` }
      : { number, what: 'CHANGED', text: `The hash of entry ${number} is not the hash of its content.` };
  });
}

/** Genuine entries that do not stand where their number belongs. */
function reordered({ placed, chain }: File): Finding[] {
  const numbers = placed.flatMap(({ entry, trueNumber }) =>
    trueNumber !== undefined && chain.get(trueNumber) === entry ? [trueNumber] : [],
  );
  const sorted = numbers.toSorted((left, right) => left - right);
  return numbers
    .filter((number, index) => number !== sorted[index])
    .map((number) => ({ number, what: 'REORDERED', text: `Entry ${number} stands in another place of the file.` }));
}

/** The numbers of the file: a changed entry has its number too. */
const numbersOf = ({ chain, placed }: File): ReadonlySet<number> =>
  new Set([
    ...chain.keys(),
    ...placed.flatMap(({ entry, trueNumber }) => (trueNumber === undefined ? [entry.number] : [])),
  ]);

function missing(file: File): Finding[] {
  const numbers = numbersOf(file);
  const last = Math.max(0, ...numbers);
  const all = Array.from({ length: last }, (_, index) => index + 1);
  return all
    .filter((number) => !numbers.has(number))
    .map((number) => ({ number, what: 'MISSING', text: `Entry ${number} does not exist.` }));
}

/** Entries whose hash is not the one that the next entry has: they were changed and hashed again. */
function brokenLinks({ chain }: File): Finding[] {
  return [...chain].flatMap(([number, { previousHash }]) => {
    const before = number === 1 ? NO_HASH : chain.get(number - 1)?.hash;
    if (before === undefined || before === previousHash) return [];
    const text = `Entry ${number} does not have the hash of the entry before it.`;
    return [{ number: Math.max(1, number - 1), what: 'CHANGED' as const, text }];
  });
}

/** What is wrong with the personal data of the entries, which no hash of an entry covers directly. */
function personalData(file: File): Finding[] {
  const erasedAt = lastNumberOf(file, [ERASED]);
  const mayBeMissingBefore = lastNumberOf(file, [ERASURE_CONFIRMED, ERASED]);
  return file.placed.flatMap(({ entry: { number, personal, personalHash } }) => {
    const changed = (text: string): Finding[] => [{ number, what: 'CHANGED', text }];
    if (personal === undefined) {
      if (personalHash === undefined || number < mayBeMissingBefore) return [];
      return changed(`The personal data of entry ${number} is missing, and no entry records an erasure.`);
    }
    if (personalHash !== personalHashOf(personal))
      return changed(`The personal data of entry ${number} is not the data that its hash was made of.`);
    if (number >= erasedAt) return [];
    return changed(`Entry ${number} has personal data, and entry ${erasedAt} says that it was erased.`);
  });
}

/** Number of the last genuine entry of one of these kinds; 0 if there is none. */
function lastNumberOf({ chain }: File, kinds: readonly string[]): number {
  const numbers = [...chain].filter(([, { kind }]) => kinds.includes(kind)).map(([number]) => number);
  return Math.max(0, ...numbers);
}

function againstSeal(file: File, sealed: SealedHead | undefined, findings: readonly Finding[]): Finding[] {
  if (sealed === undefined) return [];
  const { number, hash } = sealed;
  const last = Math.max(0, ...numbersOf(file));
  if (last < number) {
    const text = `The file ends with entry ${last}; it was sealed with ${number} entries.`;
    return [{ number: last + 1, what: 'CUT', text }];
  }
  const isNamed = findings.some((finding) => finding.number <= number);
  if (isNamed || file.chain.get(number)?.hash === hash) return [];
  const text = `Entry ${number} has another hash than in the seal: entries up to it were written again.`;
  return [{ number, what: 'CHANGED', text }];
}
