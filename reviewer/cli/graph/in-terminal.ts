import type { RunState } from '../api/answers.ts';
import { duration } from '../terminal/durations.ts';
import { printable } from '../terminal/table.ts';
import { type Edge, type Fate, fateOf, type Graph } from './graph.ts';

type Style = 'green' | 'red' | 'yellow' | 'blue' | 'dim' | 'bold';
/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const MARKS: Readonly<Record<Fate, { readonly mark: string; readonly style: Style }>> = {
  pending: { mark: '○', style: 'dim' },
  running: { mark: '◐', style: 'blue' },
  succeeded: { mark: '●', style: 'green' },
  caught: { mark: '◉', style: 'yellow' },
  failed: { mark: '✗', style: 'red' },
};

/** A way on its way down to a state; nothing where a lane is free. */
type Lane = Edge | undefined;

/** Lines that draw the run from top to bottom: a mark for each state, lanes for the ways between them. */
export function drawInTerminal({ states, edges }: Graph, paint: Paint): readonly string[] {
  const lanes: Lane[] = [];
  return states.flatMap((state) => {
    const merged = mergeLanes(lanes, state.name);
    const at = merged.at;
    const node = nodeLine(state, lanes, at);
    const back = edges.filter(({ from, isBack }) => isBack && from === state.name);
    const branches = branchLanes(
      lanes,
      at,
      edges.filter(({ from, isBack }) => !isBack && from === state.name),
    );
    return [...merged.lines, node, ...back.map((edge) => backLine(lanes, edge)), ...branches];
  });

  function mergeLanes(all: Lane[], name: string): { readonly at: number; readonly lines: readonly string[] } {
    const arriving = all.flatMap((lane, index) => (lane?.to === name ? [index] : []));
    const [first] = arriving;
    if (first === undefined) return { at: freeLane(all, 0), lines: [] };
    const last = arriving.at(-1) ?? first;
    const line = all.map((lane, index) => {
      if (index === first) return arriving.length > 1 ? '├' : '│';
      if (arriving.includes(index)) return index === last ? '┘' : '┴';
      return index > first && index < last ? crossing(lane) : way(lane);
    });
    const isTaken = arriving.some((index) => all[index]?.isTaken);
    for (const index of arriving.slice(1)) all[index] = undefined;
    const kept = all[first];
    if (kept !== undefined) all[first] = { ...kept, isTaken };
    return { at: first, lines: arriving.length > 1 ? [joined(line, first, last)] : [] };
  }

  function branchLanes(all: Lane[], at: number, leaving: readonly Edge[]): readonly string[] {
    const places = leaving.map((_, index) => (index === 0 ? at : -1));
    all[at] = leaving[0];
    for (const [index, edge] of leaving.entries()) {
      if (index === 0) continue;
      const place = freeLane(all, at + 1);
      places[index] = place;
      all[place] = edge;
    }
    if (leaving.length === 0) return [];
    const last = Math.max(...places);
    const line = all.map((lane, index) => {
      if (index === at) return leaving.length > 1 ? '├' : way(lane);
      if (places.includes(index)) return index === last ? '┐' : '┬';
      return index > at && index < last ? crossing(lane) : way(lane);
    });
    const labels = leaving.flatMap(({ label, isTaken }) =>
      label === undefined ? [] : [paint(isTaken ? 'bold' : 'dim', printable(label))],
    );
    const words = labels.length === 0 ? '' : `  ${labels.join(paint('dim', ' | '))}`;
    return [`${joined(line, at, last)}${words}`];
  }

  function nodeLine(state: RunState, all: readonly Lane[], at: number): string {
    const { mark, style } = MARKS[fateOf(state)];
    const width = Math.max(all.length, at + 1);
    const cells = Array.from({ length: width }, (_, index) => (index === at ? paint(style, mark) : way(all[index])));
    return `${cells.join(' ')}  ${paint(style, printable(state.name))}${aboutState(state)}`;
  }

  function aboutState({ status, enteredAt, exitedAt }: RunState): string {
    const took = enteredAt && exitedAt ? timeTaken(Date.parse(exitedAt) - Date.parse(enteredAt)) : undefined;
    const words = took === undefined ? [status] : [status, took];
    return paint('dim', `  ${printable(words.join(', '))}`);
  }

  function backLine(all: readonly Lane[], { to, label }: Edge): string {
    return `${all.map(way).join(' ')}  ${paint('dim', printable(`↺ ${to}${label === undefined ? '' : ` (${label})`}`))}`;
  }

  function way(lane: Lane): string {
    if (lane === undefined) return ' ';
    return lane.isTaken ? '│' : paint('dim', '┊');
  }
}

function timeTaken(ms: number): string {
  return ms < 1000 ? `${ms} ms` : duration(ms);
}

function crossing(lane: Lane): string {
  return lane === undefined ? '─' : '┼';
}

/** Lane characters with a line between those from `first` to `last`. */
function joined(line: readonly string[], first: number, last: number): string {
  return line
    .map((text, index) => text + (index >= first && index < last ? '─' : ' '))
    .join('')
    .trimEnd();
}

function freeLane(lanes: Lane[], from: number): number {
  const found = lanes.findIndex((lane, index) => index >= from && lane === undefined);
  if (found !== -1) return found;
  lanes.push(undefined);
  return lanes.length - 1;
}
