import { consistsOf } from '../text/text-parts.ts';
import { invalidPattern } from './invalid-pattern.ts';

/** A literal character, or undefined for `*`. */
export type WildcardToken = string | undefined;

/**
 * Parses a wildcard expression: `*` matches any text; `\*` and `\\` are the characters `*` and `\`. Throws
 * InvalidPatternError.
 */
export const parseWildcard = (text: string): readonly WildcardToken[] => {
  const chars = [...text];
  const tokens: WildcardToken[] = [];
  for (let index = 0; index < chars.length; index += 1) {
    const char = chars[index];
    const next = chars[index + 1];
    if (char === '*') {
      if (next === '*') throw invalidPattern(`Consecutive wildcard characters at pos ${position(chars, index)}`);
      tokens.push(undefined);
    } else if (char === '\\') {
      if (next !== '*' && next !== '\\')
        throw invalidPattern(`Invalid escape character at pos ${position(chars, index)}`);
      tokens.push(next);
      index += 1;
    } else tokens.push(char);
  }
  return tokens;
};

/** Position of a character as in AWS's error messages: counted in bytes, with the opening quote. */
const position = (chars: readonly string[], index: number): number =>
  1 + Buffer.byteLength(chars.slice(0, index).join(''));

/** Tests texts against an expression in time linear in the text's length, for any number of `*`. */
export const wildcardMatcher = (tokens: readonly WildcardToken[]): ((text: string) => boolean) => {
  const parts = literalParts(tokens);
  return (text) => consistsOf(parts, text);
};

const literalParts = (tokens: readonly WildcardToken[]): string[] => {
  const parts = [''];
  for (const token of tokens) {
    if (token === undefined) parts.push('');
    else parts.push((parts.pop() ?? '') + token);
  }
  return parts;
};
