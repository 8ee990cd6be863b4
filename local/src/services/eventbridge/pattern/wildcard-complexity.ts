import { invalidPattern } from './invalid-pattern.ts';
import type { WildcardToken } from './wildcard.ts';

/** EventBridge refuses a field whose wildcard expressions a text could have brought to more than this many places at once. */
const MAX_PLACES = 10;
/** Bounds the search; expressions that need more are as good as too complex. */
const MAX_SITUATIONS = 2_000;

/**
 * Refuses wildcards that some text could match up to many places at the same time, because a `*` is followed by
 * sequences that repeat (the EventBridge guide, wildcard matching complexity). Throws InvalidEventPatternException.
 */
export const refuseComplexWildcards = (expressions: readonly (readonly WildcardToken[])[]): void => {
  const quoted = expressions.map((tokens) => ['"', ...tokens, '"']);
  if (quoted.flat().length <= MAX_PLACES) return;
  const alphabet = new Set([...quoted.flat(), undefined]);
  const seen = new Set<string>();
  const open: Situation[] = [new Map(quoted.map((tokens, number) => [`${number}:-1`, { tokens, number, last: -1 }]))];
  for (let situation = open.pop(); situation; situation = open.pop()) {
    for (const char of alphabet) {
      const next = step(situation, char);
      if (weight(next) > MAX_PLACES || seen.size > MAX_SITUATIONS) throw tooComplex();
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

/** Everything up to and including token `last` has been matched. */
interface Place {
  readonly tokens: readonly WildcardToken[];
  readonly number: number;
  readonly last: number;
}
type Situation = ReadonlyMap<string, Place>;

const isStar = ({ tokens }: Place, index: number): boolean =>
  index >= 0 && index < tokens.length && tokens[index] === undefined;

/** Places reached, and every `*` about to begin besides. */
const weight = (situation: Situation): number => {
  let count = situation.size;
  for (const place of situation.values())
    if (isStar(place, place.last + 1) && !situation.has(`${place.number}:${place.last + 1}`)) count += 1;
  return count;
};

/** Where `char` leads to; undefined is one that no expression names. */
const step = (from: Situation, char: WildcardToken): Situation => {
  const to = new Map<string, Place>();
  for (const place of from.values()) {
    const reach = (last: number) => to.set(`${place.number}:${last}`, { ...place, last });
    if (isStar(place, place.last)) reach(place.last);
    const starNext = isStar(place, place.last + 1);
    if (starNext) reach(place.last + 1);
    const literal = place.last + (starNext ? 2 : 1);
    if (char !== undefined && place.tokens[literal] === char) reach(literal);
  }
  return to;
};
