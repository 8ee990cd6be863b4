// Both infra and the handlers load this file, so it contains only constants and imports nothing.

/** Key of the applicant index: a term, and an entry within the term. */
export const APPLICANT_INDEX_KEY = { term: 'term', entry: 'entry' } as const;
