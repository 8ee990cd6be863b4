// Which regular expressions a rule may have. JavaScript's engine backtracks, so some patterns take exponential time on some
// texts. Only patterns are allowed whose number of steps has a bound that can be computed.

/** Length of the longest checked text: an address. */
const LONGEST_TEXT = 500;

/** Bound for the steps on the longest text. It takes a tenth of a second, and half a second before V8 compiles the pattern. */
const MAX_STEPS = 200_000_000;

/** What a pattern has at one place. */
interface Token {
  readonly kind: 'ATOM' | 'ANCHOR' | 'OPEN' | 'CLOSE' | 'OR' | 'REPEAT';
  readonly text: string;
}

/** Syntax of the allowed tokens, at the start of the rest of the pattern. */
const TOKENS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['REPEAT', /^(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??/],
  ['OPEN', /^\((?:\?:)?(?!\?)/],
  ['CLOSE', /^\)/],
  ['OR', /^\|/],
  ['ANCHOR', /^(?:\^|\$|\\[bB])/],
  ['ATOM', /^\[(?:\\.|[^\]\\])+\]/u],
  ['ATOM', /^\\(?:[pP]\{[\w=]+\}|[dDsSwW]|[^\w\s])/u],
  ['ATOM', /^[^\\[\](){}*+?|^$]/u],
];

/** Why a rest of a pattern has no allowed token. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^\(\?<?[=!]/, 'looks ahead or behind'],
  [/^\(\?/, 'has a special group'],
  [/^\\[1-9k]/, 'refers back to a group'],
];

/** The reason why a rule may not have this pattern; undefined if it may. */
export function patternFault(pattern: string): string | undefined {
  const tokens = tokensOf(pattern);
  if (typeof tokens === 'string') return tokens;
  const syntax = syntaxFault(pattern);
  if (syntax !== undefined) return `is not a regular expression (${syntax})`;
  if (hasRepeatedGroup(tokens)) return 'repeats a group, which can take exponential time; only ? may follow a group';
  if (stepsOf(tokens) > MAX_STEPS)
    return `can take more than ${MAX_STEPS / 1_000_000} million steps on a text of ${LONGEST_TEXT} characters; use fewer of * + ? { |`;
  return undefined;
}

/** The tokens, or why there are none. */
function tokensOf(pattern: string): readonly Token[] | string {
  const tokens: Token[] = [];
  for (let rest = pattern; rest !== ''; ) {
    const found = firstToken(rest);
    if (found === undefined)
      return REFUSED.find(([start]) => start.test(rest))?.[1] ?? `has an unknown part at ${rest}`;
    tokens.push(found);
    rest = rest.slice(found.text.length);
  }
  return tokens;
}

function firstToken(rest: string): Token | undefined {
  for (const [kind, syntax] of TOKENS) {
    const text = syntax.exec(rest)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function syntaxFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function hasRepeatedGroup(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ kind, text }, index) => kind === 'REPEAT' && !/^\?\??$/.test(text) && tokens[index - 1]?.kind === 'CLOSE',
  );
}

/**
 * An upper bound: the number of ways in which the pattern can be laid on the text, times the characters of one way. Without
 * repeated groups the ways multiply: an open repetition and a free start choose a place in the text, the order of which is
 * fixed; a bounded repetition, an optional part and an alternative choose one of a few.
 */
function stepsOf(tokens: readonly Token[]): number {
  let places = tokens[0]?.text === '^' && !tokens.some(({ kind }) => kind === 'OR') ? 0 : 1;
  let choices = alternativesOf(tokens);
  let width = 0;
  for (const { kind, text } of tokens) {
    if (kind === 'ATOM') width += 1;
    if (kind !== 'REPEAT') continue;
    const { min, max } = boundsOf(text);
    width += Math.max(0, min - 1);
    if (max === undefined) places += 1;
    else choices *= max - min + 1;
  }
  return orderedPlaces(places) * choices * Math.max(1, width);
}

/** The product of the number of alternatives of each group and of the whole pattern. */
function alternativesOf(tokens: readonly Token[]): number {
  const open = [1];
  let product = 1;
  for (const { kind } of tokens) {
    if (kind === 'OPEN') open.push(1);
    if (kind === 'OR') open.push((open.pop() ?? 0) + 1);
    if (kind === 'CLOSE') product *= open.pop() ?? 1;
  }
  return product * (open.pop() ?? 1);
}

function boundsOf(repeat: string): { readonly min: number; readonly max: number | undefined } {
  const [, min = '0', comma, max = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(repeat) ?? [];
  if (comma !== undefined) {
    const least = Number(min);
    if (comma === '') return { min: least, max: least };
    return { min: least, max: max === '' ? undefined : Number(max) };
  }
  return repeat.startsWith('?') ? { min: 0, max: 1 } : { min: repeat.startsWith('+') ? 1 : 0, max: undefined };
}

/** Number of ways to choose `count` places in the longest text whose order is fixed: a binomial coefficient. */
function orderedPlaces(count: number): number {
  let ways = 1;
  for (let place = 1; place <= count; place += 1) ways *= (LONGEST_TEXT + place) / place;
  return ways;
}
