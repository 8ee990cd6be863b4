import dagre from '@dagrejs/dagre';
import { type Edge, graphOf, progressOf, type StateProgress } from '../../../api/run-graph.ts';
import type { Execution, RunState } from '../../../api/types.generated.ts';

/** Size of a state's box in SVG user units. One unit is one CSS pixel if the drawing is not scaled. */
export const BOX = { width: 220, height: 46 } as const;
const MARGIN = 12;

export interface PlacedState {
  readonly state: RunState;
  readonly progress: StateProgress;
  /** Position of the upper left corner. */
  readonly x: number;
  readonly y: number;
}

interface PlacedEdge {
  readonly edge: Edge;
  /** The `d` attribute of an SVG path. */
  readonly path: string;
  readonly label: { readonly text: string; readonly x: number; readonly y: number } | undefined;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly PlacedState[];
  readonly edges: readonly PlacedEdge[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Computes the positions of a run's states and edges. Edges lead from top to bottom. */
export const layoutOf = (run: Execution): Layout => {
  const { states, edges } = graphOf(run);
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 42, edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  for (const { name } of states) graph.setNode(name, { ...BOX });
  for (const [index, { from, to, label }] of edges.entries())
    graph.setEdge(from, to, { width: widthOf(label), height: label ? 14 : 0, labelpos: 'c' }, String(index));
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    states: states.map((state) => {
      const { x, y } = graph.node(state.name);
      return { state, progress: progressOf(state), x: x - BOX.width / 2, y: y - BOX.height / 2 };
    }),
    edges: edges.map((edge, index) => {
      const { points, x, y } = graph.edge({ v: edge.from, w: edge.to, name: String(index) });
      const text = shortened(edge.label);
      return { edge, path: pathOf(points), label: text && x !== undefined ? { text, x, y: y ?? 0 } : undefined };
    }),
  };
};

const LONGEST_LABEL = 26;
const CHARACTER_WIDTH = 6;

const shortened = (label: string | undefined): string | undefined =>
  label !== undefined && label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;

const widthOf = (label: string | undefined): number => (shortened(label)?.length ?? 0) * CHARACTER_WIDTH;

/** A smooth line from the first to the last point. Quadratic curves make the corners at the other points round. */
const pathOf = ([first, ...rest]: readonly Point[]): string => {
  if (!first) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const [x, y] = index === rest.length - 2 ? [next.x, next.y] : [(point.x + next.x) / 2, (point.y + next.y) / 2];
    return `Q${point.x} ${point.y} ${x} ${y}`;
  });
  const last = rest.at(-1);
  return [`M${first.x} ${first.y}`, ...(bends.length > 0 ? bends : last ? [`L${last.x} ${last.y}`] : [])].join(' ');
};
