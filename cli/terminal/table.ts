/** A column. Its values are aligned to the left by default. */
export interface Column {
  readonly heading: string;
  readonly align?: 'right';
}

const GAP = '  ';
const ELLIPSIS = '…';
/** The last column is never cut to fewer characters than this. */
const LEAST_WIDTH = 12;

/**
 * Lines of a table with aligned columns. The last column is cut so that no line is wider than `width` characters. If
 * `width` is Infinity, nothing is cut. If there are no rows, the result is only the line of headings.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const cells = [columns.map(({ heading }) => heading), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => [...(row[index] ?? '')].length)));
  const before = widths.slice(0, -1).reduce((sum, own) => sum + own + GAP.length, 0);
  const lastWidth = Math.max(LEAST_WIDTH, width - before);
  return cells.map((row) =>
    row
      .map((text, index) => (index === columns.length - 1 ? cut(text, lastWidth) : text))
      .map((text, index) => padded(text, widths[index] ?? 0, columns[index]?.align))
      .join(GAP)
      .trimEnd(),
  );
}

function padded(text: string, width: number, align: 'right' | undefined): string {
  const room = ' '.repeat(Math.max(0, width - [...text].length));
  return align === 'right' ? room + text : text + room;
}

function cut(text: string, width: number): string {
  const letters = [...text];
  return letters.length <= width ? text : letters.slice(0, width - 1).join('') + ELLIPSIS;
}

/** The text with control characters replaced by spaces, so that it cannot move the cursor or change colours. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
