import type { Execution, RunState, Transition } from './types.generated.ts';

/** Progress of a state in a run. Each value has its own colour in the drawing. */
export type StateProgress = 'pending' | 'running' | 'succeeded' | 'caught' | 'failed';

export interface Edge extends Transition {
  /** True if the run took this transition the last time it left `from` or entered `to`. */
  readonly isTaken: boolean;
  /** True if the transition leads back to an earlier state. Such a transition is drawn beside the others. */
  readonly isBack: boolean;
}

/** A run as a graph. `states` is in drawing order: a state follows all states that lead to it, except by back edges. */
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

/**
 * A Parallel or Map state is drawn as a fork and a join, so its Next transition starts at the last states of its
 * branches.
 */
function joinBranches(states: readonly RunState[], transitions: readonly Transition[]): readonly Transition[] {
  return transitions.flatMap((transition) => {
    const inside = states.filter(({ within }) => within === transition.from).map(({ name }) => name);
    if (inside.length === 0 || inside.includes(transition.to) || transition.label !== undefined) return [transition];
    const last = inside.filter((name) => !transitions.some(({ from }) => from === name));
    return last.map((from) => ({ from, to: transition.to }));
  });
}

/** Back edges of a depth-first search: transitions to a state that is still on the search path. */
function backTransitions(states: readonly RunState[], transitions: readonly Transition[]): ReadonlySet<Transition> {
  const back = new Set<Transition>();
  const open = new Set<string>();
  const left = new Set<string>();
  const search = (name: string): void => {
    open.add(name);
    for (const transition of transitions.filter(({ from }) => from === name)) {
      if (open.has(transition.to)) back.add(transition);
      else if (!left.has(transition.to)) search(transition.to);
    }
    open.delete(name);
    left.add(name);
  };
  for (const { name } of states) if (!left.has(name)) search(name);
  return back;
}

/**
 * The transitions that the run took. If an exited state has only one outgoing transition, the run took it. For each
 * entered state, the run took the transition from the state that it left last before.
 */
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

/**
 * Topological order, ignoring back edges. End states are placed as early as possible, so edges in the drawing are
 * short.
 */
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

/** Progress of a state, from its status. A status that matches no pattern counts as pending. */
export function progressOf({ status }: RunState): StateProgress {
  return PROGRESS_PATTERNS.find(([pattern]) => pattern.test(status))?.[1] ?? 'pending';
}
