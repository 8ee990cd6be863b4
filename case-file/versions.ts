import { NOTICES, parseSource, type Source, type StoredEntry, UNRECORDED } from './entry.ts';
import type { Finding } from './finding.ts';

/** An item that a file describes. */
export interface ItemState {
  readonly table: string;
  /** Counts the writes to the item; each must have an entry. */
  readonly version: number;
  /** True if its last write is so recent that the entry may not be written yet. */
  readonly isRecent: boolean;
}

/** Changes of the items that no entry describes, and entries about changes that the items never had. */
export function findGaps(entries: readonly StoredEntry[], items: readonly ItemState[]): readonly Finding[] {
  const described = entries.map((entry) => ({ entry, source: parseSource(entry.source) }));
  const tables = new Set([
    ...items.map(({ table }) => table),
    ...described.flatMap(({ source }) => source?.table ?? []),
  ]);
  const gaps = [...tables].flatMap((table) => {
    const item = items.find((each) => each.table === table) ?? { table, version: 0, isRecent: false };
    const own = described.flatMap(({ entry, source }) => (source?.table === table ? [{ entry, source }] : []));
    return table === NOTICES ? inside(own) : [...inside(own), ...atEnd(item, own, entries.length)];
  });
  return [...described.flatMap(({ entry, source }) => (source === undefined ? [unknownSource(entry)] : [])), ...gaps];
}

interface Described {
  readonly entry: StoredEntry;
  readonly source: Source;
}

const unknownSource = ({ number }: StoredEntry): Finding => ({
  number,
  what: 'ADDED',
  text: `Entry ${number} names no change that it describes.`,
});

/** Entries of one table that do not follow each other. */
function inside(own: readonly Described[]): Finding[] {
  return own.flatMap(({ entry: { number, kind, source: text }, source }, index): Finding[] => {
    const before = own[index - 1]?.source;
    if (before !== undefined && !isLater(source, before))
      return [{ number, what: 'ADDED', text: `Entry ${number} describes ${text}, which an earlier entry describes.` }];
    if (kind === UNRECORDED || follows(source, before)) return [];
    return [{ number, what: 'MISSING', text: `No entry describes the change before ${text} of entry ${number}.` }];
  });
}

const isLater = (source: Source, before: Source): boolean =>
  source.version > before.version || (source.version === before.version && source.part > before.part);

function follows({ version, part }: Source, before: Source | undefined): boolean {
  if (part > 1) return before?.version === version && before.part === part - 1;
  return version === (before?.version ?? 0) + 1 && before?.part === before?.parts;
}

function atEnd({ table, version, isRecent }: ItemState, own: readonly Described[], count: number): Finding[] {
  const beyond = own.find(({ source }) => source.version > version);
  if (beyond !== undefined && !isRecent) {
    const { number, source } = beyond.entry;
    return [{ number, what: 'ADDED', text: `Entry ${number} describes ${source}; the item has version ${version}.` }];
  }
  const last = own.at(-1)?.source;
  const isComplete = (last?.version ?? 0) >= version && last?.part === last?.parts;
  if (isComplete || isRecent) return [];
  const text = `The file describes ${table} up to version ${last?.version ?? 0}; the item has version ${version}.`;
  return [{ number: count + 1, what: 'CUT', text }];
}
