/**
 * A text for comparisons that ignore case. As in AWS's matcher, each UTF-16 unit matches its lower-case or its
 * upper-case form; a form may have several characters (`ß` also matches `SS`). Each half of a character above U+FFFF
 * becomes `?`, so such a character never matches.
 * https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/input/EqualsIgnoreCaseParser.java
 */
export type CaselessText = readonly { readonly lower: string; readonly upper: string }[];

const SURROGATE = /[\ud800-\udfff]/;

export const caselessText = (text: string): CaselessText =>
  text.split('').map((unit) => {
    const known = SURROGATE.test(unit) ? '?' : unit;
    return { lower: known.toLowerCase(), upper: known.toUpperCase() };
  });

/** If `text` starts with `wanted`, the index in `text` after it; otherwise undefined. */
const endOf = (text: string, wanted: CaselessText): number | undefined => {
  let end = 0;
  for (const { lower, upper } of wanted) {
    const found = [lower, upper].find((form) => text.startsWith(form, end));
    if (found === undefined) return undefined;
    end += found.length;
  }
  return end;
};

export const equalsCaseless = (text: string, wanted: CaselessText): boolean => endOf(text, wanted) === text.length;

export const startsCaseless = (text: string, wanted: CaselessText): boolean => endOf(text, wanted) !== undefined;

export const endsCaseless = (text: string, wanted: CaselessText): boolean => {
  let start = text.length;
  for (const { lower, upper } of wanted.toReversed()) {
    const found = [lower, upper].find((form) => text.endsWith(form, start));
    if (found === undefined) return false;
    start -= found.length;
  }
  return true;
};
