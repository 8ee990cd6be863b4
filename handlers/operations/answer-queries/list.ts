import { cursorFor, type Position, readCursor } from './cursor.ts';

type Item = Readonly<Record<string, unknown>>;

/** Reads at most `limit` items of one state in the order of an index, starting after the item with the key `after`. */
export type ReadPage = (
  state: string,
  after: Position['after'],
  limit: number,
) => Promise<{ readonly items: readonly Item[]; readonly last?: Readonly<Record<string, unknown>> | undefined }>;

export interface Listing {
  readonly states: readonly string[];
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

/** Maximum reads per page. Filters may remove items, so a page can have fewer than `limit` items and still a cursor. */
const MAX_READS = 20;
const MIN_READ_ITEMS = 25;

/** Reads one page of a list. Items are sorted by state in the order of `states`, then in the order of the index. */
export async function list(listing: Listing): Promise<Page> {
  const { states, keyNames, question, limit } = listing;
  const begin = listing.cursor === undefined ? undefined : readCursor(listing.cursor, question, keyNames);
  let position: Position | undefined = begin ?? startOf(states, 0);
  const items: Item[] = [];
  for (let reads = 0; reads < MAX_READS && position !== undefined && items.length < limit; reads += 1) {
    const wanted = limit - items.length;
    const page = await listing.read(position.state, position.after, Math.max(wanted, MIN_READ_ITEMS));
    items.push(...page.items.slice(0, wanted));
    position = nextPosition(listing, position, page, wanted);
  }
  return position === undefined ? { items } : { items, cursor: cursorFor(position, question) };
}

type Read = Awaited<ReturnType<ReadPage>>;

function nextPosition(
  { states, keyNames }: Listing,
  { state }: Position,
  { items, last }: Read,
  wanted: number,
): Position | undefined {
  if (items.length > wanted) return { state, after: keyOf(items[wanted - 1] ?? {}, keyNames) };
  if (last !== undefined) return { state, after: keyOf(last, keyNames) };
  return startOf(states, states.indexOf(state) + 1);
}

function startOf(states: readonly string[], index: number): Position | undefined {
  const state = states[index];
  return state === undefined ? undefined : { state };
}

const keyOf = (item: Item, keyNames: readonly string[]): Record<string, string> =>
  Object.fromEntries(keyNames.map((name) => [name, String(item[name])]));
