import { type Edge, type Graph, progressOf, type StateProgress } from '../../api/run-graph.ts';
import type { RunState } from '../../api/types.generated.ts';
import { duration } from '../terminal/durations.ts';
import { printable } from '../terminal/table.ts';

type Style = 'green' | 'red' | 'yellow' | 'blue' | 'dim' | 'bold';
/** Adds terminal colours to the text. Returns the text unchanged if colours are off. */
export type Paint = (style: Style, text: string) => string;

const MARKS: Readonly<Record<StateProgress, { readonly mark: string; readonly style: Style }>> = {
  pending: { mark: '○', style: 'dim' },
  running: { mark: '◐', style: 'blue' },
  succeeded: { mark: '●', style: 'green' },
  caught: { mark: '◉', style: 'yellow' },
  failed: { mark: '✗', style: 'red' },
};

/** The edge that a column of the drawing shows at the current line; undefined if the column is free. */
type Lane = Edge | undefined;

/** Draws the run as lines of text, from top to bottom: a mark for each state, and vertical lanes for the edges. */
export function drawInTerminal({ states, edges }: Graph, paint: Paint): readonly string[] {
  const drawing = new Drawing(paint);
  return states.flatMap((state) => {
    const leaving = edges.filter(({ from }) => from === state.name);
    return drawing.drawState(state, leaving);
  });
}

class Drawing {
  readonly #paint: Paint;
  readonly #lanes: Lane[] = [];

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  drawState(state: RunState, leaving: readonly Edge[]): readonly string[] {
    const { at, lines } = this.#merge(state.name);
    const node = this.#nodeLine(state, at);
    this.#lanes[at] = undefined;
    const back = leaving.filter(({ isBack }) => isBack).map((edge) => this.#backLine(edge, at));
    const on = leaving.filter(({ isBack }) => !isBack);
    return [...lines, node, ...back, ...(on.length === 0 ? [] : [this.#branch(at, on)])];
  }

  /** Joins all lanes that lead to a state into the first of them. */
  #merge(name: string): { readonly at: number; readonly lines: readonly string[] } {
    const arriving = this.#lanes.flatMap((lane, index) => (lane?.to === name ? [index] : []));
    const [at = this.#freeLane(0)] = arriving;
    const last = arriving.at(-1) ?? at;
    if (last === at) return { at, lines: [] };
    const cells = this.#lanes.map((lane, index) => {
      if (index === at) return '├';
      if (arriving.includes(index)) return index === last ? '┘' : '┴';
      return this.#cell(lane, index > at && index < last);
    });
    for (const index of arriving) this.#lanes[index] = undefined;
    return { at, lines: [joined(cells, at, last)] };
  }

  /** Assigns a lane to each edge that leaves a state; the first edge continues the lane of the state. */
  #branch(at: number, leaving: readonly Edge[]): string {
    const places = leaving.map((edge, index) => {
      const place = index === 0 ? at : this.#freeLane(at + 1);
      this.#lanes[place] = edge;
      return place;
    });
    const last = Math.max(...places);
    const cells = this.#lanes.map((lane, index) => {
      if (index === at && last > at) return '├';
      if (index > at && places.includes(index)) return index === last ? '┐' : '┬';
      return this.#cell(lane, index > at && index < last);
    });
    const labels = leaving.flatMap(({ label, isTaken }) =>
      label === undefined ? [] : [this.#paint(isTaken ? 'bold' : 'dim', printable(label))],
    );
    const words = labels.length === 0 ? '' : `  ${labels.join(this.#paint('dim', ' | '))}`;
    return `${joined(cells, at, last)}${words}`;
  }

  #nodeLine(state: RunState, at: number): string {
    const { mark, style } = MARKS[progressOf(state)];
    const cells = this.#lanes.map((lane, index) => (index === at ? this.#paint(style, mark) : this.#cell(lane)));
    const { status, enteredAt, exitedAt } = state;
    const took = enteredAt && exitedAt ? `, ${timeTaken(Date.parse(exitedAt) - Date.parse(enteredAt))}` : '';
    const about = this.#paint('dim', `  ${printable(status)}${took}`);
    return `${cells.join(' ')}  ${this.#paint(style, printable(state.name))}${about}`;
  }

  #backLine(edge: Edge, at: number): string {
    const cells = this.#lanes.map((lane, index) => this.#cell(index === at ? edge : lane));
    const { to, label, isTaken } = edge;
    const words = `↺ ${to}${label === undefined ? '' : ` (${label})`}`;
    return `${cells.join(' ')}  ${this.#paint(isTaken ? 'bold' : 'dim', printable(words))}`;
  }

  /** The character for a lane. `isCrossed`: a horizontal line crosses the lane. */
  #cell(lane: Lane, isCrossed = false): string {
    if (lane === undefined) return isCrossed ? '─' : ' ';
    if (isCrossed) return '┼';
    return lane.isTaken ? '│' : this.#paint('dim', '┊');
  }

  #freeLane(from: number): number {
    const found = this.#lanes.findIndex((lane, index) => index >= from && lane === undefined);
    if (found !== -1) return found;
    this.#lanes.push(undefined);
    return this.#lanes.length - 1;
  }
}

/** Joins the cells to one line. A horizontal line connects the cells from `first` to `last`. */
function joined(cells: readonly string[], first: number, last: number): string {
  return cells
    .map((text, index) => text + (index >= first && index < last ? '─' : ' '))
    .join('')
    .trimEnd();
}

function timeTaken(ms: number): string {
  return ms < 1000 ? `${ms} ms` : duration(ms);
}
