import { cursorFor, type Position, readCursor } from './cursor.ts';

type Item = Readonly<Record<string, unknown>>;

/** One read of one state's items in the order of an index. */
export type ReadPage = (
  state: string,
  after: Position['after'],
  limit: number,
) => Promise<{ readonly items: readonly Item[]; readonly last?: Readonly<Record<string, unknown>> | undefined }>;

export interface Listing {
  readonly states: readonly string[];
  /** The attributes that make an item's key in the index. */
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

/** A filter may leave nothing of a read; after so many the page is answered as it is, to be gone on from. */
const READS = 20;
const SMALLEST_READ = 25;

/** One page of a list that goes through states in their order, and within each by its index. */
export async function list(listing: Listing): Promise<Page> {
  const { states, keyNames, question, limit } = listing;
  const begin = listing.cursor === undefined ? undefined : readCursor(listing.cursor, question, keyNames);
  let position: Position | undefined = begin ?? startOf(states, 0);
  const items: Item[] = [];
  for (let reads = 0; reads < READS && position !== undefined && items.length < limit; reads += 1) {
    const wanted = limit - items.length;
    const page = await listing.read(position.state, position.after, Math.max(wanted, SMALLEST_READ));
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
