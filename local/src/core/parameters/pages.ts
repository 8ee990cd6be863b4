/** One page of items and the token of the next page, if there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Offset in a token of `offsetPage`; 0 without a token; undefined for an invalid token. */
export const offsetOf = (token: string | undefined): number | undefined => {
  const offset = token === undefined ? 0 : Number(token);
  return Number.isInteger(offset) && offset >= 0 ? offset : undefined;
};

/** Returns `size` items of `all` from `offset`. The token is the offset of the next page. */
export const offsetPage = <T>(all: readonly T[], offset: number, size: number): Page<T> => {
  const end = offset + size;
  return { items: all.slice(offset, end), next: end < all.length ? String(end) : undefined };
};

/**
 * Makes a page of `size` items. `found` is read with one item more than `size`: the extra item shows that a next page
 * exists.
 */
export const keyedPage = <T>(found: readonly T[], size: number, tokenOf: (last: T) => string): Page<T> => {
  const items = found.slice(0, size);
  const last = items.at(-1);
  return { items, next: found.length > size && last !== undefined ? tokenOf(last) : undefined };
};

/** Base64 tokens that contain the position of the last item of a page. A token must begin with `mark`. */
export const pageTokens = (mark: string) => ({
  write: (position: string | number): string => Buffer.from(`${mark}${position}`).toString('base64'),
  /** Position in a token; undefined for an invalid token. */
  read: (token: string): string | undefined => {
    const text = Buffer.from(token, 'base64').toString();
    return text.startsWith(mark) ? text.slice(mark.length) : undefined;
  },
});

const AFTER = pageTokens('after:');

/**
 * Makes a page of `size` items of `all`, which must be sorted by `keyOf`. The token contains the key of the page's last
 * item. Undefined for an invalid token.
 */
export const sortedPage = <T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { size, token }: { readonly size: number; readonly token: string | undefined },
): Page<T> | undefined => {
  const after = token === undefined ? undefined : AFTER.read(token);
  if (token !== undefined && after === undefined) return undefined;
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after);
  return keyedPage(rest, size, (last) => AFTER.write(keyOf(last)));
};
