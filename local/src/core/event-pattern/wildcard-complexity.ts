import { invalidPattern } from './invalid-pattern.ts';
import type { WildcardToken } from './wildcard.ts';

/**
 * EventBridge rejects a field if some text could bring its wildcard expressions into more than this many states at the
 * same time.
 */
const MAX_STATES = 10;
/** Maximum number of state sets that the search visits. Expressions that need more are rejected as too complex. */
const MAX_STATE_SETS = 2_000;

/**
 * Rejects the wildcard expressions of a field if some text could match them up to too many positions at the same time,
 * because character sequences after a `*` repeat (EventBridge guide, wildcard matching complexity). `alternatives`: the
 * expressions of each alternative of the field. Expressions of one anything-but share the states of their common
 * beginning, as in AWS's compiler (MachineComplexityEvaluator of https://github.com/aws/event-ruler). Throws
 * InvalidPatternError.
 */
export const refuseComplexWildcards = (alternatives: readonly (readonly (readonly WildcardToken[])[])[]): void => {
  const expressions = expressionsOf(alternatives);
  const tokens = expressions.flatMap((expression) => expression.tokens);
  if (tokens.length <= MAX_STATES) return;
  const alphabet = new Set([...tokens, undefined]);
  const seen = new SeenSets();
  const begin = expressions.map((expression): MatchState => ({ ...expression, last: -1 }));
  const open: StateSet[] = [new Map(begin.map((state) => [`${state.number}:-1`, state]))];
  for (let states = largestOf(open); states; states = largestOf(open)) {
    for (const char of alphabet) {
      const next = step(states, char);
      if (stateCount(next) > MAX_STATES || seen.count > MAX_STATE_SETS) throw tooComplex();
      if (next.size > 0 && seen.add(next)) open.push(next);
    }
  }
};

/**
 * Removes and returns the largest set. Large sets are visited first, because they often make smaller ones superfluous.
 */
const largestOf = (open: StateSet[]): StateSet | undefined => {
  const size = Math.max(...open.map((states) => states.size));
  const [largest] = open.splice(
    open.findLastIndex((states) => states.size === size),
    1,
  );
  return largest;
};

/**
 * The sets found so far. A state at a `*` is never left, so a set that differs only by having fewer such states cannot
 * reach more states and need not be visited.
 */
class SeenSets {
  readonly #starsByRest = new Map<string, ReadonlySet<string>[]>();
  count = 0;

  /** Adds a set; false if the set, or the same set with more `*` states, is already known. */
  add(states: StateSet): boolean {
    const [stars, rest] = partition(states);
    const key = rest.sort().join(' ');
    const known = this.#starsByRest.get(key) ?? [];
    if (known.some((more) => stars.every((star) => more.has(star)))) return false;
    this.#starsByRest.set(key, [...known, new Set(stars)]);
    this.count += 1;
    return true;
  }
}

const partition = (states: StateSet): readonly [stars: string[], rest: string[]] => {
  const stars: string[] = [];
  const rest: string[] = [];
  for (const [key, state] of states) (isStar(state, state.last) ? stars : rest).push(key);
  return [stars, rest];
};

const tooComplex = () =>
  invalidPattern(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );

interface Expression {
  readonly number: number;
  readonly tokens: readonly WildcardToken[];
  /**
   * One id per token. Expressions of one alternative share the ids of their common beginning, and the id of the last
   * token if it follows a `*`.
   */
  readonly nodes: readonly number[];
}

const expressionsOf = (alternatives: readonly (readonly (readonly WildcardToken[])[])[]): readonly Expression[] => {
  const ids = new Map<string, number>();
  const nodesOf = (tokens: readonly WildcardToken[], alternative: number): readonly number[] => {
    const root = `alternative ${alternative}`;
    let parent = root;
    return tokens.map((token, index) => {
      const isSharedEnd = index === tokens.length - 1 && tokens[index - 1] === undefined;
      const key = isSharedEnd ? `${root} end` : `${parent} ${token === undefined ? 'any' : JSON.stringify(token)}`;
      const id = ids.get(key) ?? ids.size;
      ids.set(key, id);
      parent = String(id);
      return id;
    });
  };
  return alternatives
    .flatMap((expressions, alternative) =>
      expressions.map((expression) => {
        const tokens = ['"', ...expression, '"'];
        return { tokens, nodes: nodesOf(tokens, alternative) };
      }),
    )
    .map((expression, number) => ({ ...expression, number }));
};

/** A state of the matching automaton: the expression is matched up to and including token `last`. */
interface MatchState extends Expression {
  readonly last: number;
}
type StateSet = ReadonlyMap<string, MatchState>;

const isStar = ({ tokens }: MatchState, index: number): boolean =>
  index >= 0 && index < tokens.length && tokens[index] === undefined;

/** Number of different states. A `*` that directly follows a state counts as one more. */
const stateCount = (states: StateSet): number => {
  const nodes = new Set<number | undefined>();
  for (const state of states.values()) {
    nodes.add(state.nodes[state.last]);
    if (isStar(state, state.last + 1)) nodes.add(state.nodes[state.last + 1]);
  }
  return nodes.size;
};

/** The states after reading `char`. Undefined represents any character that occurs in no expression. */
const step = (from: StateSet, char: WildcardToken): StateSet => {
  const to = new Map<string, MatchState>();
  for (const state of from.values()) {
    const reach = (last: number) => to.set(`${state.number}:${last}`, { ...state, last });
    if (isStar(state, state.last)) reach(state.last);
    const starNext = isStar(state, state.last + 1);
    if (starNext) reach(state.last + 1);
    const literal = state.last + (starNext ? 2 : 1);
    if (char !== undefined && state.tokens[literal] === char) reach(literal);
  }
  return to;
};
