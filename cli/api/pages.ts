import { MAX_PAGE_SIZE } from '../../api/limits.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next page. Undefined at the end of the list. */
  readonly cursor?: string;
}

/** The part of a list that a command prints. */
export interface PageOptions {
  readonly limit: number;
  readonly cursor?: string;
}

/** Reads at most `limit` items, starting at `cursor`. `readPage` must return at most `size` items. */
export async function readPages<Item>(
  readPage: (size: number, cursor: string | undefined) => Promise<Page<Item>>,
  { limit, cursor: from }: PageOptions,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let cursor = from;
  do {
    const page = await readPage(Math.min(limit - items.length, MAX_PAGE_SIZE), cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && items.length < limit);
  return { items, ...(cursor !== undefined && { cursor }) };
}

/** The line under a list: "Showing 2 of 2" at the end of the list, else the cursor for the next page. */
export function shownLine({ items, cursor }: Page<unknown>, { cursor: from }: PageOptions): string {
  if (cursor !== undefined) return `${items.length} shown; more with --cursor ${cursor}`;
  return from === undefined ? showing(items.length, items.length) : `${items.length} shown; there are no more`;
}

/** "Showing 30 of 214". */
export function showing(shown: number, all: number): string {
  return `Showing ${shown} of ${all}`;
}
