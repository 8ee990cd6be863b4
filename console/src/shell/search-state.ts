/**
 * The state of the browser's history entry for a search. The text is an applicant's data, so it is not in the URL, which
 * browsers and servers write into their histories and logs.
 */
export const searchState = (text: string): { readonly search: string } => ({ search: text });

/** The text in the state of a history entry; empty if there is none. */
export const searchedText = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'search' in state && typeof state.search === 'string'
    ? state.search
    : '';
