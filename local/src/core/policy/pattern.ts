import { consistsOf } from '../text/text-parts.ts';

/** Whether a text matches. */
export type Matcher = (text: string) => boolean;

/** `*` matches any characters, `?` one character; everything else is literal. */
export const wildcardMatcher = (pattern: string): Matcher => {
  if (pattern === '*') return () => true;
  const special = pattern.search(/[*?]/);
  if (special < 0) return (text) => text === pattern;
  if (special === pattern.length - 1 && pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  const parts = pattern.split('*');
  if (!pattern.includes('?')) return (text) => consistsOf(parts, text);
  const pieces = parts.map((part) => [...part]);
  return (text) => containsPieces(pieces, [...text]);
};

/** The characters of one part of a pattern; `?` matches any character. */
type Piece = readonly string[];

/** Like `consistsOf`, for parts that contain `?`. Both texts are short: names and ARNs. */
const containsPieces = (pieces: readonly Piece[], text: readonly string[]): boolean => {
  const [first = [], ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text.length === first.length && isAt(first, text, 0);
  const end = text.length - last.length;
  if (end < first.length || !isAt(first, text, 0) || !isAt(last, text, end)) return false;
  let at = first.length;
  for (const piece of rest) {
    while (at + piece.length <= end && !isAt(piece, text, at)) at += 1;
    at += piece.length;
    if (at > end) return false;
  }
  return true;
};

const isAt = (piece: Piece, text: readonly string[], at: number): boolean =>
  piece.every((character, index) => character === '?' || character === text[at + index]);

const ARN_PARTS = 6;

/** The six fields of an ARN; the last contains all remaining colons. */
const arnParts = (arn: string): string[] => {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
};

/** Like `wildcardMatcher`, for each field of an ARN: wildcards do not match across the first five colons. */
export const arnMatcher = (pattern: string): Matcher => {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return (arn) => arn === pattern;
  const wanted = arnParts(pattern).map(wildcardMatcher);
  if (wanted.length < ARN_PARTS) return () => false;
  return (arn) => {
    const parts = arnParts(arn);
    return wanted.every((matches, index) => matches(parts[index] ?? ''));
  };
};

/** Matches a text after replacing the pattern's policy variables by the values of the request. */
export type VariableMatcher = (text: string, variable: (key: string) => string | undefined) => boolean;

const VARIABLE = /\$\{([^}]+)\}/g;
const LITERALS = new Set(['*', '?', '$']);

/**
 * Compiles patterns with policy variables: `${aws:PrincipalArn}`, optionally with a default after a comma, and `${*}` for the
 * literal character. A pattern with an unset variable matches nothing.
 */
export const withVariables = (pattern: string, make: (pattern: string) => Matcher): VariableMatcher => {
  if (!pattern.includes('${')) return make(pattern);
  return (text, variable) => {
    const resolved = resolve(pattern, variable);
    return resolved !== undefined && make(resolved)(text);
  };
};

const resolve = (pattern: string, variable: (key: string) => string | undefined): string | undefined => {
  let isComplete = true;
  const resolved = pattern.replaceAll(VARIABLE, (_, inside: string) => {
    if (LITERALS.has(inside)) return inside;
    const [key = '', fallback] = inside.split(',').map((part) => part.trim());
    const value = variable(key) ?? fallback?.replace(/^'|'$/g, '');
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? resolved : undefined;
};
