/** Maximum length of a comment on a decision, in characters. */
export const MAX_COMMENT_LENGTH = 2000;

/** Maximum number of reviews in one bulk decision. */
export const MAX_BULK_ITEMS = 200;

/** Maximum number of items on one page of a list. */
export const MAX_PAGE_SIZE = 100;

/** Maximum number of other applications of the same person in one answer. */
export const MAX_RELATED = 50;

/** What a search for reviews may contain: a part of an application's id or of a user name. */
export const REVIEW_SEARCH_TEXT = /^[A-Za-z0-9._@+-]{1,64}$/;

/** Maximum length of the text of a search for applications. */
export const MAX_SEARCH_TEXT_LENGTH = 200;

/** Maximum number of applications on one page of a search. */
export const SEARCH_PAGE_SIZE = 50;

/** Maximum number of questions with which a reviewer returns an application; each is as long as a comment at most. */
export const MAX_QUESTIONS = 10;

/** Maximum number of dead-letter messages that one request sends back. */
export const MAX_REDRIVEN = 50;

/** Maximum number of times that an application is returned to the applicant. */
export const MAX_RETURNS = 3;

/** An absence ends at most this many days after the day on which it is set. */
export const MAX_ABSENCE_DAYS = 366;
