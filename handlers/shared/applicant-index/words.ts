/** Letters and digits with which a search must begin: the entries of words that begin with them are one term. */
const TERM_LENGTH = 2;

/** Longest indexed beginning of a word, in letters and digits. A key of DynamoDB has at most 1,024 bytes. */
const MAX_WORD_LENGTH = 64;

/** Number of indexed words of one application. Each is one write. */
const MAX_WORDS = 30;

const beginning = (word: string, length: number): string => [...word].slice(0, length).join('');

/** The words by which an application is found: the first 30 that are long enough for a search. */
export function indexedWords(words: readonly string[]): readonly string[] {
  const long = words.filter(isSearchable).map((word) => beginning(word, MAX_WORD_LENGTH));
  return [...new Set(long)].slice(0, MAX_WORDS);
}

/** True if applications can be found by this beginning of a word. */
export const isSearchable = (word: string): boolean => [...word].length >= TERM_LENGTH;

/** The term of the index whose entries have the words with this beginning. */
export const wordTerm = (word: string): string => `WORD#${beginning(word, TERM_LENGTH)}`;

/** The entry of a word. Entries are in the order of their words, then of their places. */
export const wordEntry = (word: string, place: string): string => `${word}#${place}`;

/** What the entries of all words with this beginning begin with. */
export const wordPrefix = (word: string): string => beginning(word, MAX_WORD_LENGTH);

/**
 * True if an entry is the one by which a search for `wanted` returns the application. An application may have several words
 * with the same beginning; the first one in alphabetical order counts, so that it is returned once.
 */
export function isFirstMatch(entry: string, wanted: string, words: readonly string[]): boolean {
  const [first] = indexedWords(words)
    .filter((word) => word.startsWith(wordPrefix(wanted)))
    .toSorted();
  return first !== undefined && entry.startsWith(`${first}#`);
}
