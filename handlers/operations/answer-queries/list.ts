import { cursorFor, type IndexKey, type Position, readCursor } from './cursor.ts';

type Item = Readonly<Record<string, unknown>>;

/** Reads at most `limit` items of one state in the order of an index, starting after the item with the key `after`. */
export type ReadPage = (
  state: string,
  after: IndexKey | undefined,
  limit: number,
) => Promise<{ readonly items: readonly Item[]; readonly last?: Readonly<Record<string, unknown>> | undefined }>;

type Read = Awaited<ReturnType<ReadPage>>;

export interface Listing {
  /** Groups of states. The groups follow each other; the items of one group are merged in the order of `sortKey`. */
  readonly groups: readonly (readonly string[])[];
  /** Attribute by which the index sorts the items of a state. */
  readonly sortKey: string;
  readonly isDescending?: boolean;
  /** Names of the attributes of the index key. */
  readonly keyNames: readonly string[];
  readonly read: ReadPage;
  readonly question: unknown;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface Page {
  readonly items: readonly Item[];
  readonly cursor?: string;
}

/** Maximum rounds of reads per page. A filter may remove all items of a read; a page may then be short but has a cursor. */
const MAX_ROUNDS = 20;
const MIN_READ_ITEMS = 25;
/** Each round reads more than the one before, because the filter has left too little of what was read. */
const GROWTH = 4;
const MAX_READ_ITEMS = 2_000;

/** One page of a list. */
export async function list(listing: Listing): Promise<Page> {
  const { keyNames, question, limit } = listing;
  const begin = listing.cursor === undefined ? undefined : readCursor(listing.cursor, question, keyNames);
  let position: Position | undefined = begin ?? startOf(listing, 0);
  const items: Item[] = [];
  for (let round = 0; round < MAX_ROUNDS && position !== undefined && items.length < limit; round += 1) {
    const count = Math.min(Math.max(limit, MIN_READ_ITEMS) * GROWTH ** round, MAX_READ_ITEMS);
    const read = await readRound(listing, { position, count, wanted: limit - items.length });
    items.push(...read.items);
    position = read.next;
  }
  return position === undefined ? { items } : { items, cursor: cursorFor(position, question) };
}

interface Round {
  readonly items: readonly Item[];
  readonly next: Position | undefined;
}

interface RoundOptions {
  readonly position: Position;
  /** Maximum number of items that are read of each state, before the filter. */
  readonly count: number;
  /** Maximum number of items of the result. */
  readonly wanted: number;
}

/** Reads every state of the group once, and merges what was read. */
async function readRound(listing: Listing, { position, count, wanted }: RoundOptions): Promise<Round> {
  const { group, after } = position;
  const states = (listing.groups[group] ?? []).filter((state) => after[state] !== null);
  const reads = await Promise.all(
    states.map(async (state) => ({ state, ...(await listing.read(state, after[state] ?? undefined, count)) })),
  );
  const taken = mergeable(listing, reads).slice(0, wanted);
  const passed = Object.fromEntries(reads.map((read) => [read.state, passedIn(listing, read, taken, after)]));
  const next = { group, after: { ...after, ...passed } };
  const isAtEnd = states.every((state) => next.after[state] === null);
  return { items: taken, next: isAtEnd ? startOf(listing, group + 1) : next };
}

/**
 * The items of all reads in the order of the sort key, up to the earliest end of a read that is not the last of its state:
 * the items after it may come before items of another state.
 */
function mergeable({ sortKey, isDescending = false }: Listing, reads: readonly Read[]): readonly Item[] {
  const compare = (left: Item, right: Item): number => {
    const order = String(left[sortKey]) < String(right[sortKey]) ? -1 : 1;
    if (left[sortKey] === right[sortKey]) return 0;
    return isDescending ? -order : order;
  };
  const [end] = reads.flatMap(({ last }) => (last === undefined ? [] : [last])).toSorted(compare);
  const items = reads.flatMap((read) => read.items).toSorted(compare);
  return end === undefined ? items : items.filter((item) => compare(item, end) <= 0);
}

/** The key after which the next read of a state starts; null at the end of the state, undefined at its beginning. */
function passedIn(
  { keyNames }: Listing,
  { state, items, last }: Read & { readonly state: string },
  taken: readonly Item[],
  after: Position['after'],
): IndexKey | null | undefined {
  const takenHere = items.filter((item) => taken.includes(item));
  if (takenHere.length === items.length) return last === undefined ? null : keyOf(last, keyNames);
  const latest = takenHere.at(-1);
  return latest === undefined ? after[state] : keyOf(latest, keyNames);
}

const startOf = ({ groups }: Listing, group: number): Position | undefined =>
  group < groups.length ? { group, after: {} } : undefined;

const keyOf = (item: Item, keyNames: readonly string[]): IndexKey =>
  Object.fromEntries(keyNames.map((name) => [name, String(item[name])]));
