import type { Execution, RunState, Transition } from './types.generated.ts';

/** How a state went, in one word that each drawing knows a colour for. */
export type StateProgress = 'pending' | 'running' | 'succeeded' | 'caught' | 'failed';

export interface Edge extends Transition {
  /** True when the run went this way last. */
  readonly isTaken: boolean;
  /** True when it leads to a state that was before it: drawn beside the others. */
  readonly isBack: boolean;
}

/** A run as something to draw: each state after all that lead to it. */
export interface Graph {
  readonly states: readonly RunState[];
  readonly edges: readonly Edge[];
}

export function graphOf({ states, transitions }: Pick<Execution, 'states' | 'transitions'>): Graph {
  const known = new Set(states.map(({ name }) => name));
  const drawn = joinBranches(states, transitions).filter(({ from, to }) => known.has(from) && known.has(to));
  const back = backTransitions(states, drawn);
  const taken = takenTransitions(states, drawn);
  const edges = drawn.map((edge) => ({ ...edge, isBack: back.has(edge), isTaken: taken.has(edge) }));
  return { states: inOrder(states, edges), edges };
}

/** The way on from a state with states inside it leads from the last of those: it forks there, and joins after. */
function joinBranches(states: readonly RunState[], transitions: readonly Transition[]): readonly Transition[] {
  return transitions.flatMap((transition) => {
    const inside = states.filter(({ within }) => within === transition.from).map(({ name }) => name);
    if (inside.length === 0 || inside.includes(transition.to) || transition.label !== undefined) return [transition];
    const last = inside.filter((name) => !transitions.some(({ from }) => from === name));
    return last.map((from) => ({ from, to: transition.to }));
  });
}

/** Transitions to a state that is still open while the graph is walked in depth: the last ones of circles. */
function backTransitions(states: readonly RunState[], transitions: readonly Transition[]): ReadonlySet<Transition> {
  const back = new Set<Transition>();
  const open = new Set<string>();
  const left = new Set<string>();
  const walk = (name: string): void => {
    open.add(name);
    for (const transition of transitions.filter(({ from }) => from === name)) {
      if (open.has(transition.to)) back.add(transition);
      else if (!left.has(transition.to)) walk(transition.to);
    }
    open.delete(name);
    left.add(name);
  };
  for (const { name } of states) if (!left.has(name)) walk(name);
  return back;
}

/** The only way out of a state that was left; and of the ways into one that was entered, that from where it was last. */
function takenTransitions(states: readonly RunState[], transitions: readonly Transition[]): ReadonlySet<Transition> {
  const byName = new Map(states.map((state) => [state.name, state]));
  const leftAt = ({ from }: Transition) => byName.get(from)?.exitedAt ?? byName.get(from)?.enteredAt ?? '';
  const certain = transitions.filter((transition) => {
    const isOnly = transitions.filter(({ from }) => from === transition.from).length === 1;
    return isOnly && byName.get(transition.from)?.exitedAt !== undefined;
  });
  const latest = states.flatMap(({ name, enteredAt }) => {
    if (enteredAt === undefined) return [];
    const into = transitions.filter((transition) => transition.to === name && leftAt(transition) !== '');
    const before = into.filter((transition) => leftAt(transition) <= enteredAt);
    return (before.length > 0 ? before : into).sort((a, b) => leftAt(b).localeCompare(leftAt(a))).slice(0, 1);
  });
  return new Set([...certain, ...latest]);
}

/** Each state after those that lead to it; an end as soon as it can be, so that few ways run beside the others. */
function inOrder(states: readonly RunState[], edges: readonly Edge[]): readonly RunState[] {
  const ordered: RunState[] = [];
  const waiting = new Set(states);
  while (waiting.size > 0) {
    const names = new Set([...waiting].map(({ name }) => name));
    const isReady = ({ name }: RunState) =>
      !edges.some((edge) => !edge.isBack && edge.to === name && names.has(edge.from));
    const ready = [...waiting].filter(isReady);
    const isEnd = ({ name }: RunState) => !edges.some(({ from }) => from === name);
    const next = ready.find(isEnd) ?? ready[0] ?? [...waiting][0];
    if (next === undefined) break;
    waiting.delete(next);
    ordered.push(next);
  }
  return ordered;
}

const PROGRESS_PATTERNS: readonly (readonly [pattern: RegExp, progress: StateProgress])[] = [
  [/fail|abort|timed/i, 'failed'],
  [/caught|retr/i, 'caught'],
  [/succe|exited|done/i, 'succeeded'],
  [/run|wait|progress/i, 'running'],
];

/** What is not known by any of the words has not happened. */
export function progressOf({ status }: RunState): StateProgress {
  return PROGRESS_PATTERNS.find(([pattern]) => pattern.test(status))?.[1] ?? 'pending';
}
