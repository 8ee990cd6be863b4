/**
 * Maximum nesting depth of an event or pattern. The JSON parser of most AWS services has the same limit. It is far
 * below the depth at which recursion would exhaust the stack.
 */
export const MAX_DEPTH = 1_000;

export interface JsonText {
  /** The text without white space between tokens; numbers keep their digits. */
  readonly compact: string;
  readonly depth: number;
}

const WHITE_SPACE = new Set([' ', '\t', '\n', '\r']);
const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

/**
 * Compacts a JSON text and measures its depth in one pass. If `text` is not valid JSON, only the depth is meaningful.
 */
export const compactJson = (text: string): JsonText => {
  let compact = '';
  let kept = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at);
    else if (OPENING.has(char)) deepest = Math.max(deepest, ++depth);
    else if (CLOSING.has(char)) depth -= 1;
    else if (WHITE_SPACE.has(char)) {
      compact += text.slice(kept, at);
      kept = at + 1;
    }
  }
  return { compact: kept === 0 ? text : compact + text.slice(kept), depth: deepest };
};

const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
};
