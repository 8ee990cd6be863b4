import { invalidPattern } from './invalid-pattern.ts';
import type { WildcardToken } from './wildcard.ts';

/** EventBridge rejects a field if some text could bring its wildcard expressions to more states than this at once. */
const MAX_STATES = 10;
/** Limit of the search; expressions that need more states are rejected as too complex. */
const MAX_STATE_SETS = 2_000;

/**
 * Rejects wildcard expressions that some text could match up to many positions at the same time, because sequences
 * after a `*` repeat (EventBridge guide, wildcard matching complexity). Throws InvalidEventPatternException.
 */
export const refuseComplexWildcards = (expressions: readonly (readonly WildcardToken[])[]): void => {
  const quoted = expressions.map((tokens) => ['"', ...tokens, '"']);
  if (quoted.flat().length <= MAX_STATES) return;
  const alphabet = new Set([...quoted.flat(), undefined]);
  const seen = new Set<string>();
  const open: StateSet[] = [new Map(quoted.map((tokens, number) => [`${number}:-1`, { tokens, number, last: -1 }]))];
  for (let states = open.pop(); states; states = open.pop()) {
    for (const char of alphabet) {
      const next = step(states, char);
      if (stateCount(next) > MAX_STATES || seen.size > MAX_STATE_SETS) throw tooComplex();
      const key = [...next.keys()].sort().join(' ');
      if (next.size > 0 && !seen.has(key)) open.push(next);
      seen.add(key);
    }
  }
};

const tooComplex = () =>
  invalidPattern(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );

/** A state of the matching automaton: the expression is matched up to and including token `last`. */
interface MatchState {
  readonly tokens: readonly WildcardToken[];
  readonly number: number;
  readonly last: number;
}
type StateSet = ReadonlyMap<string, MatchState>;

const isStar = ({ tokens }: MatchState, index: number): boolean =>
  index >= 0 && index < tokens.length && tokens[index] === undefined;

/** Number of states, plus every `*` that can begin next. */
const stateCount = (states: StateSet): number => {
  let count = states.size;
  for (const state of states.values())
    if (isStar(state, state.last + 1) && !states.has(`${state.number}:${state.last + 1}`)) count += 1;
  return count;
};

/** The states after reading `char`; undefined stands for any character that no expression contains. */
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
