/** A run of letters and digits. Other characters separate words. */
const WORD = /[\p{L}\p{N}]+/gu;
const ACCENTS = /\p{M}+/gu;

/**
 * The words of a text for comparisons: upper case, without accents. `Müller-Strauß` has the words `MULLER` and `STRAUSS`.
 * Only in upper case are ß and ss, and the two lower-case forms of the Greek sigma, the same.
 */
export function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKD').toUpperCase().normalize('NFD').replace(ACCENTS, '').match(WORD) ?? [];
}

/** A text without its case, accents, punctuation and spaces between words. Empty if it has no letter and no digit. */
export const normalized = (text: string): string => wordsOf(text).join(' ');
