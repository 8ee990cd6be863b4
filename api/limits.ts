/** The longest comment on a decision, in characters. */
export const MAX_COMMENT_LENGTH = 2000;

/** The most items that one page of a list has. */
export const MAX_PAGE_SIZE = 100;
