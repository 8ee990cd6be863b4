/** Items of one page, and the token of the next page when there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** The offset that a token of `offsetPage` names, 0 without a token; undefined for any other text. */
export const offsetOf = (token: string | undefined): number | undefined => {
  const offset = token === undefined ? 0 : Number(token);
  return Number.isInteger(offset) && offset >= 0 ? offset : undefined;
};

/** `size` items of `all` from `offset`; the token is the offset of the next page. */
export const offsetPage = <T>(all: readonly T[], offset: number, size: number): Page<T> => {
  const end = offset + size;
  return { items: all.slice(offset, end), next: end < all.length ? String(end) : undefined };
};

/** The page of `found`, which was read with one item more than `size`: the item beyond the page shows that there is a next one. */
export const keyedPage = <T>(found: readonly T[], size: number, tokenOf: (last: T) => string): Page<T> => {
  const items = found.slice(0, size);
  const last = items.at(-1);
  return { items, next: found.length > size && last !== undefined ? tokenOf(last) : undefined };
};

/** Tokens that name the last item of a page, in base64. A text without `mark` is not a token. */
export const pageTokens = (mark: string) => ({
  write: (position: string | number): string => Buffer.from(`${mark}${position}`).toString('base64'),
  /** The position in a token; undefined for any other text. */
  read: (token: string): string | undefined => {
    const text = Buffer.from(token, 'base64').toString();
    return text.startsWith(mark) ? text.slice(mark.length) : undefined;
  },
});
