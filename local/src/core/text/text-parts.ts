/** Longer parts are searched with the algorithm of `indexOfLong`, because `indexOf` can be slow for them. */
const SHORT_PART = 64;

/**
 * Whether a text consists of these parts in order, with any characters between them. This tests a wildcard pattern that
 * is split at each `*`. The time is linear in the lengths of text and pattern, for any number of parts.
 */
export const consistsOf = (parts: readonly string[], text: string): boolean => {
  const first = parts[0] ?? '';
  if (parts.length === 1) return text === first;
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = indexOf(text, part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
};

const indexOf = (text: string, part: string, from: number): number =>
  part.length <= SHORT_PART ? text.indexOf(part, from) : indexOfLong(text, part, from);

/** The algorithm of Knuth, Morris and Pratt. */
const indexOfLong = (text: string, part: string, from: number): number => {
  const borders = bordersOf(part);
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    matched = extended(part, borders, matched, text.charCodeAt(at));
    if (matched === part.length) return at - part.length + 1;
  }
  return -1;
};

/** The length of the longest proper prefix that is also a suffix, for each prefix of the part. */
const bordersOf = (part: string): Uint32Array => {
  const borders = new Uint32Array(part.length);
  let matched = 0;
  for (let at = 1; at < part.length; at += 1) {
    matched = extended(part, borders, matched, part.charCodeAt(at));
    borders[at] = matched;
  }
  return borders;
};

const extended = (part: string, borders: Uint32Array, matched: number, code: number): number => {
  let length = matched;
  while (length > 0 && part.charCodeAt(length) !== code) length = borders[length - 1] ?? 0;
  return part.charCodeAt(length) === code ? length + 1 : length;
};
