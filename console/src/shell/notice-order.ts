import type { Notice } from './notice.ts';

/** Height of one notice in pixels, as in page.css. */
const ROW_PX = 38;
/** Border of the stack in pixels, above and below. */
const BORDER_PX = 4;
const MAX_ROWS = 3;

/** Notices that disappear without the user: they need no action. */
export const isPassing = ({ type }: Notice): boolean => type === 'success' || type === 'info';

/** The number of notices that fit in a tenth of a page with this height; at least 1. */
export const rowsFor = (pageHeightPx: number): number =>
  Math.min(MAX_ROWS, Math.max(1, Math.floor((pageHeightPx / 10 - BORDER_PX) / ROW_PX)));

/**
 * Adds a notice, newest first. A notice of the same id and type is replaced where it is, so that a countdown does not
 * change the order.
 */
export const withNotice = (notices: readonly Notice[], notice: Notice): readonly Notice[] =>
  notices.some(({ id, type }) => id === notice.id && type === notice.type)
    ? notices.map((old) => (old.id === notice.id ? notice : old))
    : [notice, ...notices.filter(({ id }) => id !== notice.id)];

/** Splits the notices: the newest error and the newest countdown are shown first, then the others, newest first. */
export const arrange = (
  notices: readonly Notice[],
  rows: number,
): { readonly shown: readonly Notice[]; readonly hidden: readonly Notice[] } => {
  const error = notices.find(({ type }) => type === 'error');
  const countdown = notices.find(({ type }) => type === 'in-progress');
  const first = [error, countdown].filter((notice) => notice !== undefined);
  const all = [...first, ...notices.filter((notice) => !first.includes(notice))];
  return { shown: all.slice(0, rows), hidden: all.slice(rows) };
};
