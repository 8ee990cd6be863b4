import { type Edge, type Graph, progressOf, type StateProgress } from '../../api/run-graph.ts';
import { printable } from '../terminal/table.ts';

const BOX = { width: 230, height: 44, gapX: 60, gapY: 72, margin: 40 } as const;

const COLOURS: Readonly<Record<StateProgress, { readonly fill: string; readonly line: string }>> = {
  pending: { fill: '#f3f4f6', line: '#9ca3af' },
  running: { fill: '#dbeafe', line: '#2563eb' },
  succeeded: { fill: '#d1fae5', line: '#059669' },
  caught: { fill: '#fef3c7', line: '#d97706' },
  failed: { fill: '#fee2e2', line: '#dc2626' },
};

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * The run as a self-contained SVG document, with layers from top to bottom. The colour of a state shows its progress.
 */
export function asSvg(graph: Graph): string {
  const { places, width, height } = placesOf(graph);
  const boxes = graph.states.map((state) => boxOf(places, state.name, state.status, COLOURS[progressOf(state)]));
  const ways = graph.edges.map((edge) => wayOf(places, edge));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="13">`,
    '<title>Run of the workflow</title>',
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="#4b5563"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    ...ways,
    ...boxes,
    '</svg>',
  ].join('\n');
}

function placesOf({ states, edges }: Graph) {
  const layers = new Map<string, number>();
  for (const { name } of states) {
    const above = edges.filter(({ to, isBack }) => to === name && !isBack).map(({ from }) => layers.get(from) ?? 0);
    layers.set(name, above.length === 0 ? 0 : Math.max(...above) + 1);
  }
  const rows = Map.groupBy(states, ({ name }) => layers.get(name) ?? 0);
  const widest = Math.max(1, ...[...rows.values()].map((row) => row.length));
  const width = widest * (BOX.width + BOX.gapX) + 2 * BOX.margin;
  const places = new Map<string, Place>();
  for (const [layer, row] of rows) {
    const start = (width - row.length * (BOX.width + BOX.gapX) + BOX.gapX) / 2;
    for (const [index, { name }] of row.entries())
      places.set(name, {
        x: start + index * (BOX.width + BOX.gapX),
        y: BOX.margin + layer * (BOX.height + BOX.gapY),
      });
  }
  const height = (Math.max(0, ...rows.keys()) + 1) * (BOX.height + BOX.gapY) + BOX.margin;
  return { places, width, height };
}

type Colour = (typeof COLOURS)[StateProgress];

function boxOf(places: ReadonlyMap<string, Place>, name: string, status: string, { fill, line }: Colour): string {
  const { x = 0, y = 0 } = places.get(name) ?? {};
  const middle = x + BOX.width / 2;
  return [
    `<g><title>${escaped(`${name}: ${status}`)}</title>`,
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8" fill="${fill}" stroke="${line}" stroke-width="2"/>`,
    `<text x="${middle}" y="${y + 19}" text-anchor="middle" fill="#111827">${escaped(name)}</text>`,
    `<text x="${middle}" y="${y + 35}" text-anchor="middle" font-size="11" fill="#374151">${escaped(status)}</text></g>`,
  ].join('');
}

/** A cubic Bézier curve: start, two control points, end. */
type Curve = readonly [Place, Place, Place, Place];

function wayOf(places: ReadonlyMap<string, Place>, edge: Edge): string {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (from === undefined || to === undefined) return '';
  const curve = edge.isBack ? backCurve(from, to) : downCurve(from, to);
  const [start, first, second, end] = curve.map(({ x, y }) => `${x} ${y}`);
  const look = edge.isTaken ? 'stroke="#111827" stroke-width="2"' : 'stroke="#9ca3af" stroke-dasharray="4 4"';
  const label = edge.label === undefined ? '' : labelOf(edge.label, curve);
  return `<path d="M${start}C${first} ${second} ${end}" fill="none" ${look} marker-end="url(#tip)"/>${label}`;
}

/** A straight line to the next layer. A line to a later layer is bent around the layers between. */
function downCurve(from: Place, to: Place): Curve {
  const start = { x: from.x + BOX.width / 2, y: from.y + BOX.height };
  const end = { x: to.x + BOX.width / 2, y: to.y };
  const aside = end.y - start.y > BOX.gapY ? BOX.width : 0;
  return [start, { x: start.x - aside, y: start.y + BOX.gapY / 2 }, { x: end.x - aside, y: end.y - BOX.gapY / 2 }, end];
}

function backCurve(from: Place, to: Place): Curve {
  const start = { x: from.x, y: from.y + BOX.height / 2 };
  const end = { x: to.x, y: to.y + BOX.height / 2 };
  const x = Math.min(start.x, end.x) - BOX.gapX * 2;
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

/** Position of a label on its curve (0 to 1). It is near the end, where edges from the same state are far apart. */
const LABEL_AT = 0.7;

function labelOf(text: string, [start, first, second, end]: Curve): string {
  const at = (axis: 'x' | 'y') => {
    const rest = 1 - LABEL_AT;
    const value =
      rest ** 3 * start[axis] +
      3 * rest ** 2 * LABEL_AT * first[axis] +
      3 * rest * LABEL_AT ** 2 * second[axis] +
      LABEL_AT ** 3 * end[axis];
    return Math.round(value);
  };
  const halo = 'stroke="#ffffff" stroke-width="4" paint-order="stroke"';
  return `<text x="${at('x')}" y="${at('y')}" text-anchor="middle" font-size="11" fill="#4b5563" ${halo}>${escaped(text)}</text>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
