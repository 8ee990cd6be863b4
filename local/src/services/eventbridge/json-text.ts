/**
 * How deep objects and lists may nest in what is sent to the bus. Far below the depth at which writing JSON or walking
 * an event would exhaust the stack, and the limit of the JSON parser most AWS services use.
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

/** Measures and compacts a JSON text in one pass; `text` must be valid JSON, or only its depth means anything. */
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
