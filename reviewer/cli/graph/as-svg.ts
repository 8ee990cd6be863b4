import { printable } from '../terminal/table.ts';
import { type Edge, type Fate, fateOf, type Graph } from './graph.ts';

const BOX = { width: 230, height: 44, gapX: 40, gapY: 56, margin: 40 } as const;

const COLOURS: Readonly<Record<Fate, { readonly fill: string; readonly line: string }>> = {
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

/** The run as a picture that stands alone: layers from top to bottom, each state in the colour of how it went. */
export function asSvg(graph: Graph): string {
  const { places, width, height } = placesOf(graph);
  const boxes = graph.states.map((state) => boxOf(places, state.name, state.status, COLOURS[fateOf(state)]));
  const ways = graph.edges.map((edge) => wayOf(places, edge, width));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="13">`,
    '<title>Run of the workflow</title>',
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#4b5563"/></marker></defs>',
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

type Colour = (typeof COLOURS)[Fate];

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

function wayOf(places: ReadonlyMap<string, Place>, edge: Edge, width: number): string {
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  if (from === undefined || to === undefined) return '';
  const start = { x: from.x + BOX.width / 2, y: from.y + BOX.height };
  const end = { x: to.x + BOX.width / 2, y: to.y };
  const side = width - BOX.margin / 2;
  const path = edge.isBack
    ? `M${from.x + BOX.width} ${from.y + 22}C${side} ${from.y + 22} ${side} ${to.y + 22} ${to.x + BOX.width} ${to.y + 22}`
    : `M${start.x} ${start.y}C${start.x} ${start.y + 28} ${end.x} ${end.y - 28} ${end.x} ${end.y}`;
  const look = edge.isTaken ? 'stroke="#111827" stroke-width="2"' : 'stroke="#9ca3af" stroke-dasharray="4 4"';
  const label = edge.label === undefined ? '' : labelOf(edge.label, (start.x + end.x) / 2, (start.y + end.y) / 2);
  return `<path d="${path}" fill="none" ${look} marker-end="url(#tip)"/>${label}`;
}

function labelOf(text: string, x: number, y: number): string {
  return `<text x="${x + 6}" y="${y + 4}" font-size="11" fill="#4b5563">${escaped(text)}</text>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
