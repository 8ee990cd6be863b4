import type { Figure } from './bench.ts';

const WIDTH = 860;
const ROW = 26;
const HEAD = 56;
const NAMES = 300;
const BARS = 330;
const BAR = 14;

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The number in a goal such as `<= 400`, and whether a value reaches the goal. */
const goalOf = ({ goal, value }: Figure): { readonly limit: number; readonly isReached: boolean } | undefined => {
  const [, sign, limit] = /^(<=|>=) ([\d.]+)$/.exec(goal ?? '') ?? [];
  if (limit === undefined) return undefined;
  return { limit: Number(limit), isReached: sign === '<=' ? value <= Number(limit) : value >= Number(limit) };
};

/** The scale of each unit. All bars of a unit share it; it begins at 0 and includes the goals. */
const scales = (figures: readonly Figure[]): ReadonlyMap<string, number> => {
  const greatest = new Map<string, number>();
  for (const figure of figures)
    greatest.set(figure.unit, Math.max(greatest.get(figure.unit) ?? 0, figure.value, goalOf(figure)?.limit ?? 0));
  return greatest;
};

const rowOf = (figure: Figure, index: number, greatest: number): string => {
  const { name, value, unit } = figure;
  const goal = goalOf(figure);
  const y = HEAD + index * ROW;
  const length = (amount: number) => (greatest === 0 ? 0 : Math.round((amount / greatest) * BARS));
  const kind = goal === undefined ? 'plain' : goal.isReached ? 'reached' : 'missed';
  const goalX = NAMES + length(goal?.limit ?? 0);
  const mark =
    goal === undefined ? '' : `<line class="goal" x1="${goalX}" x2="${goalX}" y1="${y - 3}" y2="${y + BAR + 3}"/>`;
  const said = `${value.toFixed(value < 100 ? 2 : 0)} ${unit}${goal === undefined ? '' : `, goal ${figure.goal}`}`;
  return [
    `<text x="${NAMES - 10}" y="${y + 11}" text-anchor="end">${escapeXml(name)}</text>`,
    `<rect class="${kind}" x="${NAMES}" y="${y}" width="${length(value)}" height="${BAR}" rx="2"/>`,
    mark,
    `<text x="${NAMES + BARS + 12}" y="${y + 11}" class="value">${escapeXml(said)}</text>`,
  ].join('');
};

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 14px } .value { fill: #57606a }
  .background { fill: #fff } .plain { fill: #8c959f } .reached { fill: #1a7f37 } .missed { fill: #bc4c00 } .goal { stroke: #24292f; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .value { fill: #9198a1 } .goal { stroke: #e6edf3 } .background { fill: #0d1117 }
    .reached { fill: #3fb950 } .missed { fill: #f0883e }
  }`;

/**
 * Draws the figures as bars in an SVG document, in the given order, with a mark at each goal. A bar is green if it
 * reaches its goal, orange if it misses it, grey without a goal. `caption` names machine and time.
 */
export const chartOf = (title: string, caption: string, figures: readonly Figure[]): string => {
  const height = HEAD + figures.length * ROW + 12;
  const greatest = scales(figures);
  const rows = figures.map((figure, index) => rowOf(figure, index, greatest.get(figure.unit) ?? 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>${STYLE}</style><rect class="background" width="100%" height="100%"/>`,
    `<text x="16" y="22" class="title">${escapeXml(title)}</text><text x="16" y="40" class="value">${escapeXml(caption)}</text>`,
    ...rows,
    '</svg>\n',
  ].join('\n');
};
